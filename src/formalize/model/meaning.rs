//! Whether a formal statement says what the text says, as judges see it.
//!
//! A model puts the statement back into words without having seen the text; then two judges compare. They have to agree: one
//! judge alone is often wrong, and two still are now and then.

use serde::{Deserialize, Serialize};

use super::Asking;
use crate::{
    formalize::{
        TEMPLATES,
        judge::{Check, Verdict},
        pipeline::{Candidate, Formalized},
    },
    proposer::model::{
        parse,
        prompt::{cut, header as shown},
        template::{Kind, Place},
    },
};

/// Bytes of a reading that are kept.
const READING: usize = 2_000;
/// Bytes of what one judge has against a statement that are shown.
const SHOWN: usize = 400;

/// What a judge answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The parts of the text, each with its place in the formal statement.
    pub parts: Vec<Part>,
    /// What the formal statement lacks.
    pub missing: Vec<String>,
    /// What only the formal statement has.
    pub added: Vec<String>,
    /// What differs.
    pub changed: Vec<String>,
    /// Whether both say the same.
    pub same: bool,
}

/// A quantity, a hypothesis or a part of the conclusion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// In the words of the text.
    pub part: String,
    /// What accounts for it.
    #[serde(default)]
    pub formal: Option<String>,
}

/// What came of asking a judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opinion {
    /// The judge.
    pub judge: String,
    /// The prompt that it was asked by.
    pub prompt: Kind,
    /// What it says.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
    /// Why that is nothing, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub useless: Option<String>,
}

impl Said {
    /// Reads an answer, which must be one JSON object, and must not contradict itself.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(answer: &str) -> Result<Said, String> {
        let text = parse::said(answer);
        let object = text
            .find('{')
            .zip(text.rfind('}'))
            .filter(|it| it.0 < it.1)
            .and_then(|(from, to)| text.get(from..=to));
        let object = object.ok_or("there is no JSON object in it")?;
        let said: Said =
            serde_json::from_str(object).map_err(|it| format!("its JSON is not as asked for: {it}"))?;
        let without = said.parts.iter().any(|it| it.formal.as_ref().is_none_or(|it| it.trim().is_empty()));
        let against = without || [&said.missing, &said.added, &said.changed].iter().any(|it| !it.is_empty());
        match (said.parts.is_empty(), said.same, against) {
            (true, ..) => Err("it accounts for no part of the text".into()),
            (_, true, true) => Err("it says that both are the same, and names differences".into()),
            (_, false, false) => Err("it says that they differ, and names no difference".into()),
            _ => Ok(said),
        }
    }

    /// What speaks against the statement, in one line.
    fn against(&self) -> String {
        let nowhere = |it: &&Part| it.formal.as_ref().is_none_or(|it| it.trim().is_empty());
        let nowhere: Vec<&str> = self.parts.iter().filter(nowhere).map(|it| it.part.as_str()).collect();
        let lists = [
            ("not accounted for", nowhere),
            ("missing", self.missing.iter().map(String::as_str).collect()),
            ("added", self.added.iter().map(String::as_str).collect()),
            ("changed", self.changed.iter().map(String::as_str).collect()),
        ];
        let named = lists.iter().filter(|it| !it.1.is_empty());
        let text =
            named.map(|(what, list)| format!("{what}: {}", list.join(", "))).collect::<Vec<_>>().join("; ");
        cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), SHOWN).replace('\n', " ")
    }
}

/// What the opinions come to, and why.
fn verdict(opinions: &[Opinion]) -> (Verdict, String) {
    let same = |wanted: bool| opinions.iter().all(|it| it.said.as_ref().is_some_and(|it| it.same == wanted));
    let each = |it: &Opinion| match (&it.said, &it.useless) {
        (Some(Said { same: true, .. }), _) => format!("{} says that it does", it.judge),
        (Some(said), _) => format!("{} says that it does not ({})", it.judge, said.against()),
        (None, why) => format!("{} says nothing of use ({})", it.judge, why.as_deref().unwrap_or_default()),
    };
    let all = opinions.iter().map(each).collect::<Vec<_>>().join("; ");
    if same(true) {
        (Verdict::Passed, "the judges find each part of the text accounted for".into())
    } else if same(false) {
        (Verdict::Failed, format!("it does not say what the text says: {all}"))
    } else {
        (Verdict::Doubtful, format!("does it say what the text says? {all}"))
    }
}

impl Asking<'_> {
    /// Has the judges, if there are any, compare the text with the candidates that stand.
    pub async fn weigh(&mut self, formalized: &mut Formalized) {
        for candidate in formalized.candidates.iter_mut().filter(|it| it.judgement.stands) {
            if self.models.judge_all || candidate.draft.source != TEMPLATES {
                self.weigh_one(candidate).await;
            }
        }
        formalized.rank();
    }

    async fn weigh_one(&mut self, candidate: &mut Candidate) {
        let judges = &self.models.judges;
        let prover = self.text.prover;
        let Some(first) = judges.first() else { return };
        let Candidate { draft, judgement, .. } = candidate;
        let (statement, header) = (draft.statement.clone(), draft.header.clone());
        let formal = |place| match place {
            Place::Statement => Some(statement.clone()),
            Place::Header => Some(shown(&header, prover)),
            _ => None,
        };
        if draft.reading.is_empty() {
            let answer = self.ask(first, Kind::Informalize, (1, 0), &formal).await;
            let said = answer.ok().and_then(|it| Some(parse::said(&it.choices.first()?.text).to_owned()));
            draft.reading =
                cut(&said.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "), READING);
        }
        let reading = draft.reading.clone();
        let about = |place| match place {
            Place::Reading if reading.is_empty() => Some("(nobody has put it into words)".into()),
            Place::Reading => Some(reading.clone()),
            place => formal(place),
        };
        let both = [Kind::Judge, Kind::Compare];
        let prompts = if judges.len() == 1 { &both[..] } else { &both[..1] };
        for judge in judges {
            for &prompt in prompts {
                let answer = self.ask(judge, prompt, (1, 0), &about).await;
                let text = answer.and_then(|it| it.choices.into_iter().next().ok_or("it is empty".into()));
                let (said, useless) = match text.and_then(|it| Said::parse(&it.text)) {
                    Ok(said) => (Some(said), None),
                    Err(why) => (None, Some(why)),
                };
                let name = judge.id();
                let judge =
                    if prompts.len() == 1 { name.into() } else { format!("{name} ({})", prompt.name()) };
                judgement.opinions.push(Opinion { judge, prompt, said, useless });
            }
        }
        let (verdict, evidence) = verdict(&judgement.opinions);
        judgement.add(Check::Meaning, verdict, evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YES: &str = r#"{"parts": [{"part": "n", "formal": "(n : Nat)"}], "missing": [], "added": [], "changed": [], "same": true}"#;
    const NO: &str = r#"{"parts": [{"part": "n > 0", "formal": null}], "missing": ["n > 0"], "added": [], "changed": ["≤ for <"], "same": false}"#;

    fn opinion(answer: &str) -> Opinion {
        let said = Said::parse(answer);
        Opinion {
            judge: "m".into(),
            prompt: Kind::Judge,
            useless: said.as_ref().err().cloned(),
            said: said.ok(),
        }
    }

    #[test]
    fn what_a_judge_says_is_read_strictly() {
        assert!(Said::parse(YES).unwrap().same);
        let wrapped = format!("<think>{NO} or so</think>\nHere it is:\n```json\n{YES}\n```\n");
        assert!(Said::parse(&wrapped).unwrap().same);
        let fails = |answer: &str, why: &str| {
            let error = Said::parse(answer).unwrap_err();
            assert!(error.contains(why), "{error}");
        };
        fails("Yes, they are the same.", "no JSON object");
        fails("}{", "no JSON object");
        fails(r#"{"same": true}"#, "missing field `parts`");
        fails(&YES.replace("true", "\"yes\""), "expected a boolean");
        fails(&YES.replace(r#"[{"part": "n", "formal": "(n : Nat)"}]"#, "[]"), "no part of the text");
        fails(&YES.replace(r#""(n : Nat)""#, "null"), "names differences");
        fails(&YES.replace("true", "false"), "names no difference");
        fails(&NO.replace("false", "true"), "names differences");
    }

    #[test]
    fn judges_have_to_agree() {
        let of = |answers: &[&str]| verdict(&answers.iter().map(|it| opinion(it)).collect::<Vec<_>>());
        assert_eq!(of(&[YES, YES]).0, Verdict::Passed);
        assert_eq!(
            of(&[NO, NO]),
            (
                Verdict::Failed,
                "it does not say what the text says: \
                 m says that it does not (not accounted for: n > 0; missing: n > 0; changed: ≤ for <); \
                 m says that it does not (not accounted for: n > 0; missing: n > 0; changed: ≤ for <)"
                    .into()
            )
        );
        assert_eq!(of(&[YES, NO]).0, Verdict::Doubtful);
        for other in [YES, NO] {
            let (verdict, why) = of(&[other, "Yes."]);
            assert_eq!(verdict, Verdict::Doubtful);
            assert!(why.ends_with("m says nothing of use (there is no JSON object in it)"), "{why}");
        }
    }
}
