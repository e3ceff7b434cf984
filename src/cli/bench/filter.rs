//! Which statements of a corpus to take.

use std::ops::RangeInclusive;

use crate::{cli::error::CliError, run::Statement};

/// What `--filter` and `--split` say; filters of one kind are alternatives, those of different kinds all hold.
#[derive(Debug, Default)]
pub(super) struct Filter {
    split: Option<String>,
    names: Vec<String>,
    topics: Vec<String>,
    tags: Vec<String>,
    difficulties: Vec<RangeInclusive<u8>>,
    untrue: Option<bool>,
}

impl Filter {
    /// Reads `NAME`, `topic=T`, `tag=T`, `difficulty=1..3` and `expect=false`; names, topics and tags may hold
    /// `*` and `?`.
    pub(super) fn new(texts: &[String], split: Option<&str>) -> Result<Filter, CliError> {
        let mut filter = Filter { split: split.map(str::to_owned), ..Filter::default() };
        for text in texts {
            let (key, value) = text.split_once('=').unwrap_or(("name", text));
            let wrong = |what: &str| {
                CliError::usage(format!("`--filter {text}`: {what}")).hint(
                    "write a name as `mathd_*`, or `topic=logic`, `tag=induction`, `difficulty=1..3`, `expect=false`",
                )
            };
            match key.trim() {
                "name" => filter.names.push(value.to_owned()),
                "topic" => filter.topics.push(value.to_owned()),
                "tag" => filter.tags.push(value.to_owned()),
                "difficulty" => {
                    let (from, to) = value.split_once("..").unwrap_or((value, value));
                    let number = |it: &str, or: u8| match it.trim() {
                        "" => Ok(or),
                        it => it.trim_start_matches('=').parse(),
                    };
                    let range = number(from, 1).and_then(|from| Ok(from..=number(to, 5)?));
                    filter.difficulties.push(range.map_err(|_| wrong("difficulties go from 1 to 5"))?);
                }
                "expect" => match value {
                    "true" | "false" => filter.untrue = Some(value == "false"),
                    _ => return Err(wrong("a statement is expected to be `true` or `false`")),
                },
                _ => return Err(wrong("there is no such filter")),
            }
        }
        Ok(filter)
    }

    /// Whether a statement is to be taken.
    pub(super) fn takes(&self, it: &Statement) -> bool {
        let any = |globs: &[String], texts: &[&str]| {
            globs.is_empty() || globs.iter().any(|glob| texts.iter().any(|it| matches(glob, it)))
        };
        let tags: Vec<&str> = it.tags.iter().map(String::as_str).collect();
        self.split.as_ref().is_none_or(|split| it.split.eq_ignore_ascii_case(split))
            && any(&self.names, &[&it.id, &it.name])
            && any(&self.topics, &[&it.topic])
            && any(&self.tags, &tags)
            && (self.difficulties.is_empty()
                || it.difficulty.is_some_and(|it| self.difficulties.iter().any(|range| range.contains(&it))))
            && self.untrue.is_none_or(|untrue| it.untrue == untrue)
    }
}

/// Whether a text is as `glob` says, where `*` is anything and `?` one character.
fn matches(glob: &str, text: &str) -> bool {
    let (glob, text): (Vec<char>, Vec<char>) = (glob.chars().collect(), text.chars().collect());
    let (mut at, mut in_text) = (0, 0);
    // Where the last star stands, and how much of the text it has taken.
    let mut star: Option<(usize, usize)> = None;
    while in_text < text.len() {
        match glob.get(at) {
            Some('*') => {
                star = Some((at, in_text));
                at += 1;
            }
            Some(&it) if it == '?' || it == text[in_text] => {
                at += 1;
                in_text += 1;
            }
            _ => {
                let Some((star_at, taken)) = star else { return false };
                star = Some((star_at, taken + 1));
                (at, in_text) = (star_at + 1, taken + 1);
            }
        }
    }
    glob[at..].iter().all(|it| *it == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_whole_names() {
        for (glob, text, expected) in [
            ("mathd_*", "mathd_algebra_1", true),
            ("mathd_*", "xmathd_algebra", false),
            ("*_p?", "imo_1959_p1", true),
            ("*_p?", "imo_1959_p11", false),
            ("*a*b*", "xaxaybz", true),
            ("a", "ab", false),
            ("", "", true),
            ("**", "α", true),
            ("?", "α", true),
        ] {
            assert_eq!(matches(glob, text), expected, "{glob} {text}");
        }
    }

    #[test]
    fn filters_of_one_kind_are_alternatives_and_kinds_all_hold() {
        let statement = Statement {
            id: "P/t".into(),
            name: "t".into(),
            topic: "logic".into(),
            difficulty: Some(3),
            split: "valid".into(),
            tags: vec!["induction".into()],
            ..Statement::default()
        };
        let takes = |texts: &[&str], split| {
            let texts: Vec<String> = texts.iter().map(|it| (*it).to_owned()).collect();
            Filter::new(&texts, split).unwrap().takes(&statement)
        };
        assert!(takes(&[], None) && takes(&["t", "u"], Some("Valid")) && takes(&["P/*", "topic=log*"], None));
        assert!(
            takes(&["difficulty=..3", "tag=ind*", "expect=true"], None) && takes(&["difficulty=3"], None)
        );
        assert!(!takes(&["t"], Some("test")) && !takes(&["t", "topic=lists"], None));
        assert!(!takes(&["difficulty=4.."], None) && !takes(&["expect=false"], None));
        for wrong in ["difficulty=hard", "size=3", "expect=maybe"] {
            assert!(Filter::new(&[wrong.into()], None).is_err(), "{wrong}");
        }
    }
}
