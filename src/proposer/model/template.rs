//! The text of a prompt, with places to fill and a head of settings.

use serde::Deserialize;

use crate::proposer::Wanted;

/// What a template is for, which is also the name of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The next step.
    Step,
    /// A proof as a whole.
    Proof,
    /// A proof in place of one that failed.
    Repair,
    /// A sketch with open parts.
    Draft,
}

impl Kind {
    /// All kinds, in the order of the variants.
    pub const ALL: [Kind; 4] = [Kind::Step, Kind::Proof, Kind::Repair, Kind::Draft];

    /// The kind of template that asks for what is wanted.
    pub fn of(wanted: Wanted<'_>) -> Self {
        match wanted {
            Wanted::Steps => Kind::Step,
            Wanted::Proofs => Kind::Proof,
            Wanted::Repairs(_) => Kind::Repair,
            Wanted::Drafts => Kind::Draft,
        }
    }

    /// `step`, `proof`, `repair` or `draft`.
    pub fn name(self) -> &'static str {
        ["step", "proof", "repair", "draft"][self as usize]
    }

    /// What a template of this kind must show; without it, the model could not know what to do.
    fn essentials(self) -> &'static [Place] {
        match self {
            Kind::Repair => &[Place::Goal, Place::Proof, Place::Faults],
            _ => &[Place::Goal],
        }
    }

    /// What a template of this kind can show.
    fn has(self, place: Place) -> bool {
        self == Kind::Repair || !matches!(place, Place::Proof | Place::Faults)
    }
}

/// What a template may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Theorem,
    Goal,
    Path,
    Failed,
    Premises,
    Samples,
    Proof,
    Faults,
}

/// The places by their names.
const PLACES: [(&str, Place); 8] = [
    ("theorem", Place::Theorem),
    ("goal", Place::Goal),
    ("path", Place::Path),
    ("failed", Place::Failed),
    ("premises", Place::Premises),
    ("samples", Place::Samples),
    ("proof", Place::Proof),
    ("faults", Place::Faults),
];

/// The settings that stand at the top of a template, in TOML between two lines `+++`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Head {
    /// What the model is told beside the prompt, where the endpoint has a place for it.
    pub system: Option<String>,
    /// A reply ends where one of these occurs.
    pub stop: Vec<String>,
    /// The reply is over when its first block of code is.
    pub one_block: bool,
    /// What a completion begins with: it is put at the end of the prompt. If it opens a block of code, the
    /// completion ends where the block does.
    pub opening: String,
}

/// A template whose places are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its settings.
    pub head: Head,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Place(Place),
}

impl Template {
    /// Parses a template.
    ///
    /// # Errors
    /// What is wrong with its head, the first `{{…}}` that is no place, or what is missing in it.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, String> {
        let (head, mut rest) = match text.strip_prefix("+++").and_then(|it| it.split_once("\n+++")) {
            Some((head, text)) => (
                toml::from_str(head).map_err(|it| format!("its head is wrong: {}", it.message()))?,
                text.trim_start_matches(['\r', '\n']),
            ),
            None => (Head::default(), text),
        };
        let mut parts = Vec::new();
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}").ok_or("a `{{` has no `}}`")?;
            let name = name.trim();
            let known = PLACES.iter().find(|it| it.0 == name);
            let (_, place) = known.ok_or_else(|| format!("`{{{{{name}}}}}` is no placeholder"))?;
            if !kind.has(*place) {
                return Err(format!("`{{{{{name}}}}}` is only for a template `repair.txt`"));
            }
            parts.extend([Part::Text(before.into()), Part::Place(*place)]);
            rest = after;
        }
        parts.push(Part::Text(rest.into()));
        let template = Template { head, parts };
        match kind.essentials().iter().find(|it| !template.shows(**it)) {
            Some(missing) => Err(format!("there is no `{{{{{}}}}}` in it", name(*missing))),
            None => Ok(template),
        }
    }

    /// Names of all placeholders of a kind, for a hint.
    pub fn places(kind: Kind) -> String {
        let known = PLACES.iter().filter(|it| kind.has(it.1));
        known.map(|it| format!("{{{{{}}}}}", it.0)).collect::<Vec<_>>().join(" ")
    }

    /// Whether the model is told how many answers are wanted, and so is to give them all in one reply.
    pub fn wants_list(&self) -> bool {
        self.shows(Place::Samples)
    }

    /// The text, with each place filled by `fill`.
    pub(super) fn fill(&self, fill: impl Fn(Place) -> String) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Place(place) => fill(*place),
        };
        self.parts.iter().map(part).collect()
    }

    fn shows(&self, place: Place) -> bool {
        self.parts.contains(&Part::Place(place))
    }
}

fn name(place: Place) -> &'static str {
    PLACES.iter().find(|it| it.1 == place).map_or("", |it| it.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        let error = |kind, text: &str| Template::parse(kind, text).unwrap_err();
        assert_eq!(error(Kind::Step, "{{goal}} {{facts}}"), "`{{facts}}` is no placeholder");
        assert!(error(Kind::Step, "{{goal").contains("has no `}}`"));
        assert_eq!(error(Kind::Draft, "prove it"), "there is no `{{goal}}` in it");
        assert_eq!(error(Kind::Repair, "{{goal}} {{proof}}"), "there is no `{{faults}}` in it");
        assert!(error(Kind::Proof, "{{goal}} {{proof}}").contains("only for a template `repair.txt`"));
        let unknown = error(Kind::Step, "+++\nstops = []\n+++\n{{goal}}");
        assert!(unknown.contains("its head is wrong") && unknown.contains("stops"), "{unknown}");
        assert!(!Template::places(Kind::Step).contains("faults"));
        assert!(Template::places(Kind::Repair).ends_with("{{proof}} {{faults}}"));
    }

    #[test]
    fn a_head_is_read_and_is_no_text() {
        let template =
            Template::parse(Kind::Step, "+++\nstop = [\"END\"]\none-block = true\n+++\n\nDo {{ goal }}!")
                .unwrap();
        assert_eq!((&*template.head.stop, template.head.one_block), (&["END".to_owned()][..], true));
        assert_eq!(template.fill(|_| "it".into()), "Do it!");
        assert!(!template.wants_list());
        assert!(Template::parse(Kind::Step, "{{samples}} steps for {{goal}}").unwrap().wants_list());
    }
}
