//! Lemmas of F* that somebody else wrote, who need not mean well: one `val` without its proof, and nothing beside it.

use super::{
    fstar_lemma::lemma,
    fstar_text::{body, decls, holes, without_comments, words},
    lean_draft::Drafted,
};

/// Bytes of the longest statement.
const LONGEST: usize = 8_000;

/// Signs beyond ASCII that F* reads as it does others, and that look like nothing else.
const SIGNS: &str = "∀∃∧∨¬≤≥≠";

/// Words that have no business in a statement: they declare, run something, or weaken what it says.
const REFUSED: &str = "val open include module friend type assume exception effect new_effect sub_effect layered_effect \
    instance class private abstract irreducible unfold inline synth quote by Dv DIV Div ML ALL All EXN Ex Exn Tac TAC ST St";

/// Parts of names that stand for an escape from proof.
const ESCAPES: &str = "admit assume magic unsafe splice reify reflect options launch coerce sorry undefined believe \
    trust axiom tactic";

/// The one lemma in F* code, under the name `name`.
///
/// The module is left out, as what it stands behind is given, and so is a definition that is all hole.
///
/// # Errors
/// Why it is not usable.
pub fn drafted(code: &str, name: &str) -> Result<Drafted, String> {
    let code = without_comments(code);
    let code = code.lines().map(str::trim_end).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n");
    if let Some(strange) = code.chars().find(|it| !it.is_ascii() && !SIGNS.contains(*it)) {
        return Err(format!("there is `{strange}` in it"));
    }
    let decls = decls(&code);
    if decls.first().is_some_and(|it| !code[..it.range.start].trim().is_empty()) {
        return Err("there is something before the lemma that is no declaration".into());
    }
    let (mut opens, mut found) = (String::new(), Vec::new());
    for decl in decls {
        let text = &code[decl.range];
        match decl.kind.as_str() {
            "module" => {}
            "open" if is_plain_open(text) => opens.push_str(&format!("{text}\n")),
            "val" if text.starts_with("val") => {
                found.push(stated(text, &decl.name.unwrap_or_default(), name)?)
            }
            "let" if is_hole(text) => {}
            "let" => return Err("there is a definition in it, or a proof: a `val` alone is wanted".into()),
            _ => {
                let word = text.split_whitespace().next().unwrap_or(text);
                return Err(format!("`{word}` stands beside the lemma"));
            }
        }
    }
    found.dedup();
    match found.len() {
        0 => Err("there is no `val` in it".into()),
        1 => Ok(Drafted { opens, statement: found.remove(0) }),
        n => Err(format!("there are {n} lemmas in it, and one was asked for")),
    }
}

/// `open FStar.Mul`, and nothing that goes on.
fn is_plain_open(text: &str) -> bool {
    let is_name = |it: &str| it.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '.'));
    text.split_whitespace().count() == 2 && text.split_whitespace().all(is_name)
}

/// Whether a definition is `let NAME … = admit ()`.
fn is_hole(definition: &str) -> bool {
    let from = body(definition).unwrap_or(definition.len());
    matches!(&holes(definition)[..], [only] if definition[from..only.start].trim().is_empty() && definition[only.end..].trim().is_empty())
}

fn stated(text: &str, old: &str, name: &str) -> Result<String, String> {
    const FORM: &str = "it is no plain lemma, `val NAME : x:TYPE -> … -> Lemma (requires (…)) (ensures (…))`";
    if text.len() > LONGEST {
        return Err(format!("its statement is longer than {LONGEST} bytes"));
    }
    let rest = text.strip_prefix("val").and_then(|it| it.trim_start().strip_prefix(old)).ok_or(FORM)?;
    if old.is_empty() || !rest.trim_start().starts_with(':') {
        return Err(FORM.into());
    }
    is_harmless(rest)?;
    let statement = format!("val {name} {}", rest.trim_start());
    lemma(&statement, name).ok_or(FORM)?;
    Ok(statement)
}

fn is_harmless(statement: &str) -> Result<(), String> {
    let sign =
        ["\"", "`", "[@", "#set-", "#push-", "#reset-", "#pop-"].iter().find(|it| statement.contains(**it));
    if let Some(sign) = sign {
        return Err(format!("there is `{sign}` in its statement"));
    }
    for (_, word) in words(statement) {
        let is_refused = |part: &str| REFUSED.split_whitespace().any(|it| it == part);
        let escapes = |part: &str| {
            let part = part.to_ascii_lowercase();
            ESCAPES.split_whitespace().any(|it| part.contains(it))
        };
        if word.split('.').any(|it| is_refused(it) || escapes(it)) {
            return Err(format!("there is `{word}` in its statement"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(code: &str, wanted: Result<&str, &str>) {
        let found = drafted(code, "t").map(|it| format!("{}{}", it.opens, it.statement));
        assert_eq!(found.as_deref().map_err(String::as_str), wanted, "{code}");
    }

    #[test]
    fn one_lemma_gets_its_name() {
        let plain = Ok("val t : n:nat -> Lemma (n >= 0)");
        for code in [
            "val foo : n:nat -> Lemma (n >= 0)",
            "module Foo\n\n// so\nval foo : n:nat -> Lemma (n >= 0)\nlet foo n = admit ()",
            "val foo: n:nat -> Lemma (n >= 0)",
            "val a : n:nat -> Lemma (n >= 0)\n\nval b : n:nat -> Lemma (n >= 0) (* again *)\n",
        ] {
            says(code, plain);
        }
        says(
            "open FStar.Mul\nval foo : n:nat ->\n  Lemma (requires (n > 1))\n        (ensures (n * n > n))",
            Ok("open FStar.Mul\nval t : n:nat ->\n  Lemma (requires (n > 1))\n        (ensures (n * n > n))"),
        );
    }

    #[test]
    fn what_is_more_or_less_than_that_is_refused() {
        let form = "it is no plain lemma, `val NAME : x:TYPE -> … -> Lemma (requires (…)) (ensures (…))`";
        says("", Err("there is no `val` in it"));
        says(
            "It is so.\nval t : n:nat -> Lemma (n >= 0)",
            Err("there is something before the lemma that is no declaration"),
        );
        says("val t : nat -> Tot nat", Err(form));
        says("val t (n:nat) : Lemma (n >= 0)", Err(form));
        says("val t : n:nat -> Lemma (n >= 0) [SMTPat (f n)]", Err(form));
        says(
            "val t : n:nat -> Lemma (n >= 0)\nlet t n = ()",
            Err("there is a definition in it, or a proof: a `val` alone is wanted"),
        );
        says(
            "val a : n:nat -> Lemma (n >= 0)\nval b : n:nat -> Lemma (n > 0)",
            Err("there are 2 lemmas in it, and one was asked for"),
        );
        for (code, word) in [
            ("assume val t : unit -> Lemma False", "assume"),
            ("#set-options \"--lax\"\nval t : unit -> Lemma False", "#set-options"),
            ("type two = nat\nval t : n:two -> Lemma (n >= 0)", "type"),
            ("[@ expect_failure]\nval t : n:nat -> Lemma (n >= 0)", "[@"),
            ("open FStar.Mul type two = nat\nval t : n:nat -> Lemma (n >= 0)", "open"),
        ] {
            says(code, Err(&format!("`{word}` stands beside the lemma")));
        }
        for (code, word) in [
            ("val t : n:nat -> Lemma (let x = magic () in x == n)", "magic"),
            ("val t : n:nat -> Lemma (requires (admitP (n == 0))) (ensures (n == 0))", "admitP"),
            ("val t : n:nat -> Lemma (synth (f ()))", "synth"),
            ("val t : n:nat -> Lemma (FStar.Tactics.f n)", "FStar.Tactics.f"),
            ("val t : n:nat -> Lemma (n >= 0) val u : unit -> Lemma (1 == 1)", "val"),
            ("val t : n:nat -> Lemma (\"a\" == \"b\")", "\""),
            ("val t : n:nat -> Lemma (n `f` n)", "`"),
        ] {
            says(code, Err(&format!("there is `{word}` in its statement")));
        }
        says("val t : ո:nat -> Lemma (1 == 1)", Err("there is `ո` in it"));
    }
}
