//! Declarations that are tried behind a header, all at once.

use std::ops::Range;

use super::{
    certifier::ALLOWED_AXIOMS,
    protocol::{CheckReply, Severity},
};

/// A text that ends in declarations, and where these stand.
pub(super) struct Behind {
    /// The text.
    pub(super) text: String,
    places: Vec<Range<usize>>,
}

impl Behind {
    pub(super) fn new(header: &str, declarations: &[String]) -> Self {
        let mut text = format!("{}\n", header.trim_end());
        let mut places = Vec::new();
        for declaration in declarations {
            text.push('\n');
            let start = text.len();
            text.push_str(declaration);
            places.push(start..text.len());
            text.push('\n');
        }
        Behind { text, places }
    }

    /// Those that Lean accepts: no error, and nothing that the proof of a theorem may not rest on, as on an earlier one
    /// that was not accepted.
    pub(super) fn accepted(&self, reply: &CheckReply) -> Vec<bool> {
        let sound = |place: &Range<usize>| {
            let wrong = |it: &&super::protocol::Message| {
                it.severity == Severity::Error
                    && it.start < place.end
                    && place.start < it.end.max(it.start + 1)
            };
            let mut declared = reply.decls.iter().filter(|it| place.contains(&it.start)).peekable();
            let allowed = |it: &String| ALLOWED_AXIOMS.contains(&it.as_str());
            reply.messages.iter().find(wrong).is_none()
                && declared.peek().is_some()
                && declared.all(|it| it.kind == "theorem" && !it.sorry && it.axioms.iter().all(allowed))
        };
        self.places.iter().map(sound).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_counts_for_the_declaration_that_it_is_about() {
        let behind = Behind::new("open Nat\n\n", &["theorem a : p := x".into(), "theorem b : q := y".into()]);
        assert_eq!(behind.text, "open Nat\n\ntheorem a : p := x\n\ntheorem b : q := y\n");
        let (a, b) = (10, 30);
        let decl = |name: &str, start: usize, sorry: bool, axioms: &[&str]| json!({ "name": name, "kind": "theorem", "type": "p", "axioms": axioms, "sorry": sorry, "start": start });
        let reply = |messages: serde_json::Value, decls: &[serde_json::Value]| -> Vec<bool> {
            let reply = json!({ "messages": messages, "header_end": 0, "commands": [], "decls": decls });
            behind.accepted(&serde_json::from_value(reply).unwrap())
        };
        let good = [decl("a", a, false, &["propext"]), decl("b", b, false, &[])];
        assert_eq!(reply(json!([]), &good), [true, true]);
        let error =
            json!([{ "severity": "error", "start": 33, "end": 34, "line": 5, "column": 3, "text": "no" }]);
        assert_eq!(reply(error, &good), [true, false]);
        assert_eq!(
            reply(json!([]), &[decl("a", a, true, &["sorryAx"]), decl("b", b, false, &["ax"])]),
            [false, false]
        );
        assert_eq!(reply(json!([]), &good[1..]), [false, true], "what declares nothing is not there");
    }
}
