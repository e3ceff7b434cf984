//! Corpora of others, as they are laid out: miniF2F, ProofNet, PutnamBench and folders of files.

use proofwright::theorem::corpus::{Expect, Item, items};

/// What was read of each place: its line, its name, and its statement with its header, or what is wrong.
fn read(file: &str, text: &str, header: &str) -> Vec<String> {
    let line = |it: Item| match it.entry {
        Ok(entry) => {
            let theorem = entry.theorem;
            let hole = &theorem.statement[theorem.hole.clone()];
            format!(
                "{} {} [{}] {:?} | {:?} | {hole:?} ({})",
                it.line, it.name, entry.split, theorem.header, theorem.statement, entry.informal
            )
        }
        Err(message) => format!("{} {} ! {message}", it.line, it.name),
    };
    items(file, text, header).unwrap().into_iter().map(line).collect()
}

#[test]
fn one_file_with_many_theorems() {
    let text = "import Mathlib\nset_option maxHeartbeats 400000\n\nopen Nat Real\n\n\
                theorem first_one (x : ℝ)\n  (h₀ : 2 * x = 4) :\n  x = 2 :=\nbegin_of x\n\n\
                theorem second_one (n : ℕ) :\n  n = n := by\n  sorry\n\n\
                theorem third_one\n(n : ℕ)\n: n + 0\n= n ∧\nf n = n :=\nsorry\n\n\
                theorem fourth_one : 1 = 1 ∧ 2 = 2 := ⟨sorry, sorry⟩\n";
    insta::assert_snapshot!(read("MiniF2F/Valid.lean", text, "").join("\n"), @r#"
    11 second_one [valid] "import Mathlib\n\nset_option maxHeartbeats 400000\n\nopen Nat Real\n\ntheorem first_one (x : ℝ)\n  (h₀ : 2 * x = 4) :\n  x = 2 :=\nbegin_of x" | "theorem second_one (n : ℕ) :\n  n = n := by\n  sorry" | "by\n  sorry" ()
    15 third_one [valid] "import Mathlib\n\nset_option maxHeartbeats 400000\n\nopen Nat Real\n\ntheorem first_one (x : ℝ)\n  (h₀ : 2 * x = 4) :\n  x = 2 :=\nbegin_of x" | "theorem third_one\n(n : ℕ)\n: n + 0\n= n ∧\nf n = n :=\nsorry" | "sorry" ()
    22 fourth_one ! a statement has one `sorry`, this has 2
    "#);
    // A header takes the place of the imports.
    let theorem = &items("a.lean", text, "notation \"ℝ\" => Rat").unwrap()[0].entry.clone().unwrap().theorem;
    assert!(theorem.header.starts_with("notation \"ℝ\" => Rat\n\nset_option"), "{}", theorem.header);
}

#[test]
fn rows_with_formal_statements() {
    let rows = [
        // The proof is left out in each way that data sets do.
        r#"{"name": "a", "split": "test", "header": "import Mathlib\nopen Nat", "informal_prefix": "/-- One is one. -/\n", "formal_statement": "theorem a : 1 = 1 := by\n", "goal": "⊢ 1 = 1"}"#,
        r#"{"id": 7, "formal_statement": "theorem b (x : Nat) :\n  x = x :=", "informal_stmt": "Equal.", "difficulty": "hard", "tags": "none"}"#,
        r#"{"id": "c", "formal_statement": "import Mathlib\n\nopen Real\n\n/-- Doc. -/\ntheorem c_0 : let x := 1; x = 1 -- so", "header": "import Aesop"}"#,
        r#"{"name": "d", "formal_statement": "theorem d : 2 = 2 := sorry", "header": null, "informal_proof": "Look."}"#,
        // What is wrong with one is told in its place.
        r#"{"name": "e", "formal_statement": "theorem e : 2 = 2 := by rfl"}"#,
        r#"{"name": "f", "formal_statement": "theorem f : 2 = "#,
        r#"{"name": "g", "problem": "Show it."}"#,
        r#"{"name": "h", "formal_statement": "def h : Nat := sorry\ntheorem h2 : h = 1 := sorry"}"#,
        r#"{"name": "i", "formal_statement": "theorem i : 1 = 1 := sorry\ntheorem j : 2 = 2 := sorry"}"#,
        r#"{"name": "l", "formal_statement": "def l : Nat :="}"#,
        r#"["k"]"#,
    ];
    insta::assert_snapshot!(read("data/test.jsonl", &rows.join("\n\n"), "").join("\n"), @r#"
    1 a [test] "import Mathlib\n\nopen Nat" | "theorem a : 1 = 1 := by sorry" | "by sorry" (One is one.)
    3 7 [test] "" | "theorem b (x : Nat) :\n  x = x := by sorry" | "by sorry" (Equal.)
    5 c [test] "import Aesop\n\nimport Mathlib\n\nopen Real" | "theorem c_0 : let x := 1; x = 1 := by sorry" | "by sorry" (Doc.)
    7 d [test] "" | "theorem d : 2 = 2 := sorry" | "sorry" ()
    9 e ! it has a proof, or a part of one: put `sorry` in its place
    11  ! not a statement: EOF while parsing a string (column 51)
    13 g ! not a statement: it has neither `statement` nor `formal_statement`
    15 h ! it asks for an answer first: `h` has no value
    17 i ! it states more than one theorem
    19 l ! it states no `theorem`: only those can be proved
    21  ! not a statement: invalid type: sequence, expected a map (column 0)
    "#);
}

#[test]
fn a_file_for_each_problem_with_an_answer_to_find() {
    let text = "import Mathlib\n\nopen Polynomial\n\n\
                noncomputable abbrev problem_a1_solution : ℕ := sorry\n-- 42\n\
                /--\nFind the number.\n-/\ntheorem problem_a1 : 6 * 7 = problem_a1_solution :=\nsorry\n";
    insta::assert_snapshot!(read("problem_a1.lean", text, "").join("\n"), @"10 problem_a1 ! it asks for an answer first: `problem_a1_solution` has no value");
}

#[test]
fn what_is_wrong_with_one_statement_costs_no_other() {
    let text = "/-- One.\ntopic: a; difficulty: 9 -/\ntheorem a : 1 = 1 := by sorry\n\n\
                theorem b : 2 = 2 := by\n  have : 1 = 1 := rfl\n  sorry\n\nexample : 3 = 3 := by sorry\n\n\
                /-- Four.\ntopic: a; difficulty: 1; expect: false -/\ntheorem c : 4 = 5 := by sorry\n";
    let found = items("a.lean", text, "").unwrap();
    let lines: Vec<_> = found.iter().map(|it| (it.line, it.name.as_str(), it.entry.is_ok())).collect();
    assert_eq!(lines, [(2, "a", false), (5, "b", false), (9, "", false), (13, "c", true)]);
    assert_eq!(found[3].entry.as_ref().unwrap().expect, Expect::False);
}
