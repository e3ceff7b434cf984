//! `proofwright formalize`: informal statements as formal ones, ranked, each with what was found for and against it.

use std::{fs, path::Path};

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::{
    Exit,
    args::{Common, FormalizeArgs},
    error::CliError,
    print,
    settings::{Settings, read},
    stop,
};
use crate::{
    driver::{self, Record, Sources, Status},
    formalize::{
        judge::{Judgement, Verdict, judge},
        reading::{Reading, readings},
    },
    proposer::{Proposer, spec},
    prover::lean::{certifier::LeanCertifier, pool::LeanPool, session::LeanSession},
    theorem::{ProverKind, Theorem},
};

/// What is said of one informal statement: a line of `--json`.
#[derive(Serialize)]
struct Answer<'a> {
    informal: &'a str,
    /// Why there is nothing below, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// The formal statements, the best first.
    candidates: Vec<Candidate>,
    /// The search for a proof of the best one, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Record>,
}

#[derive(Serialize)]
struct Candidate {
    statement: String,
    /// What it says, read back.
    reading: String,
    /// How it takes what can be taken in several ways.
    taken: Vec<String>,
    /// What the text speaks of that is not there.
    missing: Vec<String>,
    #[serde(flatten)]
    judgement: Judgement,
}

struct Formalizer<'a> {
    args: &'a FormalizeArgs,
    settings: &'a Settings,
    proposer: &'a dyn Proposer,
    pool: &'a LeanPool,
    certifier: &'a LeanCertifier,
    stop: &'a CancellationToken,
}

pub(super) async fn run(args: FormalizeArgs, common: &Common) -> Result<Exit, CliError> {
    let settings = Settings::new(common, Some(&args.search))?;
    if settings.prover(None) == ProverKind::Fstar {
        return Err(
            CliError::usage("informal statements are put into Lean only").hint("leave `--prover` out")
        );
    }
    let proposer = spec::build(&settings.proposers, &settings.models, &|name| std::env::var(name).ok())?;
    let texts = texts(&args.text)?;
    // What no template fits needs no prover.
    let read: Vec<(String, Result<Vec<Reading>, String>)> =
        texts.into_iter().map(|text| (text.clone(), readings(&text))).collect();
    let stop = stop::on_signal();
    if read.iter().all(|it| it.1.is_err()) {
        for (text, error) in &read {
            show(
                &Answer {
                    informal: text,
                    error: error.as_ref().err().cloned(),
                    candidates: Vec::new(),
                    proof: None,
                },
                common,
            );
        }
        return Ok(Exit::Unproved);
    }
    let runtime = tokio::select! {
        runtime = settings.lean(None, common.quiet) => runtime?,
        () = stop.cancelled() => return Ok(Exit::Interrupted),
    };
    let (pool, certifier) = (settings.pool(&runtime, 1), settings.certifier(&runtime, None));
    let formalizer = Formalizer {
        args: &args,
        settings: &settings,
        proposer: &*proposer,
        pool: &pool,
        certifier: &certifier,
        stop: &stop,
    };
    let outcome = formalizer.all(&read, common).await;
    tokio::join!(pool.shutdown(), certifier.shutdown());
    outcome
}

/// The informal statements: those of a file, a paragraph each or as `informal` of a JSON object each; else the text itself.
fn texts(given: &str) -> Result<Vec<String>, CliError> {
    let path = Path::new(given);
    if given != "-" && !fs::metadata(path).is_ok_and(|it| it.is_file()) {
        return Ok(vec![given.trim().to_owned()]);
    }
    let text = read(path)?;
    let found: Vec<String> = if path.extension().is_some_and(|it| it == "jsonl") {
        let lines = text.lines().enumerate().filter(|it| !it.1.trim().is_empty());
        let of = |(nth, line): (usize, &str)| {
            let object: Result<serde_json::Value, _> = serde_json::from_str(line);
            let informal = object.ok().and_then(|it| it["informal"].as_str().map(str::to_owned));
            informal.ok_or_else(|| {
                CliError::usage(format!("{given}:{}: there is no object with `informal`", nth + 1))
                    .hint("write `{\"informal\": \"For all natural numbers n, …\"}` on each line")
            })
        };
        lines.map(of).collect::<Result<_, _>>()?
    } else {
        text.split("\n\n")
            .map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|it| !it.is_empty())
            .collect()
    };
    if found.is_empty() {
        return Err(CliError::usage(format!("{given} holds no statement")));
    }
    Ok(found)
}

impl Formalizer<'_> {
    async fn all(
        &self,
        read: &[(String, Result<Vec<Reading>, String>)],
        common: &Common,
    ) -> Result<Exit, CliError> {
        let mut exit = Exit::Success;
        for (text, readings) in read {
            let answer = tokio::select! {
                answer = self.one(text, readings) => answer?,
                () = self.stop.cancelled() => return Ok(Exit::Interrupted),
            };
            let is_done = match &answer.proof {
                Some(record) => record.status == Status::Proved,
                None => !self.args.prove && answer.candidates.first().is_some_and(|it| it.judgement.stands),
            };
            if !is_done {
                exit = Exit::Unproved;
            }
            show(&answer, common);
        }
        Ok(exit)
    }

    async fn one<'t>(
        &self,
        text: &'t str,
        readings: &Result<Vec<Reading>, String>,
    ) -> Result<Answer<'t>, CliError> {
        let mut answer = Answer { informal: text, error: None, candidates: Vec::new(), proof: None };
        let readings = match readings {
            Ok(readings) => readings,
            Err(error) => {
                answer.error = Some(error.clone());
                return Ok(answer);
            }
        };
        let sources = Sources::new(self.proposer);
        let drive = &self.settings.drive;
        let mut session = LeanSession::new(self.pool);
        for reading in readings {
            let statement = match reading.lean(&self.args.name) {
                Ok(statement) => statement,
                Err(error) => {
                    answer.error = Some(error);
                    continue;
                }
            };
            let theorem = theorem(&self.args.name, &statement);
            let mut certifier = self.certifier.clone();
            let judgement = judge(&mut session, &mut certifier, sources, &theorem, drive, self.stop).await?;
            answer.candidates.push(Candidate {
                statement,
                reading: reading.english(),
                taken: reading.taken.clone(),
                missing: reading.missing.clone(),
                judgement,
            });
        }
        if !answer.candidates.is_empty() {
            answer.error = None;
        }
        // The likeliest reading first, but what is rejected last.
        answer.candidates.sort_by_key(|it| !it.judgement.stands);
        let best = answer.candidates.first().filter(|it| it.judgement.stands && self.args.prove);
        if let Some(best) = best {
            let holes = [theorem(&self.args.name, &best.statement)];
            let mut certifier = self.certifier.clone();
            let record =
                driver::prove(&mut session, &mut certifier, sources, &holes, drive, self.stop, &mut |_| {})
                    .await?;
            answer.proof = Some(record);
        }
        Ok(answer)
    }
}

/// A statement that ends in its hole.
fn theorem(name: &str, statement: &str) -> Theorem {
    let hole = statement.len() - "by sorry".len()..statement.len();
    Theorem::new(name, ProverKind::Lean, "", statement, hole)
}

fn show(answer: &Answer<'_>, common: &Common) {
    if common.json {
        return print::json(answer);
    }
    let mut text = format!("-- {}\n", answer.informal);
    if let Some(error) = &answer.error {
        text.push_str(&format!(
            "-- not formalized: {error}\n-- what is understood are statements of school arithmetic: \
             `For all natural numbers n, n^2 + n is even.`\n"
        ));
    }
    for candidate in &answer.candidates {
        let Candidate { statement, reading, taken, missing, judgement } = candidate;
        let word = if judgement.stands { "stands" } else { "rejected" };
        text.push_str(&format!("\n-- {word}: {reading}\n"));
        taken.iter().for_each(|it| text.push_str(&format!("--   taken so: {it}\n")));
        missing.iter().for_each(|it| text.push_str(&format!("--   missing: {it}\n")));
        for finding in &judgement.findings {
            if finding.verdict != Verdict::Passed || common.verbose > 0 {
                text.push_str(&format!("--   {}\n", finding.evidence.replace('\n', "\n--   ")));
            }
        }
        // What is rejected stays out of the way of whoever runs the output.
        let shown = if judgement.stands { statement.clone() } else { format!("-- {statement}") };
        text.push_str(&format!("{shown}\n"));
    }
    match &answer.proof {
        Some(Record { status: Status::Proved, proof: Some(proof), .. }) => {
            text.push_str(&format!("\n-- proved and certified\n{proof}\n"));
        }
        Some(record) => {
            let reason = record.reason.as_deref().unwrap_or("nothing is known of it");
            text.push_str(&format!("\n-- not proved: {reason}\n"));
        }
        None => {}
    }
    print::out(&(text + "\n"));
}
