//! A block of Lean in a reply: a script, or a declaration with one.

/// Words that a line of tactics begins with.
const TACTICS: &str = "
    abel ac_nf ac_rfl aesop all_goals any_goals apply apply? apply_fun apply_mod_cast as_aux_lemma assumption
    assumption_mod_cast bound bv_decide bv_omega by by_cases by_contra calc case case' cases cases' change choose clear
    congr congrm constructor continuity contradiction contrapose contrapose! conv convert cutsat decide decreasing_tactic
    delta done dsimp eq_refl erw exact exact? exact_mod_cast exacts exfalso exists ext extract_lets fapply false_or_by_contra
    field_simp fin_cases fin_omega first first_order focus fun_cases fun_induction funext gcongr generalize get_elem_tactic
    grind grobner group have haveI hint infer_instance induction induction' injection injections instantiate interval_cases
    intro intros iterate left let letI lia linarith linear_combination match mono monotonicity native_decide next nlinarith
    nofun nomatch nontriviality norm_cast norm_num nth_rewrite nth_rw obtain omega on_goal pick_goal polyrith positivity
    push_cast push_neg qify rcases refine refine' rel rename rename_i repeat repeat' replace revert rewrite rfl rfl' right
    ring ring_nf rintro rotate_left rotate_right rsuffices rw rw? rwa set show show_term simp simp? simp_all simp_all_arith
    simp_arith simp_rw simpa skip slice_lhs sorry specialize split split_ifs stop subst subst_vars substs suffices swap
    symm symm_saturate tauto trans trivial try unfold unhygienic use wlog with_reducible zify";

/// Words that open a top-level command and so end a script.
const COMMANDS: [&str; 18] = [
    "theorem",
    "lemma",
    "example",
    "def",
    "abbrev",
    "instance",
    "structure",
    "inductive",
    "namespace",
    "section",
    "end",
    "open",
    "import",
    "variable",
    "set_option",
    "#check",
    "#eval",
    "#print",
];

/// Lines of a script, the first at the margin.
pub(super) struct Block {
    text: String,
}

impl Block {
    /// Whether a text is code as a whole: it declares a theorem, or begins as a proof does.
    pub(super) fn is_code(text: &str) -> bool {
        declaration(text).is_some() || text.trim_start().starts_with(":=")
    }

    /// The script in a text that is code.
    pub(super) fn new(text: &str) -> Self {
        let text = match declaration(text) {
            Some(at) => body(&text[at..]),
            None => text.to_owned(),
        };
        let text = text.trim_matches('\n').trim_end();
        let text = text.trim_start().strip_prefix(":=").unwrap_or(text);
        let text = match text.trim_start().strip_prefix("by") {
            Some(rest) if rest.starts_with(['\n', ' ']) => rest,
            _ => text,
        };
        let lines = text.lines().map(|it| without_comment(it).trim_end());
        let mut lines: Vec<&str> = lines.filter(|it| !it.is_empty()).collect();
        // Models that learned Lean 3 end a line with a comma.
        if lines.iter().any(|it| it.trim() == "end") {
            lines.retain(|it| !matches!(it.trim(), "begin" | "end"));
            lines.iter_mut().for_each(|it| *it = without_stop(it));
        }
        let is_goal = lines.iter().any(|it| it.trim_start().starts_with('⊢'));
        let mut lines = if is_goal { Vec::new() } else { dedented(&lines) };
        let end =
            lines.iter().position(|it| COMMANDS.iter().any(|word| first_word(it) == *word) && !opens_in(it));
        lines.truncate(end.unwrap_or(lines.len()));
        if let Some(last) = lines.last_mut() {
            last.truncate(without_stop(last).len());
        }
        Block { text: lines.join("\n") }
    }

    /// The script.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Its tactics, each with the lines that belong to it.
    pub(super) fn units(&self) -> Vec<String> {
        let mut units: Vec<String> = Vec::new();
        for line in self.text.lines() {
            match units.last_mut() {
                Some(unit) if line.starts_with([' ', '|', ')']) || line.starts_with("<;>") => {
                    unit.push('\n');
                    unit.push_str(line);
                }
                _ => units.push(line.to_owned()),
            }
        }
        units
    }
}

/// Whether a line begins as a line of tactics does.
pub(super) fn looks_like_tactic(line: &str) -> bool {
    let line = line.trim();
    let line = line.strip_prefix("· ").unwrap_or(line).trim_start_matches('(');
    TACTICS.split_whitespace().any(|it| it == first_word(line)) && !is_prose(line)
}

/// Whether a line is a sentence rather than code.
pub(super) fn is_prose(line: &str) -> bool {
    const WORDS: [&str; 16] = [
        "the", "we", "is", "that", "which", "should", "because", "you", "a", "to", "of", "will", "then",
        "it", "are", "can",
    ];
    let words: Vec<&str> = line.split_whitespace().collect();
    let told = words.iter().filter(|it| WORDS.contains(it)).count();
    let sentence = words.len() >= 4 && line.trim_end().ends_with(['.', ':', '!', '?']);
    let code = line.contains([':', '⟨', '[', '=', '←']) && !sentence;
    let capital = line.trim_start().starts_with(|it: char| it.is_ascii_uppercase());
    (told >= 2 && !code)
        || (told >= 1 && sentence)
        || (capital && words.len() > 1)
        || line.trim_end().ends_with(':')
        || capital && line.ends_with(['!', '.', '?'])
}

fn first_word(line: &str) -> &str {
    let end = line.find(|it: char| !it.is_alphanumeric() && !matches!(it, '_' | '\'' | '#' | '?' | '!'));
    &line[..end.unwrap_or(line.len())]
}

/// `open Foo in tactic` and `set_option x in tactic` are tactics.
fn opens_in(line: &str) -> bool {
    line.starts_with(['o', 's']) && line.contains(" in")
}

/// Where a theorem is declared, if one is.
fn declaration(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.split_whitespace().skip_while(|it| {
            it.starts_with("@[") || matches!(*it, "private" | "protected" | "noncomputable")
        });
        let mut words = words;
        if matches!(words.next(), Some("theorem" | "lemma" | "example")) && !is_prose(line.trim_end()) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// The script of a declaration; a proof that is a term becomes one that `exact`s it.
fn body(declaration: &str) -> String {
    let mut from = 0;
    while let Some(at) = declaration[from..].find(":=") {
        let rest = &declaration[from + at + 2..];
        if let Some(script) = rest.trim_start().strip_prefix("by")
            && !script.starts_with(|it: char| it.is_alphanumeric() || it == '_')
        {
            // What stands beside `by` is no measure for the margin of the rest.
            return script.trim_start_matches(' ').to_owned();
        }
        from += at + 2;
    }
    match declaration.split_once(":=") {
        Some((_, term)) if !term.trim().is_empty() => format!("exact {}", term.trim()),
        _ => declaration.split_once("begin\n").map(|it| it.1.to_owned()).unwrap_or_default(),
    }
}

/// The lines with their common margin taken away.
fn dedented(lines: &[&str]) -> Vec<String> {
    let margin = |it: &&&str| it.len() - it.trim_start_matches(' ').len();
    // If only the first line is at the margin, it stood behind something; but a tactic may open a block.
    let rest = lines.iter().skip(1).map(|it| margin(&it)).min();
    let first = lines.first().map_or(0, |it| margin(&it));
    let opens = lines.first().is_some_and(|it| {
        [" by", " do", "=>", ":=", "with", "(", ",", "[", "⟨", "calc", "conv", "from", "first"]
            .iter()
            .any(|end| it.ends_with(end))
            || it.trim_start().starts_with(['·', '|'])
            || matches!(first_word(it.trim_start()), "calc" | "conv" | "case" | "next" | "match" | "first")
    });
    let rest = match rest {
        Some(rest) if rest > first && !opens && looks_like_script(&lines[1..], rest) => rest,
        Some(rest) => rest.min(first),
        None => first,
    };
    let strip = |(i, it): (usize, &&str)| it[if i == 0 { first } else { rest }.min(margin(&it))..].to_owned();
    lines.iter().enumerate().map(strip).collect()
}

/// Whether the lines at a margin are tactics, rather than the rest of a term.
fn looks_like_script(lines: &[&str], margin: usize) -> bool {
    let at_margin = lines.iter().filter(|it| !it[margin..].starts_with(' '));
    at_margin.clone().all(|it| looks_like_tactic(it) || it.trim_start().starts_with(['·', '|']))
}

/// A line without the comment at its end.
fn without_comment(line: &str) -> &str {
    match line.find("--") {
        Some(at) if line[..at].trim().is_empty() || line[..at].ends_with(' ') => &line[..at],
        _ => line,
    }
}

/// A line without the stop or comma that prose and Lean 3 put behind it.
fn without_stop(line: &str) -> &str {
    let bare = line.trim_end_matches([',', ';']);
    match bare.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest,
        _ => bare,
    }
}
