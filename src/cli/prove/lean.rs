//! `prove` on Lean.

use super::{Run, near};
use crate::{
    cli::{Exit, error::CliError, print, settings::Settings},
    driver,
    prover::lean::{
        certifier::LeanCertifier, file, pool::LeanPool, runtime::Runtime, session::LeanSession, survive,
    },
};

pub(super) async fn run(run: &Run<'_>) -> Result<Exit, CliError> {
    let settings: &Settings = run.settings;
    let runtime: Runtime = tokio::select! {
        runtime = settings.lean(near(run.args), run.common.quiet) => runtime?,
        () = run.stop.cancelled() => return Ok(Exit::Interrupted),
    };
    let pool = settings.pool(&runtime, settings.jobs);
    let certifier = settings.certifier(&runtime, None);
    let outcome = with_prover(run, &runtime, &pool, &certifier).await;
    if let Some(index) = &run.index {
        if run.common.verbose > 0
            && let Some(progress) = index.indexing()
        {
            print::note(&format!("{progress}; the next run goes on from there"));
        }
        index.stop_indexing().await;
    }
    tokio::join!(pool.shutdown(), certifier.shutdown());
    outcome
}

/// A statement as it is typed, with a hole for its proof.
pub(super) fn statement_text(typed: &str) -> String {
    let typed = typed.trim();
    let is_command =
        ["theorem ", "lemma ", "example", "def ", "instance", "@[", "open ", "variable ", "import "]
            .iter()
            .any(|it| typed.starts_with(it));
    let typed = if is_command { typed.to_owned() } else { format!("theorem statement : {typed}") };
    let has_hole = ["sorry", "admit"].iter().any(|it| typed.ends_with(it));
    let text =
        if has_hole { typed } else { format!("{} := by sorry", typed.trim_end_matches(":= by").trim_end()) };
    text + "\n"
}

async fn with_prover(
    run: &Run<'_>,
    runtime: &Runtime,
    pool: &LeanPool,
    certifier: &LeanCertifier,
) -> Result<Exit, CliError> {
    let (source, settings) = (&run.source, run.settings);
    let survived = tokio::select! {
        survived = survive::check(pool, &source.text) => survived?,
        () = run.stop.cancelled() => return Ok(Exit::Interrupted),
    };
    let name = run.name();
    let header = source.text[..source.prefix].matches('\n').count();
    let errors = file::errors(&survived.checked, &name, header);
    let mut targets = file::targets(&survived.text, &survived.checked);
    run.choose(&mut targets)?;
    for left_out in &survived.left_out {
        let line = source.text[..left_out.start].matches('\n').count() + 1;
        let place =
            if line > header { format!("{name}:{}", line - header) } else { format!("header:{line}") };
        print::note(&format!(
            "{} {place}: Lean does not live through the declaration here; it is left out of what follows",
            print::paint("warning:", "1;33")
        ));
    }
    if targets.is_empty() && survived.left_out.is_empty() {
        return match errors.is_empty() {
            true => Err(CliError::usage("there is no `sorry` to fill").hint(
                "write `theorem NAME : STATEMENT := by sorry`; `proofwright check` certifies finished proofs",
            )),
            false => Err(CliError::usage(format!("Lean does not accept the text:\n{}", errors.join("\n")))
                .hint(
                    "correct it first; what an import of a Lake project brings is there with `--project DIR`",
                )),
        };
    }
    for error in &errors {
        print::note(&format!("{} {error}", print::paint("lean:", "1;33")));
    }
    certifier.warm();
    if let Some(index) = &run.index {
        driver::add_library(index, pool, runtime, &targets[0].holes[0].header).await?;
    }
    run.embed().await;
    let records = run
        .all(&targets, async |target, board| {
            let mut session = LeanSession::new(pool);
            run.search(target, &mut session, &mut certifier.clone(), &settings.drive, board).await
        })
        .await?;
    // With names given, what else is in the file does not matter.
    let sound = !run.args.theorem.is_empty() || errors.is_empty();
    Ok(match run.exit(&records, sound) {
        Exit::Success if !survived.left_out.is_empty() => Exit::Unproved,
        exit => exit,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_completed_as_it_is_typed() {
        let text = statement_text("theorem t : 1 + 1 = 2");
        assert_eq!(text, "theorem t : 1 + 1 = 2 := by sorry\n");
        assert_eq!(statement_text("1 + 1 = 2"), "theorem statement : 1 + 1 = 2 := by sorry\n");
        assert_eq!(statement_text("theorem t : p := sorry"), "theorem t : p := sorry\n");
        assert_eq!(statement_text("theorem t : p := by"), "theorem t : p := by sorry\n");
    }
}
