//! `lemmas verify`: everything is certified once more, with the prover that is here now.

use super::{Told, args::VerifyArgs, provers::Provers};
use crate::{
    cli::{Exit, args::Common, error::CliError, print, settings::Settings},
    lemma::{
        Lemma, LemmaId,
        exchange::certified_again,
        graph::LemmaGraph,
        store::{Check, Kept, Store, StoreError},
    },
    theorem::ProverKind,
};

pub(super) async fn run(
    args: &VerifyArgs,
    store: &Store,
    common: &Common,
    settings: &Settings,
) -> Result<Exit, CliError> {
    let named: Vec<LemmaId> =
        args.names.iter().map(|it| Ok(store.resolve(it)?.lemma.id)).collect::<Result<_, StoreError>>()?;
    let is_wanted = |it: &Kept| {
        (args.withdrawn || it.withdrawn.is_none())
            && (args.names.is_empty() || named.contains(&it.lemma.id))
            && settings.prover_named().is_none_or(|prover| prover == it.lemma.theorem.prover)
    };
    let wanted: Vec<Lemma> = store.kept()?.into_iter().filter(is_wanted).map(|it| it.lemma).collect();
    if wanted.is_empty() {
        print::note("there is no lemma to verify");
        return Ok(Exit::Success);
    }
    let order: Vec<LemmaId> = {
        let graph = LemmaGraph::new(&wanted).map_err(|it| CliError::usage(it.to_string()))?;
        graph.ordered().into_iter().cloned().collect()
    };
    let kinds: Vec<ProverKind> = wanted.iter().map(|it| it.theorem.prover).collect();
    let mut provers = Provers::start(settings, common, &kinds, None, args.timeout).await?;
    let outcome = verify_all(&order, store, common, &mut provers).await;
    provers.shutdown().await;
    Ok(if outcome? { Exit::Success } else { Exit::Unproved })
}

/// Certifies lemmas again, in this order; whether all of them are.
async fn verify_all(
    order: &[LemmaId],
    store: &Store,
    common: &Common,
    provers: &mut Provers,
) -> Result<bool, CliError> {
    let mut all = true;
    let mut gone: Vec<LemmaId> = Vec::new();
    for id in order {
        // What rests on a lemma that was withdrawn just now has been told.
        if gone.contains(id) {
            continue;
        }
        // Another process may have removed it.
        let Ok(Kept { lemma, withdrawn }) = store.resolve(&id.0) else { continue };
        match certified_again(&lemma, provers).await? {
            Ok(again) if withdrawn.is_some() => match store.reinstate(id, &again.certificate) {
                Ok(()) => Told::of(&lemma, "reinstated").print(common),
                Err(error @ (StoreError::Rests { .. } | StoreError::Unfit { .. })) => {
                    all = false;
                    Told::of(&lemma, "withdrawn").because(&error.to_string()).print(common);
                }
                Err(error) => return Err(error.into()),
            },
            Ok(Lemma { certificate, .. }) => {
                if certificate.version != lemma.certificate.version {
                    store.note_checked(
                        id,
                        &certificate.header_hash,
                        &certificate.version,
                        &Check::Certified,
                    )?;
                }
                Told::of(&lemma, "certified").print(common);
            }
            Err(reason) => {
                all = false;
                Told::of(&lemma, "refused").because(&reason).print(common);
                let why = format!("refused when it was verified: {reason}");
                for id in store.withdraw(id, &why)? {
                    let Kept { lemma, withdrawn } = store.resolve(&id.0)?;
                    Told::of(&lemma, "withdrawn").because(&withdrawn.unwrap_or_default()).print(common);
                    gone.push(id);
                }
            }
        }
    }
    Ok(all)
}
