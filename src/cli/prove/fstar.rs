//! `prove` on F*.

use std::sync::Arc;

use super::{Run, near};
use crate::{
    cli::{Exit, error::CliError, settings::with_interface},
    prover::fstar::{
        certifier::{FstarCertifier, FstarLimits},
        session::FstarSession,
    },
    theorem::{Target, fstar_text},
};

pub(super) async fn run(run: &Run<'_>) -> Result<Exit, CliError> {
    let source = &run.source;
    let module = fstar_text::module(&source.text).ok_or_else(|| {
        CliError::usage(format!("{} does not say which module it is", run.name()))
            .hint("an F* file begins with `module NAME`, where NAME.fst is the file")
    })?;
    let file = near(run.args);
    if let Some(stem) = file.and_then(|it| it.file_stem()).filter(|it| it.to_string_lossy() != module) {
        let stem = stem.to_string_lossy();
        return Err(CliError::usage(format!("{} says that it is the module `{module}`", run.name()))
            .hint(format!("F* wants `module {stem}` in it, or the file to be called {module}.fst")));
    }
    let interface = file.and_then(|it| it.extension()).is_some_and(|it| it == "fsti");
    let mut targets: Vec<Target> = fstar_text::statements(&source.text, !interface)
        .into_iter()
        .map(|(range, theorem)| Target { range, holes: vec![theorem] })
        .collect();
    // With an interface a statement's `val` stands there, and only its `let` is in the file.
    if let Some(file) = file {
        let body = with_interface(file, &source.text[source.prefix..])?;
        let whole = fstar_text::statements(&format!("{}{body}", &source.text[..source.prefix]), !interface);
        for target in &mut targets {
            if let Some((_, theorem)) = whole.iter().find(|it| it.1.name == target.name()) {
                target.holes = vec![theorem.clone()];
            }
        }
    }
    run.choose(&mut targets)?;
    if targets.is_empty() {
        return Err(CliError::usage("there is no hole to fill").hint(
            "write `val NAME : TYPE` and `let NAME … = admit ()`; `proofwright check` certifies finished proofs",
        ));
    }
    let fstar = Arc::new(run.settings.fstar(file, run.common.quiet)?);
    let certifier = FstarCertifier::new(Arc::clone(&fstar), FstarLimits::default());
    run.embed().await;
    let drive = &run.settings.drive.for_fstar();
    let records = run
        .all(&targets, async |target, board| {
            let mut session = FstarSession::new(Arc::clone(&fstar));
            let record = run.search(target, &mut session, &mut certifier.clone(), drive, board).await;
            if run.common.verbose > 0 {
                let times = session.times();
                board.say(&format!(
                    "         {}: {} ms in F*, of these {} ms in its solver",
                    target.name(),
                    times.fstar.as_millis(),
                    times.solver.as_millis()
                ));
            }
            record
        })
        .await?;
    Ok(run.exit(&records, true))
}

/// A statement as it is typed: `val NAME : TYPE`, or the type alone.
pub(super) fn statement_text(typed: &str) -> String {
    let typed = typed.trim();
    let declares = ["val ", "let ", "open ", "module ", "assume "].iter().any(|it| typed.starts_with(it));
    if declares { format!("{typed}\n") } else { format!("val statement : {typed}\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_completed_as_it_is_typed() {
        assert_eq!(statement_text("val f : nat -> nat "), "val f : nat -> nat\n");
        assert_eq!(statement_text("n:nat -> Lemma (n >= 0)"), "val statement : n:nat -> Lemma (n >= 0)\n");
    }
}
