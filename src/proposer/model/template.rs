//! The text of a prompt, with places to fill and a head of settings.

use serde::{Deserialize, Serialize};

use crate::proposer::Wanted;

/// What a template is for, which is also the name of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The next step.
    Step,
    /// A proof as a whole.
    Proof,
    /// A proof in place of one that failed.
    Repair,
    /// A sketch with open parts.
    Draft,
    /// A formal statement of an informal one.
    Formalize,
    /// A formal statement in place of one that the prover does not understand.
    Amend,
    /// A formal statement put into words.
    Informalize,
    /// Whether a formal statement has all that the informal one says.
    Judge,
    /// Where a formal and an informal statement part.
    Compare,
    /// A theorem with its proof, from concepts.
    Seed,
    /// A theorem with its proof in place of one that the prover does not accept.
    Mend,
}

use Place::*;

/// The places of all templates that ask for steps or proofs.
const SEARCH: [Place; 6] = [Theorem, Goal, Path, Failed, Premises, Samples];

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 11] = [
        Kind::Step,
        Kind::Proof,
        Kind::Repair,
        Kind::Draft,
        Kind::Formalize,
        Kind::Amend,
        Kind::Informalize,
        Kind::Judge,
        Kind::Compare,
        Kind::Seed,
        Kind::Mend,
    ];

    /// The kind of template that asks for what is wanted.
    pub fn of(wanted: Wanted<'_>) -> Self {
        match wanted {
            Wanted::Steps => Kind::Step,
            Wanted::Proofs => Kind::Proof,
            Wanted::Repairs(_) => Kind::Repair,
            Wanted::Drafts => Kind::Draft,
        }
    }

    /// Whether it asks for steps or proofs.
    pub fn is_for_proofs(self) -> bool {
        matches!(self, Kind::Step | Kind::Proof | Kind::Repair | Kind::Draft)
    }

    /// The name of its file, and in recordings.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Step => "step",
            Kind::Proof => "proof",
            Kind::Repair => "repair",
            Kind::Draft => "draft",
            Kind::Formalize => "formalize",
            Kind::Amend => "amend",
            Kind::Informalize => "informalize",
            Kind::Judge => "judge",
            Kind::Compare => "compare",
            Kind::Seed => "seed",
            Kind::Mend => "mend",
        }
    }

    /// What a template of this kind must show, without which the model could not know what to do, and what else it can.
    fn places(self) -> (&'static [Place], &'static [Place]) {
        match self {
            Kind::Step | Kind::Proof | Kind::Draft => (&[Goal], &SEARCH),
            Kind::Repair => (&[Goal, Proof, Faults], &SEARCH),
            Kind::Formalize => (&[Informal], &[Name, Header, Premises, Examples]),
            Kind::Amend => (&[Informal, Statement, Message], &[Name, Header, Premises]),
            Kind::Informalize => (&[Statement], &[Header]),
            Kind::Judge | Kind::Compare => (&[Informal, Statement], &[Header, Reading]),
            Kind::Seed => (&[Concepts], &[]),
            Kind::Mend => (&[Statement, Message], &[Informal]),
        }
    }

    fn has(self, place: Place) -> bool {
        let (essential, more) = self.places();
        essential.contains(&place) || more.contains(&place)
    }
}

/// What a template may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The end of the header, and the statement with its hole.
    Theorem,
    /// The open goals.
    Goal,
    /// The steps from the theorem to the goals.
    Path,
    /// Steps that were refused.
    Failed,
    /// Facts that may help.
    Premises,
    /// How many answers are wanted.
    Samples,
    /// A proof that failed.
    Proof,
    /// What is wrong with it.
    Faults,
    /// An informal statement.
    Informal,
    /// What the formal statement is to be called.
    Name,
    /// What it stands behind.
    Header,
    /// Informal statements with their formal ones.
    Examples,
    /// A formal statement.
    Statement,
    /// What the prover says of it.
    Message,
    /// What it says, in words.
    Reading,
    /// What a theorem is to be about, a concept a line.
    Concepts,
}

/// The places by their names.
const PLACES: [(&str, Place); 16] = [
    ("theorem", Theorem),
    ("goal", Goal),
    ("path", Path),
    ("failed", Failed),
    ("premises", Premises),
    ("samples", Samples),
    ("proof", Proof),
    ("faults", Faults),
    ("informal", Informal),
    ("name", Name),
    ("header", Header),
    ("examples", Examples),
    ("statement", Statement),
    ("message", Message),
    ("reading", Reading),
    ("concepts", Concepts),
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
    /// What it is for.
    pub kind: Kind,
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
                let which =
                    Kind::ALL.iter().filter(|it| it.has(*place)).map(|it| format!("`{}.txt`", it.name()));
                let which = which.collect::<Vec<_>>().join(", ");
                return Err(format!("`{{{{{name}}}}}` is only for a template {which}"));
            }
            parts.extend([Part::Text(before.into()), Part::Place(*place)]);
            rest = after;
        }
        parts.push(Part::Text(rest.into()));
        let template = Template { kind, head, parts };
        match kind.places().0.iter().find(|it| !template.shows(**it)) {
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
    pub fn fill(&self, fill: impl Fn(Place) -> String) -> String {
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
