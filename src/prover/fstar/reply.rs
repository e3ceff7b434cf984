//! What an answer to a push says: why it was refused, and what the solver had to do with it.

use std::time::Duration;

use super::protocol::{Answer, Level, Message};

/// What `--query_stats` tells of the solver's part in an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct QueryStats {
    pub(super) time: Duration,
    /// A query was not proved.
    pub(super) failed: bool,
    /// And one of these for want of time or resources.
    pub(super) exhausted: bool,
}

impl QueryStats {
    pub(super) fn of(answer: &Answer) -> QueryStats {
        let mut stats = QueryStats::default();
        for message in &answer.messages {
            let Message::Text(_, text) = message else { continue };
            for line in text.lines().filter(|it| it.contains("Query-stats")) {
                let words: Vec<&str> = line.split_whitespace().collect();
                let time =
                    words.windows(2).find(|it| it[1] == "milliseconds").and_then(|it| it[0].parse().ok());
                stats.time += Duration::from_millis(time.unwrap_or(0));
                if let Some((_, why)) = line.split_once("failed {reason-unknown=") {
                    let why = why.split('}').next().unwrap_or_default();
                    stats.failed = true;
                    stats.exhausted |=
                        ["resource", "cancel", "timeout", "memory"].iter().any(|it| why.contains(it));
                }
            }
        }
        let issues = answer.issues().unwrap_or_default();
        for issue in issues.iter().filter(|it| it.level == Level::Error) {
            let text = &issue.message;
            const SOLVER: [&str; 6] = [
                "ould not prove",
                "assertion failed",
                "SMT solver",
                "Subtyping check failed",
                "unknown because",
                "ssertion failed",
            ];
            stats.failed |= issue.number == Some(19) || SOLVER.iter().any(|it| text.contains(it));
            stats.exhausted |= text.contains("unknown because (resource limits reached)")
                || text.contains("unknown because (canceled)");
        }
        stats
    }
}

/// The errors of an answer, each once, with the code that they stand at.
pub(super) fn complaint(answer: &Answer, code: &str, line: u32) -> String {
    let mut said: Vec<String> = Vec::new();
    for issue in answer.issues().unwrap_or_default().into_iter().filter(|it| it.level == Level::Error) {
        let at = issue.ranges.first().and_then(|it| slice(code, line, it.beg, it.end));
        let message = issue.message.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = at.map_or(message.clone(), |at| format!("{message} (at `{at}`)"));
        if !said.contains(&text) {
            said.push(text);
        }
    }
    // A tactic shows the goal that it failed at.
    let mut states = answer.messages.iter().filter_map(|it| match it {
        Message::ProofState(state) => state.goals.first(),
        Message::Text(..) => None,
    });
    if let Some(goal) = states.next_back() {
        let hyps: String = goal.hypotheses().map(|it| format!("{}: {}, ", it.name, it.ty)).collect();
        let text = format!("the goal there is {hyps}⊢ {}", goal.goal.ty);
        said.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    if said.is_empty() { "F* gives no reason".into() } else { said.join("; ") }
}

/// The code at a range of an issue, shortened.
fn slice(code: &str, line: u32, beg: (u32, u32), end: (u32, u32)) -> Option<String> {
    let row = beg.0.checked_sub(line)? as usize;
    let text = code.lines().nth(row)?;
    let to = if end.0 == beg.0 { end.1 as usize } else { text.chars().count() };
    let from = beg.1 as usize;
    let cut: String = text.chars().skip(from).take(to.saturating_sub(from).min(80)).collect();
    Some(cut.trim().to_owned()).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{super::protocol::Status, *};

    #[test]
    fn the_goal_that_a_tactic_failed_at_is_told() {
        let goal = r#"{"hyps": [{"name": "n", "type": "nat"}, {"name": "p", "type": "pure_post unit"}],
            "goal": {"witness": "", "type": "squash (n > 0)", "label": ""}}"#;
        let state = format!(r#"{{"label": "at the time of failure", "goals": [{goal}], "smt-goals": []}}"#);
        let answer = Answer {
            status: Status::Failure,
            response: serde_json::json!([{"level": "error", "message": "user tactic failed: trefl", "ranges": []}]),
            messages: vec![Message::ProofState(serde_json::from_str(&state).unwrap())],
        };
        let said = complaint(&answer, "", 1);
        assert_eq!(said, "user tactic failed: trefl; the goal there is n: nat, ⊢ squash (n > 0)");
    }

    #[test]
    fn the_solvers_part_is_read_off_the_statistics() {
        let answer = |text: &str| Answer {
            status: Status::Failure,
            response: serde_json::json!([]),
            messages: vec![Message::Text("info".into(), text.into())],
        };
        let stats = QueryStats::of(&answer(
            "(<input>(1,1-1,2))\tQuery-stats (M.l, 1)\tfailed {reason-unknown=unknown because (resource limits reached)} in 39 milliseconds with fuel 2",
        ));
        assert_eq!(stats, QueryStats { time: Duration::from_millis(39), failed: true, exhausted: true });
        let stats =
            QueryStats::of(&answer("x\tQuery-stats (M.l, 1)\tsucceeded in 7 milliseconds with fuel 2"));
        assert_eq!(stats, QueryStats { time: Duration::from_millis(7), failed: false, exhausted: false });
    }
}
