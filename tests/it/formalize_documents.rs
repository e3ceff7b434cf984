//! Documents and questions in `proofwright formalize`, on the real Lean.

use std::process::Output;

use proofwright::formalize::reading;
use serde_json::Value;

use crate::{
    cli::{Folder, Ran},
    real,
};

/// Runs where there is no Lean to be had.
fn without_lean(folder: &Folder, args: &[&str]) -> Ran {
    let mut command = folder.command(args);
    command.env("PATH", folder.path("nothing")).env("PROOFWRIGHT_HOME", folder.path("cache"));
    let output: Output = command.output().unwrap();
    folder.ran(args, output)
}

/// Nearly all questions of the corpus are read, and all that were written for this test.
#[test]
fn questions_are_read() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let unread = |file: &str| -> Vec<String> {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        let informal = text.lines().map(|it| {
            let line: Value = serde_json::from_str(it).unwrap();
            line["informal"].as_str().unwrap().to_owned()
        });
        informal.filter(|it| reading::questions(it, &[]).is_err()).collect()
    };
    assert_eq!(unread("tests/formalize/questions.jsonl"), [""; 0]);
    let unread = unread("corpora/informal/answers.jsonl");
    assert!(
        unread.len() == 2 && unread[0].contains("functions") && unread[1].contains("coins"),
        "{unread:?}"
    );
}

const PARITY: &str = "\\documentclass{article}
\\newtheorem{satz}{Theorem}
\\begin{document}
Words first.
\\begin{definition}\\label{def:even}
Call an integer \\emph{even} if it is twice an integer.
\\end{definition}
\\begin{definition}
We say that an integer is handsome if its digits are.
\\end{definition}
\\begin{lemma}[Sum of evens]
The sum of two even integers is even.
\\end{lemma}
\\begin{proof} Clear. \\end{proof}
\\begin{satz}\\label{thm:four}
If $a$, $b$ and $c$ are even integers, then $a + b + c$ is even.
\\end{satz}
\\begin{satz}
No handsome integer is even.
\\end{satz}
\\begin{exercise}
Find all even integers $n$ with $n^2 = 4$.
\\end{exercise}
\\end{document}
";

#[test]
fn definitions_and_lemmas_of_a_document_serve_what_comes_later() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[("parity.tex", PARITY)]);
    let args =
        ["formalize", "parity.tex", "--prove", "--json", "-q", "--index", "lemmas.db", "--timeout", "40s"];
    let ran = folder.run(&args).exits(1);
    let items: Vec<Value> = ran.out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let places: Vec<(u64, &str)> =
        items.iter().map(|it| (it["line"].as_u64().unwrap(), it["name"].as_str().unwrap())).collect();
    assert_eq!(
        places,
        [
            (5, "even"),
            (8, "definition"),
            (11, "sum_of_evens"),
            (15, "four"),
            (18, "theorem_1"),
            (21, "exercise")
        ]
    );
    assert_eq!(items[0]["definition"]["lean"], "def IsEven (n : Int) : Prop :=\n  ∃ a : Int, n = 2 * a");
    assert!(items[1]["error"].as_str().unwrap().contains("`its` is not understood"), "{}", items[1]);
    for it in &items[2..4] {
        assert_eq!(it["proof"]["status"], "proved", "{it}");
        assert!(it["candidates"][0]["header"].as_str().unwrap().starts_with("def IsEven"), "{it}");
    }
    assert_eq!(
        items[3]["candidates"][0]["statement"],
        "theorem four (a b c : Int) (h₁ : IsEven a) (h₂ : IsEven b) (h₃ : IsEven c) : IsEven (a + b + c) := by sorry"
    );
    let error = items[4]["error"].as_str().unwrap();
    assert!(error.contains("`handsome`") && error.contains("line 8"), "{error}");
    assert_eq!(items[5]["candidates"][0]["answer"]["text"], "{-2, 2}", "{}", items[5]);
    // What was proved is in the index.
    let kept = folder.run(&["lemmas", "show", "sum_of_evens", "--index", "lemmas.db"]).exits(0);
    assert!(kept.out.contains("IsEven (a + b)"), "{}", kept.out);
}

#[test]
fn questions_are_answered_with_what_the_answer_was_found_from() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[(
        "questions.txt",
        "Find all natural numbers n such that n² + 6 = 5n.\n\n\
         What is the remainder when 3^1000 is divided by 7?\n\n\
         How many natural numbers n (0 among them) are there with 3n < 20?\n\n\
         Find all natural numbers n such that n² + n is divisible by n.\n\n\
         Solve x² = 2.\n",
    )]);
    let ran = folder.run(&["formalize", "questions.txt", "-q", "--timeout", "40s"]).exits(1);
    insta::with_settings!({ filters => vec![(r"no refutation in \d+ steps", "[NONE]"), (r"is proved: .*", "is proved: [SCRIPT]")] }, {
        insta::assert_snapshot!(ran.out);
    });
    let ran = folder
        .run(&[
            "formalize",
            "Find all natural numbers n such that n² + 6 = 5n.",
            "--prove",
            "--json",
            "--no-index",
        ])
        .exits(0);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["candidates"][0]["answer"]["lean"], "fun n : Nat => n = 2 ∨ n = 3", "{answer}");
    assert_eq!(answer["candidates"][0]["answer"]["cases"]["holds"], serde_json::json!(["2", "3"]));
    assert_eq!(
        (&answer["proof"]["status"], &answer["proof"]["certificate"]["prover"]),
        (&"proved".into(), &"lean".into())
    );
}

#[test]
fn what_is_broken_or_missing_is_told_with_its_place() {
    let folder = Folder::with(&[
        ("broken.tex", "\\begin{lemma}\n1 < 2.\n\\begin{proof}\n\\end{lemma}\n"),
        ("prose.md", "# Title\n\n**Remark.** Nothing here.\n"),
        ("analysis.txt", "Every continuous function on [0, 1] has a limit.\n"),
    ]);
    without_lean(&folder, &["formalize", "broken.tex"])
        .exits(2)
        .says(&["broken.tex:4: `\\end{lemma}` stands where `\\end{proof}` is due, for line 3"]);
    without_lean(&folder, &["formalize", "prose.md"]).exits(2).says(&["prose.md holds no statement"]);
    let ran = without_lean(&folder, &["formalize", "analysis.txt"]).exits(1);
    assert!(ran.out.contains("`continuous` is a word of real analysis"), "{}", ran.out);
    let ran = without_lean(&folder, &["formalize", "Find all integers n with n² = a."]).exits(1);
    assert!(ran.out.contains("nothing says what `a` is"), "{}", ran.out);
}
