//! `proofwright prompts`: writes the built-in prompts to a folder, to edit them.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
};

use super::{Exit, args::PromptsArgs, error::CliError, print};
use crate::proposer::model::prompt::Templates;

pub(super) fn run(args: &PromptsArgs) -> Result<Exit, CliError> {
    for (path, text) in Templates::built_in() {
        let path = args.folder.join(path);
        let write = || -> io::Result<()> {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            OpenOptions::new().write(true).create_new(true).open(&path)?.write_all(text.as_bytes())
        };
        write().map_err(|error| {
            CliError::usage(format!("cannot write {}: {error}", path.display()))
                .hint("name a folder that is new or has no templates, where you may write")
        })?;
        print::out(&format!("{}\n", path.display()));
    }
    Ok(Exit::Success)
}
