//! Which variable of one statement is which of another.

use super::shape::Variable;

/// How many ways are looked at before the best are chosen.
const WAYS: usize = 400;

/// For each variable of the second statement, which one of the first it is, if any.
pub type Alignment = Vec<Option<usize>>;

/// The kinds of numbers, each among the next.
const NUMBERS: [&str; 3] = ["Nat", "Int", "Rat"];

/// Which kind of numbers this type is, the narrowest first.
pub fn number(ty: &str) -> Option<usize> {
    NUMBERS.iter().position(|it| *it == ty)
}

/// What a number of the wider kind has to be, to be one of the narrower.
pub fn guard(name: &str, narrow: &str, wide: &str) -> String {
    match (narrow, wide) {
        ("Nat", "Int") => format!("0 ≤ {name}"),
        ("Nat", "Rat") => format!("{name}.den = 1 ∧ 0 ≤ {name}"),
        _ => format!("{name}.den = 1"),
    }
}

/// Ways to take the variables of `second` for those of `first` with as few left over as can be, the likeliest first: by name, then
/// by order.
pub fn alignments(first: &[Variable], second: &[Variable]) -> Vec<Alignment> {
    let mut found: Vec<(Rank, Alignment)> = Vec::new();
    let mut way = Vec::new();
    extend(first, second, &mut way, &mut found);
    let order = |way: &Alignment| way.iter().map(|it| it.unwrap_or(usize::MAX)).collect::<Vec<_>>();
    found.sort_by_key(|(rank, way)| (*rank, order(way)));
    // Others leave more over than they have to.
    let best = found.first().map(|it| (it.0.0, it.0.1));
    found.retain(|it| Some((it.0.0, it.0.1)) == best);
    found.into_iter().map(|it| it.1).collect()
}

/// Variables left over, other kinds of numbers, other names, pairs in another order.
type Rank = (usize, usize, usize, usize);

fn extend(first: &[Variable], second: &[Variable], way: &mut Alignment, found: &mut Vec<(Rank, Alignment)>) {
    if found.len() >= WAYS {
        return;
    }
    let Some(variable) = second.get(way.len()) else {
        found.push((rank(first, second, way), way.clone()));
        return;
    };
    let mut partners: Vec<usize> = (0..first.len())
        .filter(|at| !way.contains(&Some(*at)) && fits(&first[*at], variable, first, second, way))
        .collect();
    partners.sort_by_key(|at| (first[*at].name != variable.name, *at));
    for partner in partners {
        way.push(Some(partner));
        extend(first, second, way, found);
        way.pop();
    }
    // What its type is made of must be there as well.
    if !variable.is_instance {
        way.push(None);
        extend(first, second, way, found);
        way.pop();
    }
}

/// Whether a variable may be the other one, with those before taken as they are.
fn fits(one: &Variable, other: &Variable, first: &[Variable], second: &[Variable], way: &Alignment) -> bool {
    if one.is_instance != other.is_instance {
        return false;
    }
    let renamed = rename(&other.ty, |word| {
        let at = second[..way.len()].iter().position(|it| it.name == word)?;
        way[at].map(|it| first[it].name.clone())
    });
    one.ty == renamed || number(&one.ty).is_some() && number(&other.ty).is_some()
}

fn rank(first: &[Variable], second: &[Variable], way: &Alignment) -> Rank {
    let pairs: Vec<(usize, usize)> = way.iter().enumerate().filter_map(|(b, a)| Some(((*a)?, b))).collect();
    let left = first.len() + second.len() - 2 * pairs.len();
    let other_kind = pairs.iter().filter(|(a, b)| number(&first[*a].ty) != number(&second[*b].ty)).count();
    let other_name = pairs.iter().filter(|(a, b)| first[*a].name != second[*b].name).count();
    let crossed = pairs.windows(2).filter(|it| it[0].0 > it[1].0).count();
    (left, other_kind, other_name, crossed)
}

/// The text with some of its words replaced.
pub fn rename(text: &str, name: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(it) = rest.chars().next() {
        let is_word = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '.');
        let end =
            rest.find(|c| !is_word(c)).unwrap_or(rest.len()).max(if is_word(it) { 0 } else { it.len_utf8() });
        let word = &rest[..end];
        out.push_str(&name(word).unwrap_or_else(|| word.to_owned()));
        rest = &rest[end..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(text: &str) -> Vec<Variable> {
        let of = |it: &str| {
            let (name, ty) = it.split_once(':').unwrap();
            Variable { name: name.trim().into(), ty: ty.trim().into(), is_instance: false }
        };
        text.split(',').filter(|it| !it.is_empty()).map(of).collect()
    }

    fn best(first: &str, second: &str) -> String {
        let (first, second) = (variables(first), variables(second));
        let way = &alignments(&first, &second)[0];
        let name = |at: &Option<usize>| at.map_or("-", |it| first[it].name.as_str()).to_owned();
        way.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn variables_are_matched_by_type_then_name_then_order() {
        assert_eq!(best("a:Nat,b:Nat", "b:Nat,a:Nat"), "b a");
        assert_eq!(best("a:Nat,b:Nat", "x:Nat,y:Nat"), "a b");
        assert_eq!(best("n:Nat,f:Nat → Nat", "g:Nat → Nat,k:Nat"), "f n");
        assert_eq!(best("α:Type,x:α", "β:Type,y:β"), "α x");
        assert_eq!(best("α:Type,β:Type,f:α → β", "α:Type,β:Type,g:β → α"), "β α f");
        assert_eq!(best("n:Int", "n:Nat"), "n");
        assert_eq!(best("n:Int", "a:Int,b:Int"), "n -");
        assert_eq!(best("", "a:Int"), "-");
        assert_eq!(best("f:Bool → Bool", "f:Nat → Nat"), "-");
    }

    #[test]
    fn words_are_replaced_whole() {
        let name = |it: &str| (it == "α").then(|| "X".to_owned());
        assert_eq!(rename("List α → α.β × αα", name), "List X → α.β × αα");
    }
}
