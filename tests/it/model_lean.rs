//! A model's whole proof on the real Lean: repaired from what fails, recorded, and the same in every replay.
//!
//! The replies are written by us; no result counts that is found with them.

use proofwright::{
    prover::{
        Session as _, StepLimits, Verdict,
        lean::{
            pool::{LeanOptions, LeanPool},
            session::LeanSession,
        },
    },
    theorem::{ProverKind, Theorem},
};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

use crate::cli::Folder;

const STATEMENT: &str = "theorem both (p q : Prop) (hp : p) (hq : q) : p ∧ q ∧ p";

const FAULTY: &str = "```lean\nconstructor\n· exact hp\n· exact hq\n```";
const MENDED: &str = "```lean\nconstructor\n· exact hp\n· exact ⟨hq, hp⟩\n```";

/// Answers with a faulty proof, with the mended one where a repair is asked for, and else with nothing of use.
fn reply(request: &Request) -> ResponseTemplate {
    let body: Value = request.body_json().unwrap();
    let prompt = body["messages"].to_string();
    let text = if prompt.contains("you mend a proof") {
        MENDED
    } else if prompt.contains("prove a theorem as a whole") {
        FAULTY
    } else {
        "I do not know."
    };
    let message = json!({ "role": "assistant", "content": text });
    let usage = json!({ "prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15 });
    ResponseTemplate::new(200).set_body_json(
        json!({ "choices": [{ "message": message, "finish_reason": "stop" }], "usage": usage }),
    )
}

/// The record without what a clock has to do with.
fn timeless(mut record: Value) -> Value {
    record["spent"]["wall_ms"].take();
    record["certificate"]["wall_ms"].take();
    record
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_repaired_and_replays_are_the_same() {
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(reply).mount(&server).await;
    let folder = Folder::with(&[]);
    let url = format!("{}/v1", server.uri());
    let (proposer, rest) =
        ("openai:m", ["--proofs", "1", "--drafts", "0", "--repairs", "1", "--samples", "1"]);
    let run = |proposer: &str, more: &[&str]| {
        let mut args =
            vec!["prove", "--statement", STATEMENT, "--json", "--no-refutation", "--proposer", proposer];
        args.extend(rest.iter().chain(more));
        let ran = folder.run(&args).exits(0);
        assert!(ran.records().len() == 1, "{ran:?}");
        ran.records().remove(0)
    };
    let record = run(proposer, &["--base-url", &url, "--record", "said.jsonl"]);
    assert_eq!((&record["status"], &record["source"]), (&json!("proved"), &json!("openai:m")));
    let asked = server.received_requests().await.unwrap();
    let repair = asked.iter().map(|it| it.body_json::<Value>().unwrap()["messages"].to_string());
    let repair = repair.filter(|it| it.contains("you mend a proof")).collect::<Vec<_>>();
    assert!(repair.len() == 1 && repair[0].contains("⊢ q ∧ p"), "{repair:?}");
    assert!(repair[0].contains("line 3: exact hq"), "{repair:?}");

    let again = run("replay:said.jsonl", &[]);
    assert_eq!(again["source"], "replay:m");
    let once_more = run("replay:said.jsonl", &[]);
    assert_eq!(timeless(again.clone()).to_string(), timeless(once_more).to_string());
    // While the model was awaited other things were done than in a replay; what came of it is the same.
    assert_eq!((&again["status"], &again["script"]), (&record["status"], &record["script"]));
}

/// What is written for the parts of a tactic is put at the goals that it leaves, in this order; but for `have`, which is looked at by
/// its hypotheses (`search-proofs.md`).
#[tokio::test]
async fn the_goals_of_a_tactic_come_in_the_order_of_its_parts() {
    let real = crate::real::lean().await;
    let pool = LeanPool::new(real.runtime.command(), LeanOptions::default());
    let mut session = LeanSession::new(&pool);
    let statement = "theorem t (a b : Nat) (h : a = b) : b = a := by sorry";
    let theorem = Theorem::new("t", ProverKind::Lean, "", statement, statement.len() - 8..statement.len());
    let root = session.open(&theorem).await.unwrap();
    for (step, wanted) in [
        ("have q : a + 0 = b := ?_", vec!["b = a", "a + 0 = b"]),
        ("induction a with\n| zero => ?_\n| succ n ih => ?_", vec!["b = 0", "b = n + 1"]),
        ("refine Eq.trans (b := b + 0) ?_ ?_", vec!["b = b + 0", "b + 0 = a"]),
    ] {
        let verdict = session.step(root.state, step, StepLimits::default()).await.unwrap();
        let Verdict::Progress { groups } = verdict else { panic!("{step}: {verdict:?}") };
        let targets: Vec<&str> = groups.iter().map(|it| it.goals[0].target.as_str()).collect();
        assert_eq!(targets, wanted, "{step}");
    }
    drop(session);
    pool.shutdown().await;
}
