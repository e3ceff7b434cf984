//! F*: a lemma as a definition within another.

use super::{Form, Offer};
use crate::{
    lemma::Lemma,
    theorem::{
        finished::replace_word,
        fstar_text::{body, without_comments, words},
    },
};

/// A lemma under another name.
pub(super) struct Texts {
    /// `val NAME : TYPE` and its `let`, or a `let` that says it all.
    pub(super) declaration: String,
    /// `let NAME : TYPE = fun … -> … in`
    pub(super) definition: String,
}

/// The lemma as it can be declared, and as it can stand within a proof; none if the one cannot be told from the other.
pub(super) fn texts(lemma: &Lemma, local: &str) -> Option<Texts> {
    let theorem = &lemma.theorem;
    // Patterns would have the solver use the lemma where no script calls it.
    let renamed = |text: &str| replace_word(text.trim(), &theorem.name, local);
    let val = without_patterns(&renamed(&theorem.statement[..theorem.hole.start]));
    let script = renamed(split_options(&lemma.script).1);
    let (head, rest) = script.split_at(body(&script)?);
    let whole = format!("{}{rest}", without_patterns(head));
    let (keyword, args) = parts(head, local)?;
    let stated =
        if val.is_empty() { args } else { val.strip_prefix("val")?.trim_start().strip_prefix(local)? };
    let code = without_comments(stated);
    if !words(&code).any(|it| it.1 == "Lemma") || stated.contains("//") {
        return None;
    }
    if val.is_empty() {
        let variables = bind(&type_variables(&code), |it| format!("(#{it}:Type) "));
        let definition =
            format!("{keyword}{local} {variables}{}{rest}\nin", without_patterns(args).trim_start());
        return Some(Texts { declaration: whole, definition: plain(&definition) });
    }
    let ty = stated.trim_start().strip_prefix(':')?.trim();
    let args = args.trim().trim_end_matches('=').trim();
    // The `let` may say its type once more, in other words.
    if at_top(args, ':') {
        return None;
    }
    let variables = type_variables(&code);
    let of_type = bind(&variables, |it| format!("#{it}:Type -> "));
    let of_fun = bind(&variables, |it| format!("#{it} "));
    let function = match (of_fun.is_empty() && args.is_empty(), rest.trim().contains('\n')) {
        (true, _) => rest.to_owned(),
        (false, false) => format!(" fun {of_fun}{args} -> {}", rest.trim()),
        (false, true) => {
            format!(" fun {of_fun}{args} ->{}{rest}", if rest.starts_with('\n') { "" } else { "\n  " })
        }
    };
    let definition = format!("{keyword}{local} : {of_type}{ty} ={function}\nin");
    Some(Texts { declaration: format!("{val}\n{whole}"), definition: plain(&definition) })
}

/// A declaration that F* accepts if the definition can stand within another.
pub(super) fn within(definition: &str, local: &str) -> String {
    format!("let {local}_within () : Lemma True =\n{}\n  ()", indent(definition))
}

/// The definitions of the lemmas that a script calls.
pub(super) fn definitions(called: &[&Offer]) -> String {
    let definition = |it: &&Offer| match &it.form {
        Form::Fstar(definition) => Some(definition.clone()),
        Form::Lean(_) => None,
    };
    called.iter().filter_map(definition).collect::<Vec<_>>().join("\n")
}

/// The script, a whole definition, with other definitions before its body.
pub(super) fn inline(script: &str, definitions: &str) -> String {
    let (options, definition) = split_options(script);
    let Some(at) = body(definition) else { return script.to_owned() };
    let (head, rest) = definition.split_at(at);
    let rest =
        if rest.starts_with('\n') { rest.trim_end().to_owned() } else { format!("\n  {}", rest.trim()) };
    let whole = format!("{head}\n{}{rest}", indent(definitions));
    options.map_or(whole.clone(), |it| format!("{it}\n{whole}\n#pop-options"))
}

/// The line of options before a definition, and the definition.
fn split_options(script: &str) -> (Option<&str>, &str) {
    let Some((options, rest)) = script.split_once('\n').filter(|it| it.0.starts_with("#push-options")) else {
        return (None, script);
    };
    (Some(options), rest.trim_end().trim_end_matches("#pop-options").trim_end())
}

/// `let ` or `let rec `, and what stands between the name and the body.
fn parts<'a>(head: &'a str, name: &str) -> Option<(&'static str, &'a str)> {
    let rest = head.strip_prefix("let")?.trim_start();
    let (keyword, rest) = match rest.strip_prefix("rec ") {
        Some(rest) => ("let rec ", rest.trim_start()),
        None => ("let ", rest),
    };
    Some((keyword, rest.strip_prefix(name)?))
}

/// The type variables (`'a`) that F* binds by itself at the top level, and nowhere else.
fn type_variables(code: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for (_, word) in words(code).filter(|it| it.1.starts_with('\'') && !it.1[1..].contains('\'')) {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

fn bind(variables: &[&str], binder: impl Fn(&str) -> String) -> String {
    variables.iter().map(|it| binder(it)).collect()
}

/// A definition with plain names for type variables: `ty_a` for `'a`, bound as the text has it.
fn plain(definition: &str) -> String {
    let code = without_comments(definition);
    let variables = type_variables(&code);
    variables
        .iter()
        .fold(definition.to_owned(), |text, it| replace_word(&text, it, &format!("ty_{}", &it[1..])))
}

/// A text without `[SMTPat …]`.
fn without_patterns(text: &str) -> String {
    let starts = ["[SMTPat", "[smt_pat"].iter().filter_map(|it| text.find(it));
    let Some(start) = starts.min() else { return text.to_owned() };
    let mut depth = 0;
    let end = text[start..].char_indices().find_map(|(at, it)| {
        depth += i32::from(it == '[') - i32::from(it == ']');
        (depth == 0).then_some(start + at + 1)
    });
    let Some(end) = end else { return text.to_owned() };
    without_patterns(&format!("{}{}", text[..start].trim_end(), &text[end..]))
}

/// Whether a sign stands outside of all brackets.
fn at_top(text: &str, sign: char) -> bool {
    let mut depth = 0;
    text.chars().any(|it| {
        depth += i32::from("([{".contains(it)) - i32::from(")]}".contains(it));
        depth == 0 && it == sign
    })
}

fn indent(text: &str) -> String {
    text.lines().map(|it| format!("  {it}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::{Offer, inline};
    use crate::testing::lemma::written_fstar_lemma;

    fn offer(statement: &str, script: &str, calls: &[&str]) -> Option<Offer> {
        Offer::new(&written_fstar_lemma("len", "module M\n", statement, script), calls)
    }

    #[test]
    fn a_lemma_is_declared_or_defined_within_a_proof() {
        for (statement, script, declaration, within) in [
            (
                "val len : l:list 'a -> Lemma (ensures size l >= 0) [SMTPat (size [l])]",
                "let rec len l =\n  match l with\n  | [] -> ()\n  | _ :: t -> len t",
                "val lemma_len : l:list 'a -> Lemma (ensures size l >= 0)\n\
                 let rec lemma_len l =\n  match l with\n  | [] -> ()\n  | _ :: t -> lemma_len t",
                "let lemma_len_within () : Lemma True =\n  \
                 let rec lemma_len : #ty_a:Type -> l:list ty_a -> Lemma (ensures size l >= 0) = fun #ty_a l ->\n    \
                 match l with\n    | [] -> ()\n    | _ :: t -> lemma_len t\n  in\n  ()",
            ),
            (
                "",
                "let len (#a:Type) (l:list a) : Lemma (size l >= 0) = ()",
                "let lemma_len (#a:Type) (l:list a) : Lemma (size l >= 0) = ()",
                "let lemma_len_within () : Lemma True =\n  \
                 let lemma_len (#a:Type) (l:list a) : Lemma (size l >= 0) = ()\n  in\n  ()",
            ),
            (
                "val len : n:nat -> Lemma (n >= 0)",
                "#push-options \"--z3rlimit 20\"\nlet len _ = ()\n#pop-options",
                "val lemma_len : n:nat -> Lemma (n >= 0)\nlet lemma_len _ = ()",
                "let lemma_len_within () : Lemma True =\n  let lemma_len : n:nat -> Lemma (n >= 0) = fun _ -> ()\n  in\n  ()",
            ),
        ] {
            let offer = offer(statement, script, &[]).unwrap();
            assert_eq!((offer.declaration.as_str(), offer.within.as_str()), (declaration, within));
        }
    }

    #[test]
    fn what_cannot_stand_within_a_proof_is_not_offered() {
        for (statement, script) in [
            ("val len : n:nat -> Lemma (n >= 0)", "let len (n:nat) : Lemma (n >= 0) = ()"),
            ("val len : nat -> nat", "let len n = n"),
            ("", "private let len (n:nat) : Lemma (n >= 0) = ()"),
        ] {
            assert_eq!(offer(statement, script, &[]), None, "{statement} {script}");
        }
    }

    #[test]
    fn a_definition_is_given_what_it_calls() {
        let offers = [offer("val len : n:nat -> Lemma (n >= 0)", "let len n = ()", &[]).unwrap()];
        let called =
            inline("#push-options \"--z3rlimit 9\"\nlet rec t x = lemma_len x; t y\n#pop-options", &offers);
        assert_eq!(
            called,
            "#push-options \"--z3rlimit 9\"\nlet rec t x =\n  let lemma_len : n:nat -> Lemma (n >= 0) = fun n -> ()\n  in\n  \
             lemma_len x; t y\n#pop-options"
        );
        assert_eq!(inline("let t x = my_lemma_len x", &offers), "let t x = my_lemma_len x");
    }
}
