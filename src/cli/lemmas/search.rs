//! `lemmas search`: what there is for words, a goal, or a pattern.

use std::{path::Path, sync::Arc};

use super::args::SearchArgs;
use crate::{
    cli::{Exit, args::Common, embeddings::Embeddings, error::CliError, index, print, settings::Settings},
    lemma::{
        Index, Provenance,
        index::Match,
        rank::{Premises, Query},
        store::Store,
    },
};

/// Premises that are nearest to the query go to the fusion by this many.
const NEAREST: usize = 256;

pub(super) async fn run(
    args: &SearchArgs,
    path: &Path,
    common: &Common,
    settings: &Settings,
) -> Result<Exit, CliError> {
    let index = Index::new(Store::open(path)?, Provenance::default());
    if !index::add_any_library(&index, &args.import)? && !common.quiet {
        let imports = args.import.join(" ");
        print::note(&format!(
            "only lemmas are searched: no library behind `import {imports}` is indexed (`proofwright setup` does Init and Std)"
        ));
    }
    let text = args.query.join(" ");
    let query = Query::parse(&text).map_err(|error| {
        CliError::usage(error.to_string())
            .hint("ask with words, a pattern as `_ + _ = _ + _`, or a goal as `n : Nat ⊢ n ≤ n * n`")
    })?;
    let near = match args.embeddings.as_ref().or(settings.embeddings.as_ref()) {
        Some(model) => {
            let embeddings = Embeddings::new(model, settings, common.quiet)?;
            let vectors = Arc::new(embeddings.vectors(&index).await?);
            let mut embedded = embeddings.embedder.embed(&[&text]).await?;
            Some((vectors, embedded.vectors.pop().unwrap_or_default()))
        }
        None => None,
    };
    let nearest = |premises: &Premises| match &near {
        Some((vectors, query)) => vectors.of_premises(premises).ranking(query, NEAREST, &|_| true),
        None => Vec::new(),
    };
    let found = index.search(&query, args.limit, &nearest);
    for it in &found {
        if common.json {
            print::json(it);
            continue;
        }
        let Match { name, ty, module, is_lemma, .. } = it;
        let from = match (is_lemma, module) {
            (true, _) => "lemma of the index",
            (false, Some(module)) => module,
            (false, None) => "library",
        };
        let ty = ty.split_whitespace().collect::<Vec<_>>().join(" ");
        print::out(&format!("{}  ({from})\n    {ty}\n", print::paint(name, "1")));
    }
    if found.is_empty() && !common.quiet {
        print::note("nothing was found");
    }
    Ok(if found.is_empty() { Exit::Unproved } else { Exit::Success })
}
