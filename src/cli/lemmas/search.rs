//! `lemmas search`: what there is for words, a goal, or a pattern.

use std::path::Path;

use super::args::SearchArgs;
use crate::{
    cli::{Exit, args::Common, error::CliError, index, print},
    lemma::{Index, Provenance, index::Match, rank::Query, store::Store},
};

pub(super) fn run(args: &SearchArgs, path: &Path, common: &Common) -> Result<Exit, CliError> {
    let index = Index::new(Store::open_existing(path)?, Provenance::default());
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
    let found = index.search(&query, args.limit);
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
