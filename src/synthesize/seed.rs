//! New theorems from concepts: a model states one in words and in Lean and proves it, and the prover checks that.
//!
//! After MUSTARD (Huang et al. 2024, arXiv 2402.08957).

use std::collections::BTreeSet;

use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};

use super::{
    admit::{self, Dropped},
    item::{Item, Origin, Yield},
};
use crate::{
    proposer::{
        ProposerError, Usage,
        model::{
            Answer, Choice, Model, parse,
            prompt::cut,
            template::{Kind, Place},
        },
    },
    prover::{Certifier, ProverError, Session, StepLimits},
    theorem::{
        ProverKind, Theorem,
        finished::{self, Finished},
        lean_draft::{Drafted, drafted},
        lean_statement::form,
    },
};

/// Bytes of a message of the prover that a model is shown.
const MESSAGE: usize = 2_000;

/// The concepts in a text: one a line, without empty lines and those that begin with `#`.
pub fn concepts(text: &str) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#'));
    lines.filter(|it| seen.insert(*it)).collect()
}

/// One or two concepts for the draw `nth`. Among as many draws as there are concepts each one is there.
pub fn draw<'a>(concepts: &[&'a str], nth: usize, seed: u64) -> Vec<&'a str> {
    let of = |what: &str| {
        let hash = blake3::hash(format!("{seed}\0{what}").as_bytes());
        StdRng::from_seed(*hash.as_bytes())
    };
    let mut order: Vec<&str> = concepts.to_vec();
    order.shuffle(&mut of("order"));
    let Some(first) = order.get(nth % order.len().max(1)).copied() else { return Vec::new() };
    let mut rng = of(&nth.to_string());
    order.retain(|it| *it != first);
    let second = order.get(rng.random_range(0..order.len().max(1))).filter(|_| rng.random_bool(0.5));
    std::iter::once(first).chain(second.copied()).collect()
}

/// What a model wrote: a theorem in words and in Lean, and a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// In words.
    pub informal: String,
    /// In Lean.
    pub theorem: Theorem,
    /// What fills the hole.
    pub script: String,
}

/// Reads what a model wrote; a theorem without a name that can be kept is called `name`.
///
/// # Errors
/// Why it cannot be used, for the model.
pub fn read(choice: &Choice, name: &str) -> Result<Written, String> {
    let said = parse::said(&choice.text);
    let informal = said.lines().find_map(|it| {
        let line = it.trim_start_matches(['*', '#', ' ']);
        line.strip_prefix("Statement").map(|it| it.trim_matches([' ', ':', '*']).to_owned())
    });
    let informal =
        informal.filter(|it| !it.is_empty()).ok_or("there is no line that begins with `Statement:`")?;
    let code = parse::declared(&choice.text, choice.cut_off);
    let unproved = "there is no theorem with its proof in a block of Lean code";
    let Finished { theorem, script, .. } = finished::lean(name, "", &code).ok_or(unproved)?;
    let is_plain = |it: &str| {
        it.chars().all(|it| it.is_ascii_alphanumeric() || it == '_') && it.starts_with(char::is_alphabetic)
    };
    let name =
        form(&theorem).map(|it| it.name.to_owned()).filter(|it| is_plain(it)).unwrap_or(name.to_owned());
    let Drafted { opens, statement } = drafted(&theorem.statement, &name)?;
    let hole = statement.len() - "by sorry".len()..statement.len();
    let theorem = Theorem::new(&name, ProverKind::Lean, opens, &statement, hole);
    Ok(Written { informal, theorem, script })
}

/// Why nothing came of a draw.
#[derive(Debug)]
pub enum SeedError {
    /// The prover cannot be had.
    Prover(ProverError),
    /// The model cannot be asked.
    Model(ProposerError),
}

impl From<ProverError> for SeedError {
    fn from(error: ProverError) -> Self {
        SeedError::Prover(error)
    }
}

impl From<ProposerError> for SeedError {
    fn from(error: ProposerError) -> Self {
        SeedError::Model(error)
    }
}

/// Has a model write a theorem about `concepts`, mend it once if the prover does not accept it, and has the proof
/// certified. Also says what was asked for costs.
///
/// # Errors
/// If the model or the prover cannot be had.
pub async fn write<S: Session, C: Certifier>(
    model: &Model,
    (session, certifier): (&mut S, &mut C),
    concepts: &[&str],
    nth: usize,
    limits: StepLimits,
) -> Result<(Yield, Usage), SeedError> {
    let name = format!("seed_{}", nth + 1);
    let (mut yielded, mut usage) = (Yield::default(), Usage::default());
    let about = |place| if place == Place::Concepts { lines(concepts) } else { String::new() };
    let mut answer = ask(model, Kind::Seed, nth, &about).await?;
    for is_last in [false, true] {
        usage.add(answer.usage);
        let choice = answer.choices.first().cloned().unwrap_or_default();
        let (why, message, text, words) = match read(&choice, &name) {
            Err(message) => (Dropped::Unreadable, message, choice.text.clone(), String::new()),
            Ok(written) => match checked(session, certifier, &written, limits).await? {
                Ok(item) => {
                    let source = concepts.join("; ");
                    yielded.items.push(Item { source, informal: Some(written.informal), ..item });
                    return Ok((yielded, usage));
                }
                Err((why, message)) => {
                    let text = written.theorem.with_script(&written.script);
                    (why, message, format!("{}{text}", written.theorem.header), written.informal)
                }
            },
        };
        if is_last || why == Dropped::Vacuous {
            yielded.drop(why);
            break;
        }
        let about = |place| match place {
            Place::Informal => words.clone(),
            Place::Statement => text.clone(),
            Place::Message => cut(message.trim(), MESSAGE),
            _ => String::new(),
        };
        answer = ask(model, Kind::Mend, nth, &about).await?;
    }
    Ok((yielded, usage))
}

fn lines(concepts: &[&str]) -> String {
    concepts.iter().map(|it| format!("- {it}")).collect::<Vec<_>>().join("\n")
}

async fn ask(
    model: &Model,
    kind: Kind,
    nth: usize,
    about: &dyn Fn(Place) -> String,
) -> Result<Answer, ProposerError> {
    let template = model.templates().get(ProverKind::Lean, kind).expect("there is each kind for Lean");
    // Draws of the same concepts are to differ.
    model.ask(template, template.fill(about), 1, u32::try_from(nth).unwrap_or(u32::MAX)).await
}

/// The theorem as an item, or what the prover has against it.
async fn checked<S: Session, C: Certifier>(
    session: &mut S,
    certifier: &mut C,
    written: &Written,
    limits: StepLimits,
) -> Result<Result<Item, (Dropped, String)>, ProverError> {
    let theorem = &written.theorem;
    let opened = match admit::open(session, theorem).await? {
        Ok(opened) => opened,
        Err(refused) => return Ok(Err(refused)),
    };
    let names = opened.group.goals.iter().flat_map(|it| &it.hyps).map(|it| it.name.as_str());
    if let [first, ..] = theorem.undeclared(names)[..] {
        session.forget(&[opened.group.state]);
        return Ok(Err((Dropped::NotUnderstood, format!("`{first}` is not declared"))));
    }
    let verdict = admit::judge(session, theorem, &opened, &BTreeSet::new(), &[], limits).await?;
    session.forget(&[opened.group.state]);
    if let Some(why) = verdict {
        return Ok(Err((why, why.words().to_owned())));
    }
    let proof = theorem.with_script(&written.script);
    Ok(match admit::certify(certifier, theorem, &proof).await? {
        Ok(certificate) => {
            let about = (Origin::Seed, "", opened.key);
            Ok(Item::new(theorem, about, (written.script.clone(), proof), certificate))
        }
        Err(refused) => Err(refused),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_concept_is_drawn_alone_or_with_another_one() {
        let text = "parity\n# numbers\n\ndivisibility\n lists \nparity\n";
        let concepts = concepts(text);
        assert_eq!(concepts, ["parity", "divisibility", "lists"]);
        let draws: Vec<_> = (0..60).map(|it| draw(&concepts, it, 7)).collect();
        assert_eq!(draws, (0..60).map(|it| draw(&concepts, it, 7)).collect::<Vec<_>>());
        let firsts: BTreeSet<_> = draws[..3].iter().map(|it| it[0]).collect();
        assert_eq!(firsts.len(), 3);
        let two = draws.iter().filter(|it| it.len() == 2).count();
        assert!((15..45).contains(&two) && draws.iter().all(|it| it.len() == 1 || it[0] != it[1]));
        assert_eq!((draw(&["alone"], 5, 7), draw(&[], 0, 7)), (vec!["alone"], vec![]));
    }

    fn written(text: &str) -> Result<Written, String> {
        read(&Choice { text: text.into(), ..Choice::default() }, "seed_1")
    }

    #[test]
    fn a_theorem_is_read_with_its_words_and_its_proof() {
        let text = "Let us see.\n\n**Statement:** Twice n is even.\n```lean\nopen Nat\n\ntheorem twice (n : Nat) : \
            2 * n % 2 = 0 := by\n  have h := n\n  omega\n```\nDone.";
        let Written { informal, theorem, script } = written(text).unwrap();
        assert_eq!(informal, "Twice n is even.");
        assert_eq!((theorem.name.as_str(), theorem.header.as_str()), ("twice", "open Nat\n"));
        assert_eq!(theorem.statement, "theorem twice (n : Nat) : 2 * n % 2 = 0 := by sorry");
        assert_eq!(script, "have h := n\nomega");
        let text = "Statement: A list is as long backwards.\n\n```lean\ntheorem backwards (xs : List Nat) :\n    \
            xs.reverse.length = xs.length := by\n  have h := xs\n  simp\n```";
        let Written { theorem, script, .. } = written(text).unwrap();
        assert_eq!((theorem.name.as_str(), script.as_str()), ("backwards", "have h := xs\nsimp"));
    }

    #[test]
    fn what_cannot_be_used_is_told() {
        for (text, why) in [
            ("```lean\ntheorem t : 1 = 1 := rfl\n```", "there is no line that begins with `Statement:`"),
            ("Statement: One.", "there is no theorem with its proof in a block of Lean code"),
            (
                "Statement: One.\n```lean\ndef f := 1\n\ntheorem t : f = 1 := rfl\n```",
                "`def` stands beside the theorem",
            ),
        ] {
            assert_eq!(written(text).unwrap_err(), why);
        }
    }
}
