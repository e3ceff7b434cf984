//! Files that are being written, looked at by F*: from a recording, and by a real one where there is one.

use std::{env, fs, sync::Arc, time::Duration};

use proofwright::prover::{
    ProverError,
    fstar::{
        Fstar,
        check::{CheckLimits, FileCheck, Reached, Report},
    },
};

use crate::{
    fstar::real_fstar,
    fstar_search::{folder, played},
};

const HEAD: &str = "module Sum\nopen FStar.Mul\n\n";
const SUM: &str = "let rec sum (n:nat) : nat = if n = 0 then 0 else n + sum (n - 1)\n\n";
const TWICE: &str = "val twice : n:nat -> Lemma (2 * sum n == n * (n + 1))\nlet rec twice n = ()\n\n";
const PROVED: &str = "val twice : n:nat -> Lemma (2 * sum n == n * (n + 1))\nlet rec twice n = if n = 0 then () else twice (n - 1)\n\n";
const DEC: &str = "let dec (n:nat) : nat = n - 1\n\n";
const CALL: &str = "let call (n:nat) : Lemma (sum n >= 0) = twice n; unheard n\n\n";
const USE: &str =
    "let used (n:nat) : Lemma (2 * sum n == n * (n + 1)) = call n; twice n; assert (dec n >= 0)\n\n";
const BROKEN: &str = "let broken (n:nat) : nat = (n\n\n";
const LAST: &str = "let last (n:nat) : Lemma (n >= 0) = admit ()\n";

/// What is complained of, each with where; and how far the check came.
fn said(file: &str, report: &Report) -> Vec<String> {
    let complaints = report.judged.iter().filter_map(|it| it.complaint.as_ref().map(|why| (it, why)));
    complaints
        .map(|(it, why)| {
            let name = file[it.range.clone()].split(' ').find(|it| !["let", "val", "rec"].contains(it));
            let lemma = if it.is_lemma { " (a lemma)" } else { "" };
            format!("{}{lemma} at {:?}: {}", name.unwrap(), &file[why.range.clone()], why.message)
        })
        .collect()
}

/// A person writes: something is wrong, is put right, and does not parse in between.
async fn writing(fstar: Fstar) {
    let mut check = FileCheck::new(Arc::new(fstar.clone()), CheckLimits::default());
    assert!(check.is_with(&fstar));
    let long = Duration::from_secs(600);
    let first = [HEAD, SUM, TWICE, DEC, CALL, USE, BROKEN, LAST].concat();
    let report = check.check(&first, None, long).await.unwrap();
    assert_eq!(report.reached, Reached::Stop(None));
    assert_eq!(report.judged.len(), 6, "what follows what does not parse is not looked at: {report:?}");
    let complaints = said(&first, &report);
    let [twice, dec, call, broken] = &complaints[..] else { panic!("{complaints:?}") };
    assert_eq!(
        twice,
        "twice (a lemma) at \"()\": could not prove post-condition: `(2 * sum n == n * (n + 1))`"
    );
    assert_eq!(dec, "dec at \"n - 1\": Subtyping check failed; expected type nat; got type int");
    assert_eq!(call, "call (a lemma) at \"unheard\": Identifier not found: [unheard]");
    assert!(broken.starts_with("broken at \"\": Syntax error"), "{broken}");

    // What stands there is checked again from where it differs, and behind that all the rest.
    let second = [HEAD, SUM, PROVED, DEC, CALL, USE, LAST].concat();
    let report = check.check(&second, None, long).await.unwrap();
    assert_eq!((report.judged.len(), &report.reached), (6, &Reached::End));
    let complaints = said(&second, &report);
    assert!(complaints.len() == 2 && complaints[0].starts_with("dec"), "{complaints:?}");

    // A comment costs nothing, and no time is enough for one declaration.
    let third = second.replace(DEC, "// a natural number\nlet dec (n:nat) : int = n - 1\n\n");
    for left in (0..4).rev() {
        let report = check.check(&third, None, Duration::ZERO).await.unwrap();
        let reached = if left == 0 { Reached::End } else { Reached::Pause };
        assert_eq!((6 - report.judged.len(), report.reached), (left, reached));
    }
    let report = check.check(&third, None, Duration::ZERO).await.unwrap();
    assert_eq!(report.reached, Reached::End);
    let complaints = said(&third, &report);
    let [call, used] = &complaints[..] else { panic!("{complaints:?}") };
    assert!(call.starts_with("call") && used.starts_with("used (a lemma) at \"assert\""), "{complaints:?}");

    // What is named for the first time is loaded.
    let fourth = [HEAD, SUM, "let len (l:list nat) : nat = FStar.List.Tot.length l\n"].concat();
    let report = check.check(&fourth, None, long).await.unwrap();
    assert_eq!((said(&fourth, &report), report.reached), (vec![], Reached::End));

    let header = check.check("module Sum\nopen Nowhere\nlet x = 1\n", None, long).await.unwrap_err();
    assert!(matches!(header, ProverError::Statement { .. }), "{header:?}");
    let nothing = check.check("let x = 1\n", None, long).await.unwrap_err();
    assert!(nothing.to_string().contains("module NAME"), "{nothing}");
}

#[tokio::test]
async fn a_recorded_fstar_tells_what_it_does_not_accept() {
    let place = tempfile::tempdir().unwrap();
    let recorded = folder().join("check");
    writing(played(place.path(), &format!("FOLDER='{}'", recorded.display()))).await;
}

#[tokio::test]
async fn a_real_fstar_tells_what_it_does_not_accept() {
    let Some(fstar) = real_fstar() else { return };
    if env::var_os("PROOFWRIGHT_RECORDING").is_some() {
        let place = tempfile::tempdir().unwrap();
        let recorded = folder().join("check");
        fs::create_dir_all(&recorded).unwrap();
        let settings = format!("FOLDER='{}'\nREAL='{}'", recorded.display(), fstar.program.display());
        return writing(played(place.path(), &settings)).await;
    }
    writing(fstar).await;
}

/// What F* dies on is not asked for again until the text up to there is another one.
#[tokio::test]
async fn a_declaration_that_kills_fstar_ends_the_check() {
    let place = tempfile::tempdir().unwrap();
    let whole = fs::read_to_string(folder().join("check/1.jsonl")).unwrap();
    // The recording ends before the answer to the second definition.
    let asked = whole.lines().position(|it| it.contains("\"push\"") && it.contains("val twice")).unwrap();
    let short: Vec<&str> = whole.lines().take(asked).collect();
    let file = place.path().join("short.jsonl");
    fs::write(&file, short.join("\n")).unwrap();
    let settings = format!("FILE='{}'", file.display());
    let mut check = FileCheck::new(Arc::new(played(place.path(), &settings)), CheckLimits::default());
    let text = [HEAD, SUM, TWICE, DEC, CALL, USE, BROKEN, LAST].concat();
    let started = || fs::read_to_string(place.path().join("count")).unwrap().trim().to_owned();
    for starts in ["2", "3"] {
        let report = check.check(&text, None, Duration::from_secs(600)).await.unwrap();
        assert_eq!((report.judged.len(), started().as_str()), (1, starts));
        let Reached::Stop(Some(why)) = report.reached else { panic!("{report:?}") };
        assert!(why.contains("does not live through it"), "{why}");
    }
}
