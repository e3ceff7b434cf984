//! `proofwright formalize --prover fstar`: templates, from recordings of a real F*, and on a real one where there is one.

use std::{env, path::Path, sync::Arc};

use proofwright::{
    driver::{Settings, Sources},
    formalize::{
        Given, Read, by_templates,
        judge::{Check, Verdict},
        pipeline::{Formalized, Pipeline},
        read,
    },
    proposer::builtin::Builtin,
    prover::fstar::{
        Fstar,
        certifier::{FstarCertifier, FstarLimits},
        session::FstarSession,
    },
    search::Budget,
    theorem::ProverKind,
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

use crate::{
    cli::Folder,
    fstar::real_fstar,
    fstar_search::{folder, played},
};

fn given() -> Given {
    Given::behind(ProverKind::Fstar, "")
}

/// Each text in the table gives just the lemmas that stand there, or is refused for what stands there.
#[test]
fn texts_are_put_into_lemmas_or_refused_with_a_reason() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formalize/fstar.jsonl");
    let table = std::fs::read_to_string(place).unwrap();
    let mut wrong = Vec::new();
    for line in table.lines() {
        let mut row: Value = serde_json::from_str(line).unwrap();
        let text = row["informal"].as_str().unwrap().to_owned();
        let found = match by_templates(&text, "t", &given()) {
            Err(error) => json!({ "informal": text, "refused": error }),
            Ok(drafts) => {
                let said = drafts.iter().map(|it| it.statement.strip_prefix("val t : ").unwrap());
                let mut found = json!({ "informal": text, "fstar": said.collect::<Vec<_>>() });
                if !drafts[0].missing.is_empty() {
                    found["missing"] = json!(drafts[0].missing);
                }
                found
            }
        };
        // Of a reason, what stands there is enough.
        if let (Some(whole), Some(part)) = (found["refused"].as_str(), row["refused"].as_str())
            && whole.contains(part)
        {
            row["refused"] = found["refused"].clone();
        }
        if found != row {
            wrong.push(found.to_string());
        }
    }
    assert!(wrong.is_empty(), "these come out otherwise:\n{}", wrong.join("\n"));
    assert!(table.lines().count() >= 20);
}

#[test]
fn a_lemma_stands_behind_its_module_and_what_it_speaks_of() {
    let header = |text: &str, given: &Given| by_templates(text, "t", given).unwrap().remove(0).header;
    assert_eq!(header("For all integers n, n² ≥ 0.", &given()), "module Statement\nopen FStar.Mul\n");
    let powers = header("For all natural numbers n, 1 + 3 + … + 3^n ≥ 3^n.", &given());
    assert!(powers.starts_with("module Statement\nopen FStar.Mul\n\nlet rec "), "{powers}");
    assert!(
        powers.contains("let rec power (b:int)") && powers.contains("let rec sum_below (n:nat)"),
        "{powers}"
    );
    let own = Given::behind(ProverKind::Fstar, "module Mine\nopen FStar.Mul\nlet two = 2\n");
    assert_eq!(header("For all integers n, n² ≥ 0.", &own), own.header);
    assert!(
        by_templates("For all natural numbers n, 3^n > 0.", "power", &given())
            .unwrap_err()
            .contains("--name")
    );
}

#[test]
fn what_is_for_lean_says_so() {
    let error = |text: &str| read(text, "t", &given()).unwrap_err();
    assert!(error("Find all natural numbers n such that n² + 6 = 5n.").contains("questions are for Lean"));
    let mut given = given();
    let said = given.define("Call an integer even if it is twice an integer.", 3).unwrap_err();
    assert!(said.contains("definitions are for Lean"), "{said}");
    // What the word means in this text is not known, whatever it means elsewhere.
    let said = read("The sum of two even integers is even.", "t", &given).unwrap_err();
    assert!(said.contains("`even` is said in it"), "{said}");
    assert!(matches!(read("The sum of two odd integers is even.", "t", &self::given()), Ok(Read::Stated(_))));

    let folder = Folder::with(&[("one.lean", "theorem a : 1 = 1 := by sorry\n")]);
    let ran = folder.run(&["formalize", "1 = 1", "--prover", "fstar", "--against", "one.lean"]).exits(2);
    ran.says(&["`--against` is for Lean", "hint"]);
    let ran = folder.run(&["formalize", "1 = 1", "--prover", "fstar", "--name", "Foo"]).exits(2);
    ran.says(&["F* takes no `Foo`", "small letter"]);
    let ran = folder.run(&["formalize", "Find all integers n with n² = 4.", "--prover", "fstar"]).exits(1);
    assert!(
        ran.out.starts_with("// Find all") && ran.out.contains("// not formalized: it is a question"),
        "{ran:?}"
    );
}

/// Texts with the check that rejects them; none for one that stands.
const JUDGED: [(&str, Option<Check>); 5] = [
    ("The sum of two odd integers is even.", None),
    ("For every integer n, n² + 1 = n² + 1.", Some(Check::Form)),
    ("If n is an integer and n > 3, then n > 3.", Some(Check::Form)),
    ("Let n be an integer with n < 0 and n > 3. Then n² is divisible by 7.", Some(Check::Hypotheses)),
    ("For all integers n, n² is odd.", Some(Check::Refutation)),
];

async fn judged(fstar: Fstar) -> Vec<Formalized> {
    let fstar = Arc::new(fstar);
    let mut session = FstarSession::new(Arc::clone(&fstar));
    let mut certifier = FstarCertifier::new(fstar, FstarLimits::default());
    let budget = Budget { steps: Some(12), ..Budget::default() };
    let settings = Settings { budget, refute: false, ..Settings::default() }.for_fstar();
    let (builtin, stop) = (Builtin::new(), CancellationToken::new());
    let mut pipeline = Pipeline {
        session: &mut session,
        certifier: &mut certifier,
        sources: Sources::new(&builtin),
        settings: &settings,
        cancel: &stop,
    };
    let mut all = Vec::new();
    for (text, _) in JUDGED {
        let drafts = by_templates(text, "t", &given()).unwrap();
        let mut formalized = pipeline.judged(text, "t", drafts).await.unwrap();
        pipeline.prove(&mut formalized, "t").await.unwrap();
        all.push(formalized);
    }
    all
}

fn check(all: &[Formalized]) {
    for (it, (text, wanted)) in all.iter().zip(JUDGED) {
        let findings = &it.candidates[0].judgement.findings;
        let failed: Vec<Check> =
            findings.iter().filter(|it| it.verdict == Verdict::Failed).map(|it| it.check).collect();
        assert_eq!(failed, wanted.into_iter().collect::<Vec<_>>(), "{text}: {findings:?}");
        assert_eq!(it.is_done(true), wanted.is_none(), "{text}: {:?}", it.proof);
    }
    let refuted = all.last().unwrap().candidates[0].judgement.refutation.as_ref().unwrap();
    assert!(refuted.proof.as_ref().unwrap().starts_with("val t_is_false : (n:int -> Lemma"), "{refuted:?}");
    assert!(refuted.certificate.is_some());
    let proof = all[0].proof.as_ref().unwrap().proof.as_ref().unwrap();
    assert!(proof.ends_with("let t a b = ()"), "{proof}");
}

#[tokio::test]
async fn recorded_judgements_come_out_the_same() {
    let place = tempfile::tempdir().unwrap();
    let recorded = folder().join("formalize");
    check(&judged(played(place.path(), &format!("FOLDER='{}'", recorded.display()))).await);
}

#[tokio::test]
async fn real_judgements_come_out_the_same() {
    let Some(fstar) = real_fstar() else { return };
    if env::var_os("PROOFWRIGHT_RECORDING").is_some() {
        let place = tempfile::tempdir().unwrap();
        let recorded = folder().join("formalize");
        let settings = format!("FOLDER='{}'\nREAL='{}'", recorded.display(), fstar.program.display());
        check(&judged(played(place.path(), &settings)).await);
        return;
    }
    check(&judged(fstar).await);
}

/// The output for a document is a file of F*.
#[test]
fn a_document_becomes_a_module() {
    let Some(fstar) = real_fstar() else { return };
    let folder = Folder::with(&[(
        "claims.txt",
        "For all natural numbers n, 3^n > 0.\n\nFor all natural numbers n, n² is odd.\n\n\
         For all integers n, n³ - n is divisible by 3.\n\nFor every natural number n, 3^n ≥ 1.\n",
    )]);
    let program = fstar.program.display().to_string();
    let args = ["formalize", "claims.txt", "--prover", "fstar", "--fstar", &program, "-q", "--timeout", "4s"];
    let ran = folder.run(&args).exits(1);
    let code: String =
        ran.out.lines().filter(|it| !it.starts_with("//")).map(|it| format!("{it}\n")).collect();
    assert_eq!(
        (code.matches("module Statement").count(), code.matches("let rec power").count()),
        (1, 1),
        "{code}"
    );
    assert!(!code.contains("n * n) % 2 == 1"), "{code}");
    assert_eq!(code.matches("\nval ").count(), 3, "{code}");
}

/// What a model answers to each kind of prompt; all of it was written by us.
const REPLIES: [(&str, &[&str]); 5] = [
    (
        "you put mathematics that is written in words",
        &[
            "```fstar\nval twice : n:nat -> Lemma (dbl n % 2 == 0)\n```",
            "```fstar\nmodule Twice\nval twice : n:nat -> Lemma ((2 * n) % 2 == 0)\nlet twice n = admit ()\n```",
            "```fstar\nassume val twice : n:nat -> Lemma ((2 * n) % 2 == 0)\n```",
        ],
    ),
    ("you mend a formal statement", &["```fstar\nval twice : n:nat -> Lemma ((n + n) % 2 == 0)\n```"]),
    ("you say in plain words", &["Twice any natural number leaves no remainder when it is divided by 2."]),
    (
        "You check whether a formal statement",
        &[
            r#"{"parts": [{"part": "twice n is even", "formal": "% 2 == 0"}], "missing": [], "added": [], "changed": [], "same": true}"#,
        ],
    ),
    (
        "Two statements claim to say the same",
        &[
            r#"{"parts": [{"part": "twice n is even", "formal": "% 2 == 0"}], "missing": [], "added": [], "changed": [], "same": true}"#,
        ],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_models_write_is_read_mended_and_judged() {
    let Some(fstar) = real_fstar() else { return };
    let answer = |request: &Request| {
        let body: Value = request.body_json().unwrap();
        let prompt = body["messages"][0]["content"].as_str().unwrap();
        assert!(!prompt.contains("Lean"), "{prompt}");
        let (_, texts) = REPLIES.iter().find(|it| prompt.contains(it.0)).unwrap();
        let wanted = body["n"].as_u64().unwrap_or(1) as usize;
        let texts = (0..wanted).map(|nth| texts[nth.min(texts.len() - 1)]);
        let choices: Vec<Value> =
            texts.map(|it| json!({ "message": { "content": it }, "finish_reason": "stop" })).collect();
        ResponseTemplate::new(200).set_body_json(json!({ "choices": choices }))
    };
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(answer).mount(&server).await;
    let folder = Folder::with(&[]);
    let (url, program) = (format!("{}/v1", server.uri()), fstar.program.display().to_string());
    let text =
        ["formalize", "Twice a natural number is even.", "--json", "--prover", "fstar", "--fstar", &program];
    let model = ["--formalizer", "openai:m", "--base-url", &url, "--samples", "3", "--timeout", "12s"];
    let record = folder.run(&[&text[..], &model[..]].concat()).exits(0).records().remove(0);
    let candidates = record["candidates"].as_array().unwrap();
    let said: Vec<&str> = candidates.iter().map(|it| it["statement"].as_str().unwrap()).collect();
    assert_eq!(
        said,
        [
            "val statement : n:nat -> Lemma ((n + n) % 2 == 0)",
            "val statement : n:nat -> Lemma ((2 * n) % 2 == 0)"
        ]
    );
    let repair = &candidates[0]["repairs"][0];
    assert!(repair["message"].as_str().unwrap().contains("dbl"), "{repair}");
    for it in candidates {
        let meaning = it["findings"].as_array().unwrap().iter().find(|it| it["check"] == "meaning").unwrap();
        assert_eq!((&meaning["verdict"], &it["prover"]), (&json!("passed"), &json!("fstar")), "{it}");
    }
    let complaints = record["models"]["complaints"].to_string();
    assert!(
        complaints.contains("1 of 3 answers cannot be used: `assume` stands beside the lemma"),
        "{complaints}"
    );
}
