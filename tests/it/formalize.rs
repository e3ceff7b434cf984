//! `proofwright formalize` on the real Lean.

use crate::{cli::Folder, real};

#[test]
fn what_is_wrong_with_a_statement_is_found_and_what_stands_is_proved() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[(
        "claims.txt",
        "If a and b are odd integers, then a + b is even.\n\n\
         For all natural numbers n,\n$n^2 + n$ is odd.\n\n\
         Let n be an integer with n < 0 and n > 3. Then n² is divisible by 7.\n\n\
         For every integer n, n = n.\n\n\
         For all natural numbers n, n - 1 < n.\n\n\
         Let x be a real number with x > 0. Then 0 < x + 1.\n\n\
         Every finite group of prime order is cyclic.\n",
    )]);
    let ran = folder.run(&["formalize", "claims.txt", "-q"]).exits(1);
    insta::with_settings!({ filters => vec![(r"is proved: .*", "is proved: [SCRIPT]")] }, {
        insta::assert_snapshot!(ran.out);
    });
    let ran = folder.run(&[
        "formalize",
        "The sum of two even integers is even.",
        "--prove",
        "--json",
        "--name",
        "sum_even",
    ]);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["candidates"][0]["stands"], true, "{answer}");
    assert_eq!(answer["proof"]["status"], "proved", "{answer}");
    assert!(
        answer["proof"]["proof"].as_str().unwrap().starts_with("theorem sum_even (a b : Int)"),
        "{answer}"
    );
    ran.exits(0);
}

#[test]
fn references_are_compared_with_and_results_are_kept_and_gone_on_with() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[
        ("claims.txt", "The sum of two odd integers is even.\n\nFor all natural numbers n, n < n + 1.\n"),
        (
            "references.lean",
            "-- what is meant\n\
             theorem a (x y : Int) (hx : x % 2 = 1) (hy : y % 2 = 1) : (x + y) % 2 = 0 := by sorry\n\n\
             theorem b (n : Nat) (h : 0 < n) : n < n + 1 := by sorry\n",
        ),
        ("one.lean", "theorem a : 1 = 1 := by sorry\n"),
    ]);
    let args =
        ["formalize", "claims.txt", "--against", "references.lean", "--out", "results", "--json", "-q"];
    let ran = folder.run(&args).exits(1);
    let results: Vec<serde_json::Value> =
        ran.out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let relation =
        |nth: usize, candidate: usize| &results[nth]["candidates"][candidate]["reference"]["relation"];
    assert_eq!(relation(0, 0), "equivalent", "{}", ran.out);
    // 0 is a natural number here, and not in the reference.
    assert_eq!(
        (relation(1, 0), relation(1, 1)),
        (&"inequivalent".into(), &"equivalent".into()),
        "{}",
        ran.out
    );
    let groups = results[1]["groups"].as_array().unwrap();
    assert_eq!((groups.len(), &groups[0]["score"]), (2, &0.5.into()), "{}", ran.out);
    let asked = results[1]["ambiguities"][0].as_str().unwrap();
    assert!(asked.contains("0 is a natural number") && asked.ends_with("makes a difference"), "{asked}");
    let page = std::fs::read_to_string(folder.path("results/index.html")).unwrap();
    assert!(page.contains("2 of 2 statements") && page.contains("theorem statement_2"), "{page}");
    let kept = std::fs::read_to_string(folder.path("results/formalized.jsonl")).unwrap();
    assert_eq!(kept.lines().count(), 2);

    // As if it had been killed over the second one: the first is there, and the second is done again.
    let log = folder.path("results/work.jsonl");
    let text = std::fs::read_to_string(&log).unwrap();
    let first = text.find('\n').unwrap() + 1;
    std::fs::write(&log, &text[..first + 40]).unwrap();
    let again = folder.run(&args).exits(1);
    assert_eq!(again.out.lines().next(), kept.lines().next());
    assert_eq!(std::fs::read_to_string(&log).unwrap().lines().count(), 2);

    let ran = folder.run(&[&args[..], &["--timeout", "7s"]].concat()).exits(2);
    ran.says(&["was made otherwise", "`budget`"]);
    folder
        .run(&["formalize", "claims.txt", "--against", "one.lean"])
        .exits(2)
        .says(&["holds 1 statements, for 2"]);
}

#[test]
fn what_cannot_be_read_is_told_before_any_prover_is_started() {
    let folder =
        Folder::with(&[("empty.txt", "\n \n"), ("bad.jsonl", "{\"informal\": \"1 = 1\"}\n{\"text\": 1}\n")]);
    let run = |args: &[&str]| {
        let mut command = folder.command(args);
        command.env("PATH", folder.path("nothing")).env("PROOFWRIGHT_HOME", folder.path("cache"));
        folder.ran(args, command.output().unwrap())
    };
    let ran = run(&["formalize", "Für alle natürlichen Zahlen n gilt n ≥ 0."]).exits(1);
    assert!(ran.out.contains("`für` is not understood"), "{}", ran.out);
    let ran = run(&["formalize", ""]).exits(1);
    assert!(ran.out.contains("nothing is said"), "{}", ran.out);
    run(&["formalize", "nothere.tex"]).exits(2).says(&["there is no file nothere.tex"]);
    run(&["formalize", "empty.txt"]).exits(2).says(&["holds no statement"]);
    run(&["formalize", "bad.jsonl"]).exits(2).says(&["bad.jsonl:2", "informal"]);
}
