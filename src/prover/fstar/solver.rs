//! The Z3 that an F* wants, and the one that it finds.

use std::path::{Path, PathBuf};

use super::find::Places;
use crate::prover::tool;

/// A Z3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solver {
    /// The program.
    pub program: PathBuf,
    /// Its version, `4.13.3`.
    pub version: String,
}

/// The version of Z3 that a version of F* (`F* 2025.08.30`) was made for.
///
/// The years are those in which F*'s own default changed: 4.5.1 until 2019, 4.8.5 until 2024, then 4.13.3.
pub fn wanted(fstar: &str) -> &'static str {
    let number = fstar.trim_start_matches("F*").trim();
    let year: u32 = number.split('.').next().and_then(|it| it.parse().ok()).unwrap_or(0);
    match year {
        0 => "4.5.1",
        1..2025 => "4.8.5",
        _ => "4.13.3",
    }
}

/// The solver that an F* would use: one named after the version it wants, on PATH or among its own files, else
/// any `z3`.
pub fn find(fstar: &Path, version: &str, places: &Places) -> Option<Solver> {
    let wanted = wanted(version);
    let named = format!("z3-{wanted}");
    let home = fstar.parent().unwrap_or(Path::new("."));
    let own = [home.join(&named), home.join("../lib/fstar").join(&named).join("bin/z3")];
    let own = own.into_iter().find(|it| tool::is_executable(it));
    let beside = Some(home.join("z3")).filter(|it| tool::is_executable(it));
    let program =
        tool::find(&named, &places.path).or(own).or_else(|| tool::find("z3", &places.path)).or(beside)?;
    let run = tool::ask(&program, &["--version"], &places.cwd, &places.path).ok().filter(|it| it.success)?;
    let number = run.stdout.split_whitespace().find(|it| it.starts_with(|c: char| c.is_ascii_digit()))?;
    Some(Solver { program, version: number.to_owned() })
}

/// What to do about a solver that is not the wanted one.
pub fn hint(wanted: &str) -> String {
    format!(
        "put Z3 {wanted} on PATH as `z3-{wanted}` or `z3`: a release of F* brings it, \
         https://github.com/FStarLang/FStar/releases"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fstar_wants_its_own_solver() {
        let versions =
            ["F* 0.9.7.0~dev", "F* 2021.06.06", "F* 2024.09.05~dev", "F* 2025.08.30", "F* 2026.08.30~dev"];
        assert_eq!(versions.map(wanted), ["4.5.1", "4.8.5", "4.8.5", "4.13.3", "4.13.3"]);
    }
}
