//! `lemmas export` and `lemmas import`.

use std::{collections::BTreeMap, fs, path::Path};

use serde::Serialize;

use super::{
    Told,
    args::{ExportArgs, Format, ImportArgs},
    provers::{Provers, Stated},
};
use crate::{
    cli::{
        Exit,
        args::Common,
        error::CliError,
        print,
        settings::{Settings, read},
    },
    lemma::{
        Lemma, LemmaId,
        exchange::{Source, certified_again, from_jsonl, to_jsonl, to_sources},
        graph::LemmaGraph,
        normal::key_of_type,
        store::{Added, Store, StoreError},
    },
    prover::ProverError,
    theorem::ProverKind,
};

pub(super) fn export(
    args: &ExportArgs,
    store: &Store,
    common: &Common,
    settings: &Settings,
) -> Result<Exit, CliError> {
    let circle = |it: crate::lemma::graph::Circle| CliError::usage(it.to_string());
    let lemmas = store.all(settings.prover_named())?;
    let text = match args.format {
        Format::Jsonl => to_jsonl(&lemmas).map_err(circle)?,
        Format::Dot => LemmaGraph::new(&lemmas).map_err(circle)?.dot(),
        Format::Lean => {
            return sources(&to_sources(&lemmas, ProverKind::Lean).map_err(circle)?, args, common);
        }
        Format::Fstar => {
            return sources(&to_sources(&lemmas, ProverKind::Fstar).map_err(circle)?, args, common);
        }
    };
    match &args.out {
        Some(path) => write(path, &text)?,
        None => print::out(&text),
    }
    Ok(Exit::Success)
}

#[derive(Serialize)]
struct ShownSource<'a> {
    name: &'a str,
    text: &'a str,
}

fn sources(sources: &[Source], args: &ExportArgs, common: &Common) -> Result<Exit, CliError> {
    match (&args.out, sources) {
        (Some(folder), _) => {
            for Source { name, text } in sources {
                let path = folder.join(name);
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder).map_err(|it| cannot("make the folder", folder, &it))?;
                }
                write(&path, text)?;
                print::note(&format!("wrote {}", path.display()));
            }
        }
        (None, _) if common.json => {
            sources.iter().for_each(|Source { name, text }| print::json(&ShownSource { name, text }));
        }
        (None, [Source { text, .. }]) => print::out(text),
        (None, []) => print::note("there is no lemma of this prover in the index"),
        (None, _) => {
            return Err(CliError::usage(format!(
                "the lemmas stand behind different headers, and make {} files",
                sources.len()
            ))
            .hint("name a folder for them with `--out DIR`"));
        }
    }
    Ok(Exit::Success)
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    fs::write(path, text).map_err(|it| cannot("write", path, &it))
}

fn cannot(doing: &str, path: &Path, error: &std::io::Error) -> CliError {
    CliError::usage(format!("cannot {doing} {}: {error}", path.display()))
        .hint("name a place that you may write to with `--out PATH`")
}

pub(super) async fn import(
    args: &ImportArgs,
    store: &Store,
    common: &Common,
    settings: &Settings,
) -> Result<Exit, CliError> {
    let file = args.file.display().to_string();
    let (lemmas, bad) = from_jsonl(&read(&args.file)?).map_err(|error| {
        CliError::usage(format!("{file} is no export of lemmas: {error}"))
            .hint("`proofwright lemmas export` writes one; finished proofs are added with `lemmas add`")
    })?;
    let order: Vec<LemmaId> = {
        let graph = LemmaGraph::new(&lemmas).map_err(|it| CliError::usage(format!("{file}: {it}")))?;
        graph.ordered().into_iter().cloned().collect()
    };
    let by_id: BTreeMap<&LemmaId, &Lemma> = lemmas.iter().map(|it| (&it.id, it)).collect();
    let lemmas: Vec<&Lemma> = order.iter().filter_map(|it| by_id.get(it).copied()).collect();
    let mut all = bad.is_empty();
    for line in bad {
        let place = format!("{file}:{}", line.line);
        Told { file: Some(&place), status: "error", ..Told::default() }.because(&line.what).print(common);
    }
    let kinds: Vec<ProverKind> = lemmas.iter().map(|it| it.theorem.prover).collect();
    let mut provers = Provers::start(settings, common, &kinds, None, args.timeout).await?;
    let outcome = import_all(&lemmas, store, common, &mut provers).await;
    provers.shutdown().await;
    all &= outcome?;
    Ok(if all { Exit::Success } else { Exit::Unproved })
}

/// Certifies lemmas again and adds them; whether that went well with all of them.
async fn import_all(
    lemmas: &[&Lemma],
    store: &Store,
    common: &Common,
    provers: &mut Provers,
) -> Result<bool, CliError> {
    let mut all = true;
    // Whether the lemmas so far are called here what they were called there.
    let mut same: BTreeMap<&LemmaId, bool> = BTreeMap::new();
    for lemma in lemmas {
        let mut refuse = |status, reason: &str| {
            all = false;
            Told::of(lemma, status).because(reason).print(common);
        };
        let certified = match certified_again(lemma, provers).await? {
            Ok(certified) => certified,
            Err(reason) => {
                refuse("refused", &reason);
                continue;
            }
        };
        let whole = format!("{}\n{}\n", lemma.theorem.header, lemma.proof);
        // What serves to find it may be as it was written; nothing rests on that.
        let Stated { ty, consts } = match provers.stated(&lemma.theorem, &whole).await {
            Err(ProverError::Statement { .. }) => {
                Stated { ty: lemma.ty.clone(), consts: lemma.consts.clone() }
            }
            stated => stated?,
        };
        let key = key_of_type(lemma.theorem.prover, &ty);
        // A script calls others by names that are not theirs any more: it is given their proofs.
        let renamed = lemma.uses.iter().any(|it| same.get(it) == Some(&false));
        let script = if renamed { lemma.whole_script() } else { lemma.script.clone() };
        let certified = Lemma { ty, key, consts, script, ..certified };
        match store.add(&certified) {
            Ok(Added::New(kept)) => {
                same.insert(&lemma.id, kept.name == lemma.name);
                Told::of(&kept, "added").print(common);
            }
            Ok(Added::Known(kept)) => {
                same.insert(&lemma.id, kept.name == lemma.name);
                Told::of(&kept, "known").print(common);
            }
            Ok(Added::Withdrawn { why }) => refuse("withdrawn", &format!("it was withdrawn before: {why}")),
            Err(error @ (StoreError::Unfit { .. } | StoreError::Rests { .. })) => {
                refuse("refused", &error.to_string());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(all)
}
