//! `proofwright synthesize` on the real Lean.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

use crate::{
    cli::{Folder, Ran},
    real,
};

const TWICE: &str = "/-- Twice. -/
def twice (n : Nat) : Nat := n + n

@[simp] theorem twice_zero : twice 0 = 0 := rfl

theorem twice_eq (n : Nat) : twice n = 2 * n := by
  unfold twice
  omega

theorem twice_add (a b : Nat) : twice (a + b) = twice a + twice b := by
  rw [twice_eq, twice_eq, twice_eq]
  omega

theorem twice_succ : ∀ n : Nat, twice (n + 1) = twice n + 2
  | 0 => rfl
  | n + 1 => by unfold twice; omega

namespace Even

def IsEven (n : Nat) : Prop := ∃ k, n = twice k

theorem of_twice (n : Nat) : IsEven (twice n) := ⟨n, rfl⟩

theorem add {a b : Nat} (ha : IsEven a) (hb : IsEven b) : IsEven (a + b) := by
  obtain ⟨x, rfl⟩ := ha
  obtain ⟨y, rfl⟩ := hb
  exact ⟨x + y, (twice_add x y).symm⟩

end Even

section
variable {α : Type} [Mul α] (comm : ∀ a b : α, a * b = b * a)
include comm

theorem swap (a b c : α) : a * b * c = c * (b * a) := by
  rw [comm (a * b) c, comm a b]
end

open Nat in
theorem opened (n : Nat) (h : 0 < n) : succ (pred n) = n := succ_pred_eq_of_pos h

theorem lengths {β : Type _} (xs ys : List β) (h : xs = ys) : xs.length = ys.length := by rw [h]

theorem unproved (n : Nat) : n < n + 5 := by sorry

theorem wrong (n : Nat) : n = n + 1 := by omega
";

const PARTS: [&str; 3] = ["train", "valid", "test"];

/// The lines of one kind, by part.
fn lines(folder: &Folder, out: &str, kind: &str) -> BTreeMap<&'static str, Vec<Value>> {
    let read = |part: &&'static str| {
        let text = folder.read(&format!("{out}/{kind}.{part}.jsonl"));
        (*part, text.lines().map(|it| serde_json::from_str(it).unwrap()).collect())
    };
    PARTS.iter().map(read).collect()
}

/// All files that are put out, as they are.
fn put_out(folder: &Folder, out: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for kind in ["theorems", "steps", "preferences"] {
        for part in PARTS {
            let name = format!("{kind}.{part}.jsonl");
            all.insert(name.clone(), folder.read(&format!("{out}/{name}")));
        }
    }
    all
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no `{field}` in {value}"))
}

/// No theorem, goal or header of a part shows what another part has.
fn have_nothing_in_common(folder: &Folder, out: &str) {
    let (theorems, steps) = (lines(folder, out, "theorems"), lines(folder, out, "steps"));
    let flat = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in PARTS {
        let keys: BTreeSet<&str> = theorems[part].iter().map(|it| text(it, "key")).collect();
        assert_eq!(keys.len(), theorems[part].len());
        let roots: BTreeSet<&str> = theorems[part].iter().map(|it| text(it, "root")).collect();
        let goals: BTreeSet<&str> = steps[part].iter().map(|it| text(it, "goal")).collect();
        assert!(steps[part].iter().all(|it| roots.contains(text(it, "root"))));
        for other in PARTS.iter().filter(|it| **it != part) {
            for it in &theorems[other] {
                assert!(!keys.contains(text(it, "key")) && !roots.contains(text(it, "root")), "{it}");
                let stated = flat(text(it, "statement").trim_end_matches(":= by sorry"));
                let shown = theorems[part].iter().find(|it| flat(text(it, "header")).contains(&stated));
                assert_eq!(shown, None, "it shows {stated}");
            }
            assert!(steps[other].iter().all(|it| !goals.contains(text(it, "goal"))));
        }
    }
}

/// Has every theorem checked as a file of its own; but `check` takes none behind `open … in`.
fn are_certified(folder: &Folder, out: &str) {
    let theorems = lines(folder, out, "theorems");
    let mut args = vec!["check".to_owned(), "--json".to_owned()];
    let checkable = theorems.values().flatten().filter(|it| !text(it, "statement").starts_with("open"));
    for (nth, it) in checkable.enumerate() {
        let name = format!("{out}-{nth}.lean");
        fs::write(folder.path(&name), format!("{}{}\n", text(it, "header"), text(it, "proof"))).unwrap();
        args.push(name);
        let hash = |it: &str| blake3::hash(it.as_bytes()).to_hex().to_string();
        assert_eq!(it["certificate"]["statement_hash"], hash(text(it, "statement")));
        assert_eq!(it["certificate"]["header_hash"], hash(text(it, "header")));
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let ran = folder.run(&args).exits(0);
    assert_eq!(ran.records().len(), args.len() - 2);
}

fn mutants(folder: &Folder, out: &str) -> Vec<Value> {
    let all = lines(folder, out, "theorems").into_values().flatten();
    all.filter(|it| it["origin"] == "mutation").collect()
}

#[test]
fn theorems_are_mutated_and_what_was_cut_off_goes_on() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[("twice.lean", TWICE)]);
    let run = |out: &str, more: &[&str]| -> Ran {
        let args =
            ["synthesize", "twice.lean", "--jobs", "1", "-q", "--json", "--premises", "0", "--out", out];
        folder.run(&[&args, more].concat())
    };
    let all = ["--parts", "1/0/0", "--mutations", "3"];
    let ran = run("data", &all).exits(0);
    let summary = ran.records().remove(0);
    assert_eq!((&summary["origins"]["file"], &summary["finished"]), (&json!(9), &json!(true)), "{summary}");
    assert_eq!(summary["dropped"]["not_certified"], 2, "{summary}");
    assert_eq!(folder.read("data/summary.json").parse::<Value>().unwrap(), summary);
    let made = mutants(&folder, "data");
    let by =
        |of: &str| made.iter().find(|it| it["mutation"]["of"] == of).map(|it| text(it, "proof").to_owned());
    assert!(by("Even.of_twice").unwrap().contains("IsEven (2 * n)"), "{made:?}");
    assert!(by("twice_add").is_some() && by("unproved").is_none() && by("wrong").is_none());
    // A theorem stands behind those that it needs and no others.
    let theorems = lines(&folder, "data", "theorems").remove("train").unwrap();
    let header =
        |name: &str| text(theorems.iter().find(|it| it["name"] == name).unwrap(), "header").to_owned();
    assert!(!header("twice_add").contains("twice_zero") && header("twice_add").contains("theorem twice_eq"));
    assert!(!header("lengths").contains("theorem") && header("lengths").contains("def twice"));
    are_certified(&folder, "data");

    // Cut off in the middle of a line, it goes on with what was not done, and comes to the same.
    let before = put_out(&folder, "data");
    let log = folder.read("data/work.jsonl");
    let kept: String = log.split_inclusive('\n').take(12).collect();
    fs::write(folder.path("data/work.jsonl"), format!("{kept}{{\"work\":\"mut")).unwrap();
    fs::remove_file(folder.path("data/theorems.train.jsonl")).unwrap();
    run("data", &all).exits(0);
    assert_eq!(put_out(&folder, "data"), before);
    assert_eq!(folder.read("data/work.jsonl"), log);
    run("data", &["--parts", "1/0/0", "--mutations", "4"])
        .exits(2)
        .says(&["`mutations` is 3 there and 4 here"]);

    let limited = run("few", &["--parts", "1/1/1", "--limit", "2"]).exits(0).records().remove(0);
    assert_eq!(limited["origins"]["mutation"], 2, "{limited}");
    have_nothing_in_common(&folder, "few");
}

#[test]
fn what_searches_did_is_taught() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[(
        "claims.lean",
        "def gauss : Nat → Nat\n  | 0 => 0\n  | n + 1 => gauss n + (n + 1)\n\n\
         theorem two_mul_gauss (n : Nat) : 2 * gauss n = n * (n + 1) := by sorry\n\n\
         theorem between (x y : Rat) (h : x < y) : ∃ z, x < z ∧ z < y := by sorry\n\n\
         theorem seven_pow_mod_six (n : Nat) : 7 ^ n % 6 = 1 := by sorry\n\n\
         theorem both (p q : Prop) (hp : p) (hq : q) : p ∧ q ∧ p := by sorry\n\n\
         theorem dvd_sum (d a b : Nat) (ha : d ∣ a) (hb : d ∣ b) : d ∣ a + b := by sorry\n",
    )]);
    let bench =
        ["bench", "claims.lean", "--out", "run", "--no-report", "--jobs", "1", "-q", "--timeout", "30s"];
    folder.run(&bench);
    let args =
        ["synthesize", "--from", "run", "--out", "data", "--jobs", "1", "-q", "--json", "--mutations", "0"];
    let ran = folder.run(&[&args[..], &["--parts", "1/1/1", "--seed", "4"]].concat()).exits(0);
    let summary = ran.records().remove(0);
    let proved = folder.read("run/records.jsonl").matches("\"status\":\"proved\"").count();
    assert!(proved >= 4 && summary["origins"] == json!({"run": proved}), "{summary}");
    let steps: Vec<Value> = lines(&folder, "data", "steps").into_values().flatten().collect();
    let of = |name: &str| steps.iter().filter(|it| it["theorem"] == name).collect::<Vec<_>>();
    let first = of("both");
    assert!(
        text(first[0], "goal").ends_with("⊢ p ∧ q ∧ p") && text(first[0], "source") == "run/both",
        "{first:?}"
    );
    assert!(steps.iter().any(|it| it["closes"] == true));
    let preferences: Vec<Value> = lines(&folder, "data", "preferences").into_values().flatten().collect();
    assert!(!preferences.is_empty());
    for it in &preferences {
        assert_ne!(it["chosen"], it["rejected"], "{it}");
        let is_step = |step: &&Value| step["goal"] == it["goal"] && step["step"] == it["chosen"];
        assert!(steps.iter().any(|step| is_step(&step)) && !text(it, "why").is_empty(), "{it}");
    }
    have_nothing_in_common(&folder, "data");
    are_certified(&folder, "data");
}

/// What is said to a prompt for a theorem, or for one that is to be mended.
fn reply(request: &Request) -> ResponseTemplate {
    let body: Value = request.body_json().unwrap();
    let prompt = body["messages"].to_string();
    let first = prompt.split("- ").nth(1).unwrap_or_default();
    let about = |concept: &str| first.starts_with(concept);
    let text = if prompt.contains("you mend a theorem") {
        match prompt.contains("Three times") {
            true => {
                "Statement: Three times n is n + n + n.\n```lean\ntheorem thrice (n : Nat) : 3 * n = n + n + n := by\n  omega\n```"
            }
            false => "I cannot.",
        }
    } else if about("thirds") {
        "Statement: Three times n is n + n.\n```lean\ntheorem thrice (n : Nat) : 3 * n = n + n := by\n  omega\n```"
    } else if about("lists") {
        "Statement: A list is as long backwards.\n\n```lean\ntheorem backwards (xs : List Nat) :\n    xs.reverse.length = \
         xs.length := by\n  have h := xs\n  simp\n```"
    } else if about("fraud") {
        "Statement: One is two.\n```lean\naxiom cheat : 1 = 2\n\ntheorem fraud : 1 = 2 := cheat\n```"
    } else {
        "Statement: Nothing is less than nothing.\n```lean\ntheorem vacuous (n : Nat) (h : n < 0) : n = 7 := by omega\n```"
    };
    let message = json!({ "role": "assistant", "content": text });
    let usage = json!({ "prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15 });
    ResponseTemplate::new(200).set_body_json(
        json!({ "choices": [{ "message": message, "finish_reason": "stop" }], "usage": usage }),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_writes_theorems_about_concepts() {
    let _real = real::lean().await;
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(reply).mount(&server).await;
    let folder = Folder::with(&[("concepts.txt", "# what for\nlists\nthirds\n\nfraud\nzero\n")]);
    let url = format!("{}/v1", server.uri());
    let run = |out: &str, more: &[&str]| {
        let args = [
            "synthesize",
            "--seeds",
            "concepts.txt",
            "--mutations",
            "0",
            "--jobs",
            "1",
            "--json",
            "--seed",
            "2",
        ];
        folder.run(&[&args[..], &["--out", out, "-q"], more].concat())
    };
    let live = ["--proposer", "openai:m", "--base-url", &url, "--record", "said.jsonl"];
    let summary = run("data", &live).exits(0).records().remove(0);
    let all: Vec<Value> = lines(&folder, "data", "theorems").into_values().flatten().collect();
    let told: BTreeSet<(&str, &str)> =
        all.iter().map(|it| (text(it, "name"), text(it, "informal"))).collect();
    let wanted = [("backwards", "A list is as long backwards."), ("thrice", "Three times n is n + n + n.")];
    assert_eq!(told, BTreeSet::from(wanted), "{summary}");
    assert!(all.iter().any(|it| text(it, "source").contains("thirds")));
    assert_eq!(summary["dropped"], json!({"vacuous": 1, "unreadable": 1}), "{summary}");
    are_certified(&folder, "data");
    let asked = server.received_requests().await.unwrap();
    let mended = asked.iter().filter(|it| String::from_utf8_lossy(&it.body).contains("you mend a theorem"));
    assert_eq!((asked.len(), mended.count()), (6, 2));

    run("again", &["--proposer", "replay:said.jsonl"]).exits(0);
    assert_eq!(put_out(&folder, "again"), put_out(&folder, "data"));
    run("other", &["--proposer", "replay:said.jsonl", "--draws", "9"])
        .exits(2)
        .says(&["not in the recording"]);
}

#[test]
fn what_cannot_work_is_told_before_any_prover_is_started() {
    let folder = Folder::with(&[
        ("t.lean", "theorem t : 1 = 1 := rfl\n"),
        ("M.fst", "module M\n"),
        ("none.txt", "# nothing\n\n"),
        ("concepts.txt", "parity\n"),
        ("empty/readme.txt", "nothing\n"),
    ]);
    let run = |args: &[&str]| {
        let args = [&["synthesize", "--out", "data"], args].concat();
        let mut command = folder.command(&args);
        command.env("PATH", folder.path("nothing")).env("PROOFWRIGHT_HOME", folder.path("cache"));
        folder.ran(&args, command.output().unwrap()).exits(2)
    };
    run(&[]).says(&["there is nothing to make data from", "--seeds FILE"]);
    run(&["M.fst"]).says(&["only theorems of Lean are mutated", "--from DIR"]);
    run(&["empty"]).says(&["there is no Lean file in empty"]);
    run(&["gone.lean"]).says(&["cannot read gone.lean"]);
    run(&["--from", "empty"]).says(&["holds no run"]);
    run(&["t.lean", "--index", "gone.db"]).says(&["gone.db"]);
    run(&["--seeds", "none.txt"]).says(&["none.txt holds no concept"]);
    run(&["--seeds", "concepts.txt"]).says(&["there is no model", "--proposer openai:MODEL"]);
    run(&["t.lean", "--parts", "8/2"]).says(&["8/1/1"]);
    run(&["t.lean", "--draws", "3"]).says(&["--seeds"]);
    assert!(!folder.path("data").exists());
}
