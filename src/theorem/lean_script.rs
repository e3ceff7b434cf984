//! The layout of a Lean tactic script: where each tactic begins, and which proofs inside it can be left open.

use super::lean_text::{mask, words};

/// A tactic of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tactic {
    /// The line of the script where it begins, counted from 1.
    pub line: usize,
    /// Its text, the first line at the margin.
    pub text: String,
    /// What it is made of.
    pub shape: Shape,
}

/// What a tactic is made of, as far as that can be told from its layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing that could be looked at apart.
    Whole,
    /// `sorry`: the goal is left open.
    Hole,
    /// `· …`: a proof of the first goal.
    Bullet(Vec<Tactic>),
    /// `case tag => …`: a proof of the goal of that name.
    Case(String),
    /// `all_goals …`: the tactics for each goal.
    AllGoals(Vec<Tactic>),
    /// A tactic with proofs inside.
    Parts {
        /// The tactic with `?_` in place of each proof.
        open: String,
        /// The proofs, in the order of the `?_`.
        proofs: Vec<Vec<Tactic>>,
        /// Whether a proof is left open in the text, so that the tactic cannot work as it stands.
        holes: bool,
    },
}

/// The tactics of a script.
pub fn tactics(script: &str) -> Vec<Tactic> {
    block(1, script)
}

/// A sketch as a step that leaves its holes as goals, and how many holes that are.
///
/// A `sorry` that is the proof of a part becomes `?_`, and where a tactic is left out its goal is put last.
pub fn opened(sketch: &str) -> (String, usize) {
    let mut count = 0;
    let mut lines = Vec::new();
    for tactic in tactics(sketch) {
        let is_hole = |it: &Tactic| it.shape == Shape::Hole;
        let (text, holes) = match &tactic.shape {
            Shape::Hole => ("rotate_left".to_owned(), 1),
            Shape::Bullet(inner) if inner.len() == 1 && is_hole(&inner[0]) => ("rotate_left".to_owned(), 1),
            Shape::Parts { open, proofs, .. } if proofs.iter().all(|it| it.len() == 1 && is_hole(&it[0])) => {
                (open.clone(), proofs.len())
            }
            _ => without_sorry(&tactic.text),
        };
        count += holes;
        lines.push(text);
    }
    (lines.join("\n"), count)
}

/// A tactic with `?_` in place of each `sorry`, and how many these are.
fn without_sorry(text: &str) -> (String, usize) {
    let code = mask(text).code;
    let (mut out, mut from, mut count) = (String::new(), 0, 0);
    let mut before = (0, "");
    for (at, word) in words(&code) {
        if word == "sorry" {
            let by = before.1 == "by" && code[before.0 + "by".len()..at].trim().is_empty();
            out.push_str(&text[from..if by { before.0 } else { at }]);
            out.push_str("?_");
            from = at + word.len();
            count += 1;
        }
        before = (at, word);
    }
    out.push_str(&text[from..]);
    (out, count)
}

/// The tactics of a block that begins at `line`; all stand in the column of the first.
fn block(line: usize, text: &str) -> Vec<Tactic> {
    let code = mask(text).code;
    let lines: Vec<(&str, &str)> = text.split('\n').zip(code.split('\n')).collect();
    let margin = lines.iter().find(|it| !it.1.trim().is_empty()).map_or(0, |it| margin(it.1));
    let mut found: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut depth = 0_i64;
    for (at, (text, code)) in lines.iter().enumerate() {
        let bare = code.trim_start();
        let goes_on =
            ["|", "<;>", ")", "]", "}", "⟩", "else ", "then "].iter().any(|it| bare.starts_with(it));
        let begins = depth <= 0 && !bare.is_empty() && self::margin(code) <= margin && !goes_on;
        match found.last_mut() {
            Some(last) if !begins => last.1.push(text),
            _ if begins => found.push((line + at, vec![text])),
            _ => {}
        }
        depth += brackets(code);
    }
    found.into_iter().flat_map(|(line, lines)| split(line, &dedent(&lines, margin))).collect()
}

/// A tactic, or several that stand in one line.
fn split(line: usize, text: &str) -> Vec<Tactic> {
    let text = text.trim_end();
    let code = mask(text).code;
    let nested = words(&code).any(|it| matches!(it.1, "by" | "fun" | "do")) || code.contains("=>");
    if nested || code.contains('\n') {
        return vec![tactic(line, text)];
    }
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_i64, 0);
    for (at, it) in code.char_indices() {
        depth += bracket(it);
        let joined = code[..at].ends_with('<') && code[at + 1..].starts_with('>');
        if it == ';' && depth == 0 && !joined {
            parts.push(&text[from..at]);
            from = at + 1;
        }
    }
    parts.push(&text[from..]);
    parts.into_iter().map(str::trim).filter(|it| !it.is_empty()).map(|it| tactic(line, it)).collect()
}

fn tactic(line: usize, text: &str) -> Tactic {
    Tactic { line, text: text.to_owned(), shape: shape(line, text) }
}

fn shape(line: usize, text: &str) -> Shape {
    let code = mask(text).code;
    for bullet in ["·", ". ", "next =>", "focus "] {
        if code.starts_with(bullet) {
            return Shape::Bullet(inside(line, text, bullet.len()));
        }
    }
    if code.starts_with("all_goals ") {
        return Shape::AllGoals(inside(line, text, "all_goals".len()));
    }
    let bare: Vec<&str> = words(&code).map(|it| it.1).collect();
    match bare[..] {
        ["sorry" | "admit"] | ["exact" | "by", "sorry"] => return Shape::Hole,
        ["case" | "case'", tag, ..] => return Shape::Case(tag.to_owned()),
        [] => return Shape::Whole,
        _ => {}
    }
    let parts = match bare[0] {
        "have" | "haveI" | "obtain" => stated(line, text, &code),
        "induction" | "cases" | "induction'" | "cases'" => alternatives(line, text, &code),
        "exact" | "refine" | "apply" => holes(line, text, &code),
        _ => None,
    };
    let Some((open, proofs)) = parts else { return Shape::Whole };
    let holes = words(&code).any(|it| matches!(it.1, "sorry" | "admit"));
    Shape::Parts { open, proofs, holes }
}

/// `have h : T := by …`, and `obtain p : T := by …`.
fn stated(line: usize, text: &str, code: &str) -> Option<(String, Vec<Vec<Tactic>>)> {
    let (mut depth, mut colon, mut assigned) = (0_i64, None, None);
    for (at, it) in code.char_indices() {
        depth += bracket(it);
        if depth > 0 || it != ':' {
            continue;
        }
        if code[at..].starts_with(":=") {
            assigned = Some(at);
            break;
        }
        colon = colon.or(Some(at));
    }
    let (colon, assigned) = (colon?, assigned?);
    let proof = assigned + ":=".len();
    let first = words(&code[proof..]).next()?;
    if !code[proof..proof + first.0].trim().is_empty() || !matches!(first.1, "by" | "sorry") {
        return None;
    }
    let tactics = match first.1 {
        "by" => inside(line, text, proof + first.0 + "by".len()),
        _ => block(line_at(line, text, proof), text[proof..].trim_start()),
    };
    let open = match code.strip_prefix("obtain") {
        None => format!("{} ?_", &text[..proof]),
        // What is taken apart must be there first.
        Some(_) => {
            let (pattern, ty) = (text["obtain".len()..colon].trim(), text[colon + 1..assigned].trim());
            format!("have obtained : {ty} := ?_\nobtain {pattern} := obtained")
        }
    };
    Some((open, vec![tactics]))
}

/// `induction x with` and lines of `| pattern => …`.
fn alternatives(line: usize, text: &str, code: &str) -> Option<(String, Vec<Vec<Tactic>>)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in code.split_inclusive('\n') {
        if line.trim_start().starts_with('|') && margin(line) <= 2 {
            starts.push(at);
        }
        at += line.len();
    }
    let mut open = text[..*starts.first()?].trim_end().to_owned();
    if !open.ends_with("with") {
        return None;
    }
    let mut proofs = Vec::new();
    for (nth, &start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).copied().unwrap_or(text.len());
        let arrow = start + code[start..end].find("=>")? + "=>".len();
        open.push_str(&format!("\n{} ?_", text[start..arrow].trim()));
        proofs.push(inside(line_at(line, text, start), &text[start..end], arrow - start));
    }
    Some((open, proofs))
}

/// `exact f (by sorry) sorry`.
fn holes(line: usize, text: &str, code: &str) -> Option<(String, Vec<Vec<Tactic>>)> {
    let mut open = String::new();
    let mut proofs = Vec::new();
    let mut from = 0;
    for (at, word) in words(code).filter(|it| it.1 == "sorry") {
        let before = &text[from..at];
        let by =
            before.trim_end().strip_suffix("by").filter(|it| it.ends_with(['(', ' ', '⟨', ',', '=', '>']));
        open.push_str(by.unwrap_or(before));
        open.push_str("?_");
        from = at + word.len();
        proofs.push(vec![Tactic { line, text: "sorry".into(), shape: Shape::Hole }]);
    }
    open.push_str(&text[from..]);
    let open = open.strip_prefix("exact ").map_or(open.clone(), |it| format!("refine {it}"));
    (!proofs.is_empty()).then_some((open, proofs))
}

/// The block in a tactic that begins behind `at`.
fn inside(line: usize, text: &str, at: usize) -> Vec<Tactic> {
    let column = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let (first, rest) = text[at..].split_once('\n').unwrap_or((&text[at..], ""));
    let line = line_at(line, text, at);
    if first.trim().is_empty() {
        return block(line + 1, rest);
    }
    // What stands in one column with the first tactic is the next one.
    let blanks = first.chars().count() - first.trim_start().chars().count();
    let column = text[column..at].chars().count() + blanks;
    block(line, &format!("{}{}\n{rest}", " ".repeat(column), first.trim_start()))
}

fn line_at(line: usize, text: &str, at: usize) -> usize {
    line + text[..at].matches('\n').count()
}

fn margin(line: &str) -> usize {
    line.chars().take_while(|it| *it == ' ').count()
}

fn dedent(lines: &[&str], by: usize) -> String {
    let strip = |it: &&str| it.chars().skip(margin(it).min(by)).collect::<String>();
    lines.iter().map(strip).collect::<Vec<_>>().join("\n")
}

fn brackets(code: &str) -> i64 {
    code.chars().map(bracket).sum()
}

fn bracket(it: char) -> i64 {
    match it {
        '(' | '[' | '{' | '⟨' | '⦃' => 1,
        ')' | ']' | '}' | '⟩' | '⦄' => -1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line for each tactic, what is inside it below it.
    fn told(tactics: &[Tactic], indent: usize, out: &mut String) {
        for it in tactics {
            let one_line = |text: &str| text.replace('\n', "⏎");
            let (what, inner): (String, Vec<&[Tactic]>) = match &it.shape {
                Shape::Whole => (one_line(&it.text), Vec::new()),
                Shape::Hole => ("HOLE".into(), Vec::new()),
                Shape::Bullet(block) => ("BULLET".into(), vec![block]),
                Shape::Case(tag) => (format!("CASE {tag}"), Vec::new()),
                Shape::AllGoals(block) => ("ALL".into(), vec![block]),
                Shape::Parts { open, proofs, holes } => {
                    let hole = if *holes { " (has holes)" } else { "" };
                    (format!("PARTS {}{hole}", one_line(open)), proofs.iter().map(Vec::as_slice).collect())
                }
            };
            out.push_str(&format!("{}{} {what}\n", " ".repeat(indent), it.line));
            inner.into_iter().for_each(|it| told(it, indent + 2, out));
        }
    }

    #[track_caller]
    fn check(script: &str, expected: &str) {
        let mut out = String::new();
        told(&tactics(script), 0, &mut out);
        assert_eq!(out.trim_end(), expected, "{script}");
    }

    #[test]
    fn tactics_stand_in_one_column() {
        check(
            "intro h\nrcases h with\n  ⟨a, b⟩\nsimp [a,\nb]\n-- why\n\nomega",
            "1 intro h\n2 rcases h with⏎  ⟨a, b⟩\n4 simp [a,⏎b]⏎-- why\n8 omega",
        );
        check("  intro h; simp <;> omega", "1 intro h\n1 simp <;> omega");
        check("constructor\n<;> simp", "1 constructor⏎<;> simp");
        check(
            "first\n| simp\n| omega\nexact f (by simp; omega)",
            "1 first⏎| simp⏎| omega\n4 exact f (by simp; omega)",
        );
        check("", "");
    }

    #[test]
    fn proofs_inside_are_found() {
        check(
            "have h : a = b := by\n  simp\n  · omega\n    rfl\nexact h",
            "1 PARTS have h : a = b := ?_\n  2 simp\n  3 BULLET\n    3 omega\n    4 rfl\n5 exact h",
        );
        check(
            "have h (n : Nat) : n = n := by sorry",
            "1 PARTS have h (n : Nat) : n = n := ?_ (has holes)\n  1 HOLE",
        );
        check(
            "have : p := sorry\nhave q := by simp\nhave r : s := t",
            "1 PARTS have : p := ?_ (has holes)\n  1 HOLE\n2 have q := by simp\n3 have r : s := t",
        );
        check(
            "have h : p := by simp\n                 omega",
            "1 PARTS have h : p := ?_\n  1 simp\n  2 omega",
        );
        check(
            "obtain ⟨x, hx⟩ : ∃ x, p x := by\n  sorry",
            "1 PARTS have obtained : ∃ x, p x := ?_⏎obtain ⟨x, hx⟩ := obtained (has holes)\n  2 HOLE",
        );
        check(
            "induction n with\n| zero => simp\n| succ n ih =>\n  have : q := by\n    omega\n  rfl",
            "1 PARTS induction n with⏎| zero => ?_⏎| succ n ih => ?_\n  2 simp\n  4 PARTS have : q := ?_\n    5 omega\n  6 rfl",
        );
        check(
            "cases h with\n  | inl a => exact a\n  | inr b => sorry\nomega",
            "1 PARTS cases h with⏎| inl a => ?_⏎| inr b => ?_ (has holes)\n  2 exact a\n  3 HOLE\n4 omega",
        );
        check(
            "exact f (by sorry) ⟨sorry, x⟩",
            "1 PARTS refine f (?_) ⟨?_, x⟩ (has holes)\n  1 HOLE\n  1 HOLE",
        );
        check(
            "exact sorry\nall_goals simp\ncase inl h => omega\nnext => rfl",
            "1 HOLE\n2 ALL\n  2 simp\n3 CASE inl\n4 BULLET\n  4 rfl",
        );
    }

    #[test]
    fn a_sketch_is_a_step_that_leaves_its_holes() {
        let is = |sketch: &str, step: &str, holes| assert_eq!(opened(sketch), (step.to_owned(), holes));
        is(
            "have h₁ : a = b := by sorry\nhave h₂ : b = c := by\n  sorry\nomega",
            "have h₁ : a = b := ?_\nhave h₂ : b = c := ?_\nomega",
            2,
        );
        is("constructor\n· sorry\n· simp", "constructor\nrotate_left\n· simp", 1);
        is("intro x\nsorry", "intro x\nrotate_left", 1);
        is(
            "calc a = b := by sorry\n  _ = c := sorry -- sorry",
            "calc a = b := ?_\n  _ = c := ?_ -- sorry",
            2,
        );
        is(
            "cases n with\n| zero => simp\n| succ n => sorry",
            "cases n with\n| zero => simp\n| succ n => ?_",
            1,
        );
        is("exact f (by sorry)", "refine f (?_)", 1);
        is("simp", "simp", 0);
    }

    #[test]
    fn text_that_ends_early_is_read_to_its_end() {
        for text in [
            "have",
            "have h :",
            "have h : p :=",
            "have h : p := by",
            "induction n with\n|",
            "·",
            "case",
            "exact f (",
            "\"",
            "/-",
            "cases é with\n| a",
        ] {
            assert!(tactics(text).len() <= 2, "{text}");
        }
    }
}
