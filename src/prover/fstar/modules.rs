//! Modules of the user that a file is built on.
//!
//! F* takes a module from an include folder as it stands when it has no checked file of it: nothing in it is proved then.
//! So whoever certifies a file has F* check these modules as well, and looks at what they take for granted.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use super::{Fstar, guard::weakens};
use crate::{
    prover::ProverError,
    theorem::fstar_text::{assumed, without_comments, words},
};

/// A module from an include folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Module {
    pub(super) name: String,
    /// Its file; a module with an interface is there twice.
    pub(super) path: PathBuf,
    pub(super) text: String,
}

/// The modules of the include folders that a text may depend on, through others too; rather one too many.
pub(super) fn used(fstar: &Fstar, own: &str, text: &str) -> Result<Vec<Module>, ProverError> {
    let known = known(fstar, own);
    let mut found: BTreeMap<PathBuf, Module> = BTreeMap::new();
    let mut todo = vec![text.to_owned()];
    while let Some(text) = todo.pop() {
        let code = without_comments(&text);
        let parts: BTreeSet<&str> = words(&code).flat_map(|it| it.1.split('.')).collect();
        // `open A` makes `B` of a module `A.B`: its last name is enough.
        let named =
            known.iter().filter(|it| it.0.rsplit('.').next().is_some_and(|last| parts.contains(last)));
        for (name, path) in named {
            if found.contains_key(path) {
                continue;
            }
            let text = fs::read_to_string(path).map_err(|source| ProverError::Io {
                context: format!("reading the module {name} from {}", path.display()),
                source,
            })?;
            todo.push(text.clone());
            found.insert(path.clone(), Module { name: name.clone(), path: path.clone(), text });
        }
    }
    Ok(found.into_values().collect())
}

/// Names and files of the modules in the include folders, but for the one that is worked on.
fn known(fstar: &Fstar, own: &str) -> Vec<(String, PathBuf)> {
    let mut all = Vec::new();
    for folder in &fstar.include {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path());
        for path in entries {
            let is_module = path.extension().is_some_and(|it| it == "fst" || it == "fsti");
            let name = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
            if is_module && name != own {
                all.push((name, path));
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

/// What modules take for granted, by their full names.
///
/// # Errors
/// Which one weakens what is checked.
pub(super) fn granted(modules: &[Module]) -> Result<Vec<String>, String> {
    let mut out = Vec::new();
    for module in modules {
        weakens(&module.text).map_err(|it| format!("the module {} that it uses: {it}", module.name))?;
        out.extend(assumed(&module.text).into_iter().map(|it| format!("{}.{it}", module.name)));
        let interface = module.path.extension().is_some_and(|it| it == "fsti");
        let implemented = modules.iter().any(|it| it.name == module.name && it.path != module.path);
        if interface && !implemented {
            out.push(format!("{} (an interface without its module)", module.name));
        }
    }
    out.sort();
    out.dedup();
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_found_through_others() {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            ("A.B.fst", "module A.B\nopen C\nlet x = 1\n"),
            ("C.fst", "module C\nassume val ax : squash False\n"),
            ("D.fsti", "module D\nval d : nat\n"),
            ("E.fst", "module E\n#set-options \"--lax\"\n"),
            ("Main.fst", "module Main\n"),
            ("Other.fst", "module Other\n"),
        ];
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let fstar = Fstar {
            program: "fstar.exe".into(),
            version: String::new(),
            warning: None,
            path: Default::default(),
            options: Vec::new(),
            include: vec![folder.path().to_owned()],
            interface: false,
            mirror: None,
        };
        let names = |text: &str| {
            used(&fstar, "Main", text).unwrap().into_iter().map(|it| it.name).collect::<Vec<_>>()
        };
        assert_eq!(names("module Main\nopen A\nlet y = B.x (* Other *)\n"), ["A.B", "C"]);
        assert!(names("module Main\nlet y = FStar.List.length\n").is_empty());
        let of = |text: &str| granted(&used(&fstar, "Main", text).unwrap());
        assert_eq!(of("open A.B").unwrap(), ["C.ax"]);
        assert_eq!(of("let y = D.d").unwrap(), ["D (an interface without its module)"]);
        assert!(of("open E").unwrap_err().contains("the module E"));
    }
}
