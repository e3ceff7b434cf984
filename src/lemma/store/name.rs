//! Names of lemmas: what can be written as a local name, and is not taken.

use rusqlite::Connection;

/// A local name made of `wanted` that no lemma has, withdrawn or not: it ends in `_2`, `_3`, ... where it must.
pub(super) fn free(connection: &Connection, wanted: &str) -> rusqlite::Result<String> {
    let base = local(wanted);
    let mut taken = connection.prepare("SELECT EXISTS (SELECT 1 FROM lemma WHERE name = ?1)")?;
    let mut taken = |name: &str| taken.query_row([name], |row| row.get::<_, bool>(0));
    if !taken(&base)? {
        return Ok(base);
    }
    // Thousands may have the same base: the first free number is looked for by doubling, then by halving.
    let numbered = |number: u64| format!("{base}_{number}");
    let (mut below, mut free) = (1, 2);
    while taken(&numbered(free))? {
        (below, free) = (free, free * 2);
    }
    while free - below > 1 {
        let middle = below + (free - below) / 2;
        match taken(&numbered(middle))? {
            true => below = middle,
            false => free = middle,
        }
    }
    Ok(numbered(free))
}

/// `name` with nothing in it that a local name of Lean or F* cannot have.
fn local(name: &str) -> String {
    let letter = |it: char| if it.is_ascii_alphanumeric() || it == '\'' { it } else { '_' };
    let mut text: String = name.chars().map(letter).collect();
    if !text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_') {
        text.insert_str(0, "l_");
    }
    // A name of nothing but `_` is a hole.
    if text.bytes().all(|it| it == b'_') { "lemma".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_local() {
        let cases = [
            ("add_comm'", "add_comm'"),
            ("N.add", "N_add"),
            ("2fast", "l_2fast"),
            ("'", "l_'"),
            ("«a b»", "_a_b_"),
            ("", "l_"),
            ("·", "lemma"),
            ("α", "lemma"),
        ];
        for (name, expected) in cases {
            assert_eq!(local(name), expected, "{name}");
        }
    }
}
