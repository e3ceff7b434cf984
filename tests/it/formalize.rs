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
    run(&["formalize", "empty.txt"]).exits(2).says(&["holds no statement"]);
    run(&["formalize", "bad.jsonl"]).exits(2).says(&["bad.jsonl:2", "informal"]);
    run(&["formalize", "1 = 1", "--prover", "fstar"]).exits(2).says(&["Lean only"]);
}
