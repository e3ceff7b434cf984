//! What is known at a hole of a step, read off the step's text.

use crate::{
    prover::{Hyp, HypKind},
    theorem::fstar_text::{holes, without_comments},
};

/// What a hole of a step has in scope beside what was there before: the patterns and conditions it stands under.
pub(super) fn scope(step: &str, hole: usize) -> Vec<Hyp> {
    let code = without_comments(step);
    let Some(range) = holes(step).into_iter().nth(hole) else { return Vec::new() };
    let hyp = |name: &str, ty: &str, kind| Hyp {
        name: name.to_owned(),
        ty: ty.split_whitespace().collect::<Vec<_>>().join(" "),
        kind,
        value: None,
        head: None,
    };
    let before = code[..range.start].trim_end();
    let mut out = Vec::new();
    if let Some((name, value)) =
        before.strip_prefix("let ").and_then(|it| it.strip_suffix(" in")).and_then(|it| it.split_once(" = "))
    {
        out.push(hyp("", &format!("{} == {value}", name.trim()), HypKind::Prop));
        return out;
    }
    // `let aux (x:t) : Lemma (p x) = admit () in …`: the parameters of a local lemma.
    let local = before.strip_suffix('=').and_then(|it| it.rfind("let ").map(|at| &it[at + "let ".len()..]));
    if let Some(head) = local.filter(|it| it.contains(": Lemma")) {
        let binders = head.split(": Lemma").next().unwrap_or_default();
        for group in binders.split('(').skip(1).filter_map(|it| it.split(')').next()) {
            let Some((names, ty)) = group.split_once(':') else { continue };
            out.extend(names.split_whitespace().map(|name| hyp(name, ty, HypKind::Var)));
        }
        return out;
    }
    if let Some(start) = code.find("match ").filter(|it| *it < range.start)
        && let Some((scrutinee, rest)) = code[start + "match ".len()..range.start].split_once(" with")
    {
        // Holes of one split stand under its last pattern so far; a split inside of another is a step of its own.
        if let Some((pattern, _)) = rest.rsplit_once('|').and_then(|(_, it)| it.split_once("->")) {
            out.push(hyp("", &format!("{} == {}", scrutinee.trim(), pattern.trim()), HypKind::Prop));
        }
    }
    if let Some(condition) = before.rfind("if ").map(|it| &before[it + 3..]) {
        match condition.split_once(" then") {
            Some((test, then)) if !then.contains("else") => out.push(hyp("", test, HypKind::Prop)),
            Some((test, _)) => out.push(hyp("", &format!("not ({})", test.trim()), HypKind::Prop)),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theorem::fstar_term::HOLE;

    #[test]
    fn a_hole_knows_what_it_stands_under() {
        let said = |step: &str, hole| scope(step, hole).into_iter().map(|it| it.ty).collect::<Vec<_>>();
        let split = "let rec f l = match l with\n  | [] -> ()\n  | hd :: tl -> f tl;\n    admit ()";
        assert_eq!(said(split, 0), ["l == hd :: tl"]);
        let local = "let aux (x y:nat) (l:list nat) : Lemma (mem x l) = admit () in\nforall_intro_3 aux";
        let names: Vec<String> =
            scope(local, 0).into_iter().map(|it| format!("{}:{}", it.name, it.ty)).collect();
        assert_eq!(names, ["x:nat", "y:nat", "l:list nat"]);
        let test = "if x = y && c then admit () else admit ()";
        assert_eq!(said(test, 0), ["x = y && c"]);
        assert_eq!(said(test, 1), ["not (x = y && c)"]);
        assert!(said(&format!("g x;\n{HOLE}"), 0).is_empty());
    }
}
