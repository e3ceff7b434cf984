//! The prompt: a template with places to fill.

use crate::{proposer::Ask, prover::Premise, theorem::ProverKind};

/// The template that is used where the user names none.
pub fn default_for(prover: ProverKind) -> &'static str {
    match prover {
        ProverKind::Lean => include_str!("prompt.txt"),
        ProverKind::Fstar => include_str!("prompt_fstar.txt"),
    }
}

/// What a template may ask for.
const PLACES: [&str; 6] = ["theorem", "goal", "path", "failed", "premises", "samples"];

/// Bytes of the header that a prompt shows, counted from its end.
const HEADER: usize = 6_000;

/// Bytes of goal text that a prompt shows.
const GOALS: usize = 8_000;

/// Facts of the library that a prompt shows, the best.
const PREMISES: usize = 16;

/// Refused steps that a prompt shows, the latest.
const FAILED: usize = 8;

/// A template whose places are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// Index into [`PLACES`].
    Place(usize),
}

impl Template {
    /// Parses a template.
    ///
    /// # Errors
    /// The first `{{…}}` that is no place, or that a prompt without it would say nothing of the goal.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}").ok_or("a `{{` has no `}}`")?;
            let known = PLACES.iter().position(|it| *it == name.trim());
            let place = known.ok_or_else(|| format!("`{{{{{}}}}}` is no placeholder", name.trim()))?;
            parts.extend([Part::Text(before.into()), Part::Place(place)]);
            rest = after;
        }
        parts.push(Part::Text(rest.into()));
        let template = Template { parts };
        if template.has("goal") { Ok(template) } else { Err("there is no `{{goal}}` in it".into()) }
    }

    /// Names of all placeholders, for a hint.
    pub fn places() -> String {
        PLACES.map(|it| format!("{{{{{it}}}}}")).join(" ")
    }

    /// Whether the model is told how many steps are wanted, and so is to give them all in one reply.
    pub fn wants_list(&self) -> bool {
        self.has("samples")
    }

    /// The prompt for an ask.
    pub fn fill(&self, ask: &Ask<'_>) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Place(place) => match PLACES[*place] {
                "theorem" => theorem(ask),
                "goal" => goals(ask),
                "path" => or_none(ask.path.join("\n"), "-- none yet"),
                "failed" => failed(ask),
                "premises" => premises(ask),
                _ => ask.samples.to_string(),
            },
        };
        self.parts.iter().map(part).collect()
    }

    fn has(&self, name: &str) -> bool {
        self.parts.iter().any(|it| matches!(it, Part::Place(place) if PLACES[*place] == name))
    }
}

fn or_none(text: String, none: &str) -> String {
    if text.is_empty() { none.into() } else { text }
}

/// The end of the header, and the statement up to its end.
fn theorem(ask: &Ask<'_>) -> String {
    let header = ask.theorem.header.trim();
    let mut start = header.len().saturating_sub(HEADER);
    if start > 0 {
        start += (0..4).find(|it| header.is_char_boundary(start + it)).unwrap_or(0);
        start += header[start..].find('\n').map_or(0, |it| it + 1);
    }
    let cut = match ask.theorem.prover {
        _ if start == 0 => "",
        ProverKind::Lean => "-- ...\n",
        ProverKind::Fstar => "// ...\n",
    };
    let gap = if header.is_empty() { "" } else { "\n\n" };
    format!("{cut}{}{gap}{}", &header[start..], ask.theorem.statement.trim())
}

fn goals(ask: &Ask<'_>) -> String {
    let mut text = ask.group.goals.iter().map(|it| it.text()).collect::<Vec<_>>().join("\n\n");
    if text.len() > GOALS {
        text.truncate((0..=GOALS).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0));
        text.push_str("\n...");
    }
    text
}

fn premises(ask: &Ask<'_>) -> String {
    let line = |it: &Premise| format!("{} : {}", it.name, it.ty);
    or_none(ask.premises.iter().take(PREMISES).map(line).collect::<Vec<_>>().join("\n"), "none")
}

fn failed(ask: &Ask<'_>) -> String {
    let latest = &ask.failed[ask.failed.len().saturating_sub(FAILED)..];
    let line = |(step, reason): &(String, String)| {
        let reason: String = reason.lines().next().unwrap_or_default().chars().take(160).collect();
        format!("{step}\n  -- {reason}")
    };
    or_none(latest.iter().map(line).collect::<Vec<_>>().join("\n"), "none yet")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{prover::StateId, testing::table::goal_group, theorem::Theorem};

    fn fill(template: &str, header: &str) -> String {
        let theorem = Theorem::new("t", ProverKind::Lean, header, "theorem t : p := sorry", 17..22);
        let group = goal_group("h:q ⊢ p", StateId(0));
        let failed = [("simp".to_owned(), "simp made no progress\nat all".to_owned())];
        let path = ["intro h".to_owned()];
        let ask = Ask { path: &path, failed: &failed, samples: 4, ..Ask::new(&theorem, &group) };
        Template::parse(template).unwrap().fill(&ask)
    }

    #[test]
    fn places_are_filled() {
        let filled = fill("{{ theorem }}|{{goal}}|{{path}}|{{failed}}|{{samples}}", "open Nat\n");
        assert_eq!(
            filled,
            "open Nat\n\ntheorem t : p := sorry|h : q\n⊢ p|intro h|simp\n  -- simp made no progress|4"
        );
        for prover in [ProverKind::Lean, ProverKind::Fstar] {
            assert!(fill(default_for(prover), "").contains("⊢ p"));
        }
    }

    #[test]
    fn a_long_header_keeps_its_end() {
        let header = "def é := 1\n".repeat(1000) + "def last := 2";
        let filled = fill("{{theorem}}{{goal}}", &header);
        assert!(filled.starts_with("-- ...\ndef é := 1\n") && filled.contains("def last := 2\n\ntheorem t"));
        assert!(filled.len() < HEADER + 200);
    }

    #[test]
    fn what_is_no_placeholder_is_named() {
        let error = |text: &str| Template::parse(text).unwrap_err();
        assert_eq!(error("{{goal}} {{facts}}"), "`{{facts}}` is no placeholder");
        assert!(error("{{goal").contains("has no `}}`"));
        assert!(error("prove it").contains("{{goal}}"));
        assert!(!Template::parse(default_for(ProverKind::Lean)).unwrap().wants_list());
        assert!(Template::parse("{{samples}} steps for {{goal}}").unwrap().wants_list());
    }
}
