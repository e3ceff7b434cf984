//! What came of an informal statement, for people.

use serde_json::Value;

use crate::{
    cli::{args::Common, print},
    driver::{Record, Status},
    formalize::{
        TEMPLATES,
        answer::Answer,
        equivalence::{Comparison, Relation},
        group::Compared,
        judge::Verdict,
        pipeline::{Candidate, Formalized, Place},
    },
    theorem::{ProverKind, fstar_text},
};

/// Prints results, which together are a file for the prover.
pub(super) struct Shown {
    prover: ProverKind,
    /// Declarations that F* has seen so far.
    declared: Vec<String>,
}

impl Shown {
    pub(super) fn new(prover: ProverKind) -> Self {
        Shown { prover, declared: Vec::new() }
    }

    /// What a comment begins with.
    fn mark(&self) -> &'static str {
        match self.prover {
            ProverKind::Lean => "--",
            ProverKind::Fstar => "//",
        }
    }

    /// Prints what came of a text.
    pub(super) fn show(&mut self, answer: &Formalized, common: &Common) {
        if common.json {
            return print::json(answer);
        }
        let c = self.mark();
        let mut text = match &answer.place {
            Some(Place { name, line }) => format!("{c} line {line}, {name}: {}\n", answer.informal),
            None => format!("{c} {}\n", answer.informal),
        };
        if let Some(definition) = &answer.definition {
            text.push_str(&format!("\n{c} defined: {}\n", definition.reading));
            definition.taken.iter().for_each(|it| text.push_str(&format!("{c}   taken so: {it}\n")));
            definition.missing.iter().for_each(|it| text.push_str(&format!("{c}   missing: {it}\n")));
            text.push_str(&format!("{}\n", definition.lean));
        }
        if let Some(error) = &answer.error {
            text.push_str(&format!("{c} not formalized: {error}\n"));
            if answer.models.is_none() && answer.place.is_none() {
                text.push_str(&format!(
                    "{c} what is understood are statements of school arithmetic: \
                     `For all natural numbers n, n^2 + n is even.`\n"
                ));
            }
        }
        answer.ambiguities.iter().for_each(|it| text.push_str(&format!("{c} is it meant that {it}\n")));
        // Its proof has the statement.
        let is_proved = answer.proof.as_ref().is_some_and(|it| it.status == Status::Proved);
        for (nth, candidate) in answer.candidates.iter().enumerate() {
            let group = answer.groups.iter().find(|it| it.members.contains(&nth));
            let word = match group {
                _ if !candidate.judgement.stands => "rejected".to_owned(),
                Some(group) if group.representative != nth => "says the same".to_owned(),
                Some(group) if answer.groups.len() > 1 => format!("stands, score {:.2}", group.score),
                _ => "stands".to_owned(),
            };
            let reading = candidate.draft.reading.replace('\n', &format!("\n{c} "));
            text.push_str(&format!("\n{c} {word}: {reading}\n"));
            text.push_str(&self.said(candidate, nth == 0 && !is_proved, answer.place.is_some(), common));
        }
        match &answer.proof {
            Some(Record { status: Status::Proved, proof: Some(proof), .. }) => {
                let header = answer.best().map(|it| self.header(&it.draft.header)).unwrap_or_default();
                text.push_str(&format!("\n{c} proved and certified\n{header}{proof}\n"));
            }
            Some(record) => {
                let reason = record.reason.as_deref().unwrap_or("nothing is known of it");
                text.push_str(&format!("\n{c} not proved: {reason}\n"));
            }
            None => {}
        }
        let is_answer = answer.best().is_some_and(|it| it.draft.answer.is_some());
        if is_answer && !answer.is_done(true) {
            let how = if answer.proof.is_some() { "" } else { "; `--prove` looks for a proof" };
            text.push_str(&format!(
                "{c} the answer is a conjecture from the cases that were looked at{how}\n"
            ));
        }
        print::out(&(text + "\n"));
    }

    /// One candidate: what is said of it, and the statement, as text that can be run if it is the one to be used.
    fn said(&mut self, candidate: &Candidate, is_used: bool, is_part: bool, common: &Common) -> String {
        let Candidate { draft, judgement, compared, reference } = candidate;
        let c = self.mark();
        let mut text = String::new();
        let mut line = |it: &str| {
            text.push_str(&format!("{c}   {}\n", it.trim_end().replace('\n', &format!("\n{c}   "))));
        };
        if draft.source != TEMPLATES {
            let (votes, repairs) = (draft.votes, draft.repairs.len());
            let votes = if votes == 1 { String::new() } else { format!(", {votes} times") };
            let repairs = if repairs == 0 { String::new() } else { format!(", mended {repairs} times") };
            line(&format!("put forward by {}{votes}{repairs}", draft.source));
        }
        draft.answer.iter().flat_map(told).for_each(|it| line(&it));
        draft.taken.iter().for_each(|it| line(&format!("taken so: {it}")));
        draft.missing.iter().for_each(|it| line(&format!("missing: {it}")));
        for finding in &judgement.findings {
            if finding.verdict != Verdict::Passed || common.verbose > 0 {
                line(&finding.evidence);
            }
        }
        for Compared { with, comparison } in compared.iter().filter(|_| common.verbose > 0) {
            line(&format!("beside candidate {}: {}", with + 1, comparison.evidence));
        }
        if let Some(Comparison { relation, evidence }) = reference {
            let word = match relation {
                Relation::Equivalent => "says what the reference says",
                Relation::Inequivalent => "does not say what the reference says",
                Relation::Unknown => "it is not known whether it says what the reference says",
            };
            line(&format!("{word}: {evidence}"));
        }
        let shown = match judgement.stands && is_used {
            true if self.prover == ProverKind::Fstar => self.header(&draft.header) + &draft.statement,
            // A document shows its definitions where they stand.
            true if draft.header.is_empty() || is_part => draft.statement.clone(),
            true => format!("{}\n\n{}", draft.header.trim(), draft.statement),
            // All else stays out of the way of whoever runs the output.
            false => format!("{c} {}", draft.statement.replace('\n', &format!("\n{c} "))),
        };
        text + &shown + "\n"
    }

    /// What a statement in F* stands behind, as far as it was not shown before; Lean's is shown elsewhere.
    fn header(&mut self, header: &str) -> String {
        if self.prover == ProverKind::Lean {
            return String::new();
        }
        let decls = fstar_text::decls(header);
        let all: Vec<String> = decls.into_iter().map(|it| header[it.range].to_owned()).collect();
        let new: Vec<String> = all.into_iter().filter(|it| !self.declared.contains(it)).collect();
        let text = match (self.declared.is_empty(), new.is_empty()) {
            (true, _) => format!("{}\n\n", header.trim()),
            (false, true) => String::new(),
            (false, false) => format!("{}\n\n", new.join("\n\n")),
        };
        self.declared.extend(new);
        text
    }

    /// Prints what came of a text in an earlier run.
    pub(super) fn again(&mut self, result: &Value, common: &Common) {
        if common.json {
            return print::json(result);
        }
        let c = self.mark();
        let best = result["candidates"].get(0).filter(|it| it["stands"] == true);
        let text = |key: &str| best.and_then(|it| it[key].as_str()).unwrap_or_default();
        let statement = match text("statement") {
            "" => format!("{c} nothing that stands"),
            statement => self.header(text("header")) + statement,
        };
        print::out(&format!(
            "{c} {}\n{c} from an earlier run\n{statement}\n\n",
            result["informal"].as_str().unwrap_or_default()
        ));
    }
}

/// An answer with what it was found from.
fn told(answer: &Answer) -> Vec<String> {
    let Answer { text, cases, dropped, .. } = answer;
    let unknown = match cases.unknown.len() {
        0 => String::new(),
        unknown => format!(", and {unknown} that the prover could not decide"),
    };
    let mut out = vec![format!("answer: {text}, found from {} cases{unknown}", cases.decided())];
    out.extend(dropped.iter().map(|it| {
        let why = it.counterexample.as_ref().map(|it| format!(": it is wrong for {it}")).unwrap_or_default();
        format!("refuted before: {}{why}", it.text)
    }));
    out
}
