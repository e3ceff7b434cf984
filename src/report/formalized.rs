//! The page of what came of informal statements: groups of formal ones, with what speaks for and against each.

use maud::{Markup, html};
use serde_json::Value;

use super::page::page;

/// The page for these lines of `formalize --json`.
pub fn formalized(results: &[Value]) -> String {
    let stands = results.iter().filter(|it| it["groups"][0].is_object()).count();
    let body = html! {
        h1 { "Formalized" }
        p { (stands) " of " (results.len()) " statements have a formal one that stands." }
        ol { @for (nth, it) in results.iter().enumerate() { li { a href=(format!("#{nth}")) { (text(&it["informal"])) } } } }
        @for (nth, it) in results.iter().enumerate() { (result(nth, it)) }
    };
    page("Formalized", "", &body)
}

fn result(nth: usize, result: &Value) -> Markup {
    let candidates = list(&result["candidates"]);
    let groups = list(&result["groups"]);
    let rejected = candidates.iter().filter(|it| it["stands"] == false);
    html! {
        h2 id=(nth) { (text(&result["informal"])) }
        @if let Some(error) = result["error"].as_str() { p .error { "Not formalized: " (error) } }
        @for it in list(&result["ambiguities"]) { p .alarm { (text(it)) } }
        @for group in groups {
            @let members = list(&group["members"]).iter().filter_map(|it| candidates.get(it.as_u64()? as usize));
            @let chosen = group["representative"].as_u64().and_then(|it| candidates.get(it as usize));
            h3 .proved { "stands, " (score(group)) }
            @if let Some(chosen) = chosen { (candidate(chosen)) }
            @for other in members.filter(|it| Some(*it) != chosen) {
                details { summary { "says the same: " (text(&other["reading"])) } (candidate(other)) }
            }
        }
        @for it in rejected {
            h3 .rejected { "rejected" }
            (candidate(it))
        }
        @if let Some(proof) = result["proof"]["proof"].as_str() {
            h3 .proved { "proved and certified" }
            pre { (proof) }
        } @else if let Some(status) = result["proof"]["status"].as_str() {
            h3 .open { (status) }
        }
    }
}

fn score(group: &Value) -> String {
    let votes = group["votes"].as_u64().unwrap_or(0);
    let s = if votes == 1 { "" } else { "s" };
    format!("score {:.2}, {votes} vote{s}", group["score"].as_f64().unwrap_or(0.0))
}

fn candidate(candidate: &Value) -> Markup {
    html! {
        @if let Some(header) = candidate["header"].as_str() {
            details { summary { "what stands before it" } pre { (header) } }
        }
        pre { (text(&candidate["statement"])) }
        p { (text(&candidate["reading"])) " " span .faint { (text(&candidate["source"])) } }
        ul {
            @for it in list(&candidate["taken"]) { li { "taken so: " (text(it)) } }
            @for it in list(&candidate["missing"]) { li .alarm { "missing: " (text(it)) } }
            @for it in list(&candidate["findings"]) {
                li class=(word(it)) { (text(&it["check"])) ": " (text(&it["evidence"])) }
            }
            @for it in list(&candidate["compared"]) {
                li .faint { (text(&it["relation"])) " to candidate " (it["with"]) ": " (text(&it["evidence"])) }
            }
            @if let Some(relation) = candidate["reference"]["relation"].as_str() {
                li { (relation) " to the reference: " (text(&candidate["reference"]["evidence"])) }
            }
        }
    }
}

/// How a finding is coloured.
fn word(finding: &Value) -> &'static str {
    match finding["verdict"].as_str() {
        Some("failed") => "rejected",
        Some("doubtful") => "alarm",
        _ => "faint",
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_page_shows_groups_and_what_was_rejected_and_runs_nothing_of_it() {
        let candidate = |statement: &str, stands: bool, evidence: &str| {
            json!({
                "statement": statement, "reading": "It <b>says</b> so.", "taken": ["0 is a natural number"], "missing": [],
                "source": "templates", "stands": stands,
                "findings": [{"check": "refutation", "verdict": if stands { "passed" } else { "failed" }, "evidence": evidence}],
            })
        };
        let page = formalized(&[
            json!({
                "informal": "Some <script>claim</script>",
                "candidates": [candidate("theorem a", true, "none"), candidate("theorem b", true, "none"), candidate("theorem c", false, "for n = 3")],
                "groups": [{"representative": 1, "members": [0, 1], "votes": 2, "score": 0.66}],
                "ambiguities": ["zero, or one?"],
            }),
            json!({"informal": "Nonsense", "error": "`nonsense` is not understood", "candidates": [], "groups": []}),
        ]);
        for part in [
            "1 of 2 statements",
            "score 0.66, 2 votes",
            "says the same",
            "for n = 3",
            "zero, or one?",
            "`nonsense` is",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
        assert!(
            page.contains("&lt;script&gt;claim")
                && !page.contains("<script>claim")
                && !page.contains("<b>says")
        );
        let places: Vec<usize> =
            ["theorem b", "theorem a", "theorem c"].iter().filter_map(|it| page.find(it)).collect();
        assert!(places.len() == 3 && places.is_sorted(), "{places:?}");
    }
}
