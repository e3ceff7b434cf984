//! The prompts: which template is used, and what its places are filled with.

use std::path::Path;

use crate::{
    proposer::{Ask, Fault, Wanted},
    prover::Premise,
    theorem::ProverKind,
};

use super::template::{Kind, Place, Template};

/// The templates that are used where the user has none.
const BUILT_IN: [(ProverKind, Kind, &str); 20] = [
    (ProverKind::Lean, Kind::Step, include_str!("prompts/lean/step.txt")),
    (ProverKind::Lean, Kind::Proof, include_str!("prompts/lean/proof.txt")),
    (ProverKind::Lean, Kind::Repair, include_str!("prompts/lean/repair.txt")),
    (ProverKind::Lean, Kind::Draft, include_str!("prompts/lean/draft.txt")),
    (ProverKind::Lean, Kind::Formalize, include_str!("prompts/lean/formalize.txt")),
    (ProverKind::Lean, Kind::Amend, include_str!("prompts/lean/amend.txt")),
    (ProverKind::Lean, Kind::Informalize, include_str!("prompts/lean/informalize.txt")),
    (ProverKind::Lean, Kind::Judge, include_str!("prompts/lean/judge.txt")),
    (ProverKind::Lean, Kind::Compare, include_str!("prompts/lean/compare.txt")),
    (ProverKind::Lean, Kind::Seed, include_str!("prompts/lean/seed.txt")),
    (ProverKind::Lean, Kind::Mend, include_str!("prompts/lean/mend.txt")),
    (ProverKind::Fstar, Kind::Step, include_str!("prompts/fstar/step.txt")),
    (ProverKind::Fstar, Kind::Proof, include_str!("prompts/fstar/proof.txt")),
    (ProverKind::Fstar, Kind::Repair, include_str!("prompts/fstar/repair.txt")),
    (ProverKind::Fstar, Kind::Draft, include_str!("prompts/fstar/draft.txt")),
    (ProverKind::Fstar, Kind::Formalize, include_str!("prompts/fstar/formalize.txt")),
    (ProverKind::Fstar, Kind::Amend, include_str!("prompts/fstar/amend.txt")),
    (ProverKind::Fstar, Kind::Informalize, include_str!("prompts/fstar/informalize.txt")),
    (ProverKind::Fstar, Kind::Judge, include_str!("prompts/fstar/judge.txt")),
    (ProverKind::Fstar, Kind::Compare, include_str!("prompts/fstar/compare.txt")),
];

/// Bytes of the header that a prompt shows, counted from its end.
const HEADER: usize = 6_000;

/// Bytes of goal text that a prompt shows.
const GOALS: usize = 8_000;

/// Facts of the library that a prompt shows, the best.
const PREMISES: usize = 16;

/// Refused steps that a prompt shows, the latest.
const FAILED: usize = 8;

/// Faults of a failed proof that a prompt shows, the first: those after them mostly follow from them.
const FAULTS: usize = 4;

/// Bytes of one fault's message, and of the goals there.
const MESSAGE: usize = 1_200;

/// The templates, by prover and kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Templates {
    /// In the order of [`BUILT_IN`].
    templates: Vec<Template>,
}

impl Default for Templates {
    /// The built-in ones.
    fn default() -> Self {
        let parse = |(_, kind, text): &(_, Kind, &str)| Template::parse(*kind, text);
        let templates: Result<Vec<_>, _> = BUILT_IN.iter().map(parse).collect();
        Templates { templates: templates.expect("the built-in templates are well formed") }
    }
}

impl Templates {
    /// The built-in templates as text, each with the path that it has in a folder of templates.
    pub fn built_in() -> impl Iterator<Item = (String, &'static str)> {
        BUILT_IN.iter().map(|(prover, kind, text)| (path(*prover, *kind), *text))
    }

    /// The template for an ask.
    pub fn of(&self, ask: &Ask<'_>) -> &Template {
        self.get(ask.theorem.prover, Kind::of(ask.wanted)).expect("there is one for proofs by each prover")
    }

    /// The template of a kind; for some kinds there is none for F*.
    pub fn get(&self, prover: ProverKind, kind: Kind) -> Option<&Template> {
        let at = BUILT_IN.iter().position(|it| (it.0, it.1) == (prover, kind))?;
        Some(&self.templates[at])
    }

    /// Takes a template for steps, of any prover.
    ///
    /// # Errors
    /// What is wrong with it, and what the user can do.
    pub fn set_step(&mut self, text: &str) -> Result<(), (String, String)> {
        let template = parse(Kind::Step, text)?;
        for (own, _) in self.templates.iter_mut().zip(&BUILT_IN).filter(|(_, it)| it.1 == Kind::Step) {
            *own = template.clone();
        }
        Ok(())
    }

    /// Takes those templates that a folder has; `read` reads the text of a file if it is there.
    ///
    /// # Errors
    /// The file, what is wrong with it or that there is none, and what the user can do.
    pub fn set_folder<E>(
        &mut self,
        folder: &Path,
        read: impl Fn(&Path) -> Result<Option<String>, E>,
    ) -> Result<(), E>
    where
        E: From<(String, String)>,
    {
        let mut found = false;
        for (own, (prover, kind, _)) in self.templates.iter_mut().zip(&BUILT_IN) {
            let file = folder.join(path(*prover, *kind));
            if let Some(text) = read(&file)? {
                let wrong = |(message, hint)| E::from((format!("{}: {message}", file.display()), hint));
                *own = parse(*kind, &text).map_err(wrong)?;
                found = true;
            }
        }
        match found {
            true => Ok(()),
            false => Err(E::from((
                format!("there is no template in {}", folder.display()),
                format!("`proofwright prompts {}` writes the built-in ones there to edit", folder.display()),
            ))),
        }
    }
}

fn path(prover: ProverKind, kind: Kind) -> String {
    let folder = match prover {
        ProverKind::Lean => "lean",
        ProverKind::Fstar => "fstar",
    };
    format!("{folder}/{}.txt", kind.name())
}

fn parse(kind: Kind, text: &str) -> Result<Template, (String, String)> {
    let hint = || format!("a template for a {} is text with any of {}", kind.name(), Template::places(kind));
    Template::parse(kind, text).map_err(|it| (it, hint()))
}

impl Template {
    /// The prompt for an ask.
    pub fn prompt(&self, ask: &Ask<'_>) -> String {
        self.fill(|place| match (place, ask.wanted) {
            (Place::Theorem, _) => theorem(ask),
            (Place::Goal, _) => goals(ask),
            (Place::Path, _) => or_none(ask.path.join("\n"), "-- none yet"),
            (Place::Failed, _) => failed(ask),
            (Place::Premises, _) => premises(ask),
            (Place::Samples, _) => ask.samples.to_string(),
            (Place::Proof, Wanted::Repairs(it)) => it.proof.trim_end().to_owned(),
            (Place::Faults, Wanted::Repairs(it)) => faults(&it.faults),
            // No template of these kinds has another.
            _ => String::new(),
        })
    }
}

fn or_none(text: String, none: &str) -> String {
    if text.is_empty() { none.into() } else { text }
}

/// The end of the header, and the statement up to its end.
fn theorem(ask: &Ask<'_>) -> String {
    let header = header(&ask.theorem.header, ask.theorem.prover);
    let gap = if header.is_empty() { "" } else { "\n\n" };
    format!("{header}{gap}{}", ask.theorem.statement.trim())
}

/// As much of a header as a prompt shows: its end.
pub fn header(header: &str, prover: ProverKind) -> String {
    let header = header.trim();
    let mut start = header.len().saturating_sub(HEADER);
    if start > 0 {
        start += (0..4).find(|it| header.is_char_boundary(start + it)).unwrap_or(0);
        start += header[start..].find('\n').map_or(0, |it| it + 1);
    }
    let cut = match prover {
        _ if start == 0 => "",
        ProverKind::Lean => "-- ...\n",
        ProverKind::Fstar => "// ...\n",
    };
    format!("{cut}{}", &header[start..])
}

fn goals(ask: &Ask<'_>) -> String {
    cut(&ask.group.goals.iter().map(|it| it.text()).collect::<Vec<_>>().join("\n\n"), GOALS)
}

/// No more of a text than this many bytes.
pub fn cut(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = (0..=most).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0);
    format!("{}\n...", &text[..end])
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

fn faults(faults: &[Fault]) -> String {
    let one = |it: &Fault| {
        let mut text = format!("line {}: {}\n", it.line, it.step.trim_end());
        text.push_str(cut(it.message.trim(), MESSAGE).as_str());
        if !it.goals.trim().is_empty() {
            text.push_str("\nthe goals there:\n");
            text.push_str(cut(it.goals.trim(), MESSAGE).as_str());
        }
        text
    };
    faults.iter().take(FAULTS).map(one).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{proposer::FailedProof, prover::StateId, testing::table::goal_group, theorem::Theorem};

    fn fill(kind: Kind, template: &str, header: &str) -> String {
        let theorem = Theorem::new("t", ProverKind::Lean, header, "theorem t : p := sorry", 17..22);
        let group = goal_group("h:q ⊢ p", StateId(0));
        let failed = [("simp".to_owned(), "simp made no progress\nat all".to_owned())];
        let path = ["intro h".to_owned()];
        let fault = Fault {
            line: 2,
            step: "omega".into(),
            message: "omega could not prove it\n".into(),
            goals: "h : q\n⊢ p".into(),
        };
        let proof = FailedProof { proof: "simp at h\nomega".into(), faults: vec![fault], repairs: 0 };
        let wanted = match kind {
            Kind::Step => Wanted::Steps,
            Kind::Proof => Wanted::Proofs,
            Kind::Repair => Wanted::Repairs(&proof),
            _ => Wanted::Drafts,
        };
        let ask = Ask { path: &path, failed: &failed, samples: 4, wanted, ..Ask::new(&theorem, &group) };
        Template::parse(kind, template).unwrap().prompt(&ask)
    }

    #[test]
    fn places_are_filled() {
        let text = "{{ theorem }}|{{goal}}|{{path}}|{{failed}}|{{samples}}|{{premises}}";
        assert_eq!(
            fill(Kind::Step, text, "open Nat\n"),
            "open Nat\n\ntheorem t : p := sorry|h : q\n⊢ p|intro h|simp\n  -- simp made no progress|4|none"
        );
        assert_eq!(
            fill(Kind::Repair, "{{goal}}|{{proof}}|{{faults}}", ""),
            "h : q\n⊢ p|simp at h\nomega|line 2: omega\nomega could not prove it\nthe goals there:\nh : q\n⊢ p"
        );
    }

    #[test]
    fn there_is_a_template_for_each_prover_and_kind() {
        let templates = Templates::default();
        for kind in Kind::ALL {
            assert!(templates.get(ProverKind::Lean, kind).is_some_and(|it| it.kind == kind));
            let is_lean_only = matches!(kind, Kind::Seed | Kind::Mend);
            assert_eq!(templates.get(ProverKind::Fstar, kind).is_none(), is_lean_only);
        }
        for (prover, kind, text) in BUILT_IN {
            let is_shown = fill(kind, text, "").contains("⊢ p");
            assert_eq!(is_shown, kind.is_for_proofs(), "{prover:?} {kind:?}");
            assert!(!Template::parse(kind, text).unwrap().wants_list());
        }
        let theorem = Theorem::new("t", ProverKind::Fstar, "", "val t : p", 9..9);
        let group = goal_group("p", StateId(0));
        let ask = Ask { wanted: Wanted::Drafts, ..Ask::new(&theorem, &group) };
        assert!(templates.of(&ask).prompt(&ask).contains("`admit ()` for each part"));
    }

    #[test]
    fn a_folder_replaces_what_it_has() {
        let mut templates = Templates::default();
        let read = |text: Option<&'static str>| {
            move |file: &Path| -> Result<_, (String, String)> {
                Ok(text.filter(|_| file.ends_with("lean/repair.txt")).map(str::to_owned))
            }
        };
        let (message, hint) = templates.set_folder(Path::new("mine"), read(None)).unwrap_err();
        assert!(message == "there is no template in mine" && hint.contains("proofwright prompts mine"));
        let (message, hint) = templates.set_folder(Path::new("mine"), read(Some("{{goal}}"))).unwrap_err();
        assert_eq!(message, "mine/lean/repair.txt: there is no `{{proof}}` in it");
        assert!(hint.contains("{{faults}}"), "{hint}");
        assert_eq!(templates, Templates::default());
        let mended = read(Some("Mend {{proof}} of {{goal}}: {{faults}}"));
        templates.set_folder(Path::new("mine"), mended).unwrap();
        assert_ne!(templates, Templates::default());
        assert!(templates.set_step("{{goal}}").is_ok() && templates.set_step("{{goals}}").is_err());
    }

    #[test]
    fn a_long_header_keeps_its_end() {
        let header = "def é := 1\n".repeat(1000) + "def last := 2";
        let filled = fill(Kind::Step, "{{theorem}}{{goal}}", &header);
        assert!(filled.starts_with("-- ...\ndef é := 1\n") && filled.contains("def last := 2\n\ntheorem t"));
        assert!(filled.len() < HEADER + 200);
    }
}
