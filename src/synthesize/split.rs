//! Which part of the data a theorem belongs to, so that what is one thing is never in two.
//!
//! Theorems that show each other are one family: those of which one stands in the header or within the proof of the other,
//! and those that state the same. A family goes into the part that the hash of its first key says, and all that is derived from its theorems
//! goes with it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A part of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// To learn from.
    Train,
    /// To choose by.
    Valid,
    /// To measure with.
    Test,
}

impl Part {
    /// All parts.
    pub const ALL: [Part; 3] = [Part::Train, Part::Valid, Part::Test];

    /// `train`, `valid` or `test`, as files have it.
    pub fn as_str(self) -> &'static str {
        ["train", "valid", "test"][self as usize]
    }
}

/// Binders and type that are shorter than so many bytes are looked for with the name before them.
const SHORT: usize = 12;

/// How much of the data each part gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares(pub [u32; 3]);

impl Default for Shares {
    fn default() -> Self {
        Shares([8, 1, 1])
    }
}

impl std::str::FromStr for Shares {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Result<Vec<u32>, _> = text.split('/').map(|it| it.trim().parse()).collect();
        match numbers.ok().and_then(|it| <[u32; 3]>::try_from(it).ok()) {
            Some(shares) if shares.iter().any(|it| *it > 0) && shares.iter().all(|it| *it <= 1_000_000) => {
                Ok(Shares(shares))
            }
            _ => Err("write three whole numbers, as 8/1/1 for train, valid and test".into()),
        }
    }
}

impl Shares {
    /// The part that a key falls into, by its hash with the seed.
    pub fn part(&self, key: &str, seed: u64) -> Part {
        let hash = blake3::hash(format!("{seed}\0{key}").as_bytes());
        let draw = u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap_or_default());
        let total: u64 = self.0.iter().map(|it| u64::from(*it)).sum();
        // All of the hash counts, not only what is left of it by a small number.
        let place = (u128::from(draw) * u128::from(total)) >> 64;
        let mut below = 0;
        let reached = |share: &u32| {
            below += u128::from(*share);
            place < below
        };
        self.0.iter().position(reached).map_or(Part::Train, |it| Part::ALL[it])
    }
}

/// What of a theorem says to which family it belongs.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The key of what it states.
    pub key: &'a str,
    /// Its name, as it is written.
    pub name: &'a str,
    /// What it states, with its name and without the hole.
    pub statement: &'a str,
    /// What it stands behind.
    pub header: &'a str,
    /// The whole declaration.
    pub proof: &'a str,
}

/// For the key of each theorem, the first key of its family.
pub fn families(members: &[Member<'_>]) -> BTreeMap<String, String> {
    let mut families = Families::default();
    for member in members {
        families.find(member.key);
    }
    // Few headers are many theorems' own.
    let mut shown: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for member in members {
        for text in [member.header, member.proof] {
            shown.entry(one_line(text)).or_default().push(member.key);
        }
    }
    for member in members {
        let stated = stated(member);
        for (_, by) in shown.iter().filter(|it| states(it.0, &stated)) {
            by.iter().for_each(|it| families.join(member.key, it));
        }
    }
    members.iter().map(|it| (it.key.to_owned(), families.find(it.key))).collect()
}

/// What a theorem states, without its name: where it is used as a `have` it has another one.
fn stated(member: &Member<'_>) -> String {
    let statement = one_line(member.statement);
    let named = statement.split_once(&format!(" {}", member.name));
    match named.map(|it| it.1).filter(|it| it.len() >= SHORT) {
        Some(rest) => rest.to_owned(),
        None => statement,
    }
}

/// Whether a text states this and no more, with a proof behind it or at its end.
fn states(text: &str, stated: &str) -> bool {
    text.match_indices(stated).any(|(at, _)| {
        let after = text[at + stated.len()..].trim_start();
        after.is_empty() || [":=", "|", "=", "let "].iter().any(|it| after.starts_with(it))
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sets that grow together; each is known by its least key.
#[derive(Default)]
struct Families(BTreeMap<String, String>);

impl Families {
    fn find(&mut self, key: &str) -> String {
        let above = self.0.entry(key.to_owned()).or_insert_with(|| key.to_owned()).clone();
        if above == key {
            return above;
        }
        let first = self.find(&above);
        self.0.insert(key.to_owned(), first.clone());
        first
    }

    fn join(&mut self, a: &str, b: &str) {
        let (a, b) = (self.find(a), self.find(b));
        let (least, other) = if a < b { (a, b) } else { (b, a) };
        self.0.insert(other, least);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn theorems_that_show_each_other_are_one_family() {
        let member = |key, name, statement, header, proof| Member { key, name, statement, header, proof };
        let found = families(&[
            member(
                "c",
                "c",
                "theorem c : r",
                "def f := 1\n\ntheorem b :\n    q := y\n\n",
                "theorem c : r := b",
            ),
            member("b", "b", "theorem b : q", "def f := 1\n\n", "theorem b : q := y"),
            member("a", "a", "theorem a : p", "def f := 1\n\n", "theorem a : p := x"),
            member("d", "d", "theorem d : s", "theorem c : r := z\n\ntheorem e : t := z\n\n", ""),
            member("b", "again", "theorem again : q", "", "theorem again : q := y"),
            member("k", "N.k", "theorem N.k (n : Nat) : f n = n", "", "theorem N.k (n : Nat) : f n = n := x"),
            member(
                "i",
                "i",
                "theorem i (n : Nat) : f n = n + n",
                "",
                "theorem i (n : Nat) : f n = n + n := x",
            ),
            member(
                "j",
                "j",
                "theorem j : u",
                "",
                "theorem j : u := by\n  have lemma_k (n : Nat) : f n = n := x\n  y",
            ),
        ]);
        let of = |key: &str| found[key].as_str();
        assert_eq!(["a", "b", "c", "d", "i", "j", "k"].map(of), ["a", "b", "b", "b", "i", "j", "j"]);
    }

    #[test]
    fn a_key_always_falls_into_the_same_part_and_parts_have_their_shares() {
        let shares = Shares::default();
        let mut counts = [0; 3];
        for key in 0..3000 {
            let key = key.to_string();
            let part = shares.part(&key, 7);
            assert_eq!(part, shares.part(&key, 7));
            counts[part as usize] += 1;
        }
        let near = |count: i32, wanted: i32| (count - wanted).abs() < 80;
        assert!(near(counts[0], 2400) && near(counts[1], 300) && near(counts[2], 300), "{counts:?}");
        assert!((0..100).any(|it| shares.part(&it.to_string(), 1) != shares.part(&it.to_string(), 2)));
        assert_eq!("0/0/3".parse::<Shares>().unwrap().part("k", 0), Part::Test);
        for wrong in ["", "8/1", "0/0/0", "a/b/c", "1/1/-1"] {
            assert!(wrong.parse::<Shares>().is_err(), "{wrong}");
        }
    }
}
