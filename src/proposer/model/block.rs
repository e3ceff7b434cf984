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
    /// Whether it came as a declaration of the name that was asked for, or of any; the better, the more.
    pub(super) declares: u8,
}

impl Block {
    /// Whether a text is code as a whole: it declares a theorem, or begins as a proof does.
    pub(super) fn is_code(text: &str) -> bool {
        let text = without_comments(text);
        let start = text.trim_start();
        !declarations(&text).is_empty() || start.starts_with(":=") || start.starts_with("by\n")
    }

    /// The script in a text that is code; of several declarations, in that of `name` or else in the first.
    pub(super) fn new(text: &str, name: &str) -> Self {
        let text = without_comments(text);
        let all = declarations(&text);
        let at = all.iter().position(|it| it.1 == name);
        let declares = u8::from(!all.is_empty()) + u8::from(at.is_some());
        let at = at.unwrap_or(0);
        let text = match all.get(at) {
            Some((start, _)) => body(alone(&text[*start..])),
            None => text,
        };
        let text = text.trim_matches('\n').trim_end();
        let text = text.trim_start().strip_prefix(":=").unwrap_or(text);
        let text = match text.trim_start().strip_prefix("by") {
            Some(rest) if rest.starts_with(['\n', ' ']) => rest.trim_start_matches(' '),
            _ => text,
        };
        let lines = text.lines().map(str::trim_end);
        let mut lines: Vec<&str> = lines.filter(|it| !it.is_empty()).collect();
        // Models that learned Lean 3 end a line with a comma.
        if lines.iter().any(|it| matches!(it.trim(), "begin" | "end")) {
            lines.retain(|it| !matches!(it.trim(), "begin" | "end"));
            lines.iter_mut().for_each(|it| *it = without_stop(it));
        }
        let is_goal = lines.iter().any(|it| it.trim_start().starts_with('⊢'));
        let mut lines = if is_goal { Vec::new() } else { dedented(&lines) };
        let end = lines.iter().position(|it| is_command(it));
        lines.truncate(end.unwrap_or(lines.len()));
        if let Some(last) = lines.last_mut() {
            last.truncate(without_stop(last).len());
        }
        Block { text: lines.join("\n"), declares }
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

/// A text without comments, if it declares a theorem.
pub(super) fn declaring(text: &str) -> Option<String> {
    let text = without_comments(text);
    (!declarations(&text).is_empty()).then_some(text)
}

/// The theorems that a text declares, each without what follows it.
pub(super) fn declarations_in(text: &str) -> Vec<String> {
    let text = without_comments(text);
    declarations(&text).into_iter().map(|it| alone(&text[it.0..]).trim_end().to_owned()).collect()
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
    line.contains(is_foreign)
        || (told >= 2 && !code)
        || (told >= 1 && sentence)
        || (capital && words.len() > 1)
        || line.trim_end().ends_with(':')
        || capital && line.ends_with(['!', '.', '?'])
}

/// Letters and signs of languages that no Lean is written in: Cyrillic, Hebrew, Arabic, Thai, Chinese, Japanese, Korean.
fn is_foreign(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{6ff}' | '\u{e00}'..='\u{e7f}' | '\u{3000}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{ff00}'..='\u{ffef}')
}

fn first_word(line: &str) -> &str {
    let end = line.find(|it: char| !it.is_alphanumeric() && !matches!(it, '_' | '\'' | '#' | '?' | '!'));
    &line[..end.unwrap_or(line.len())]
}

/// `open Foo in tactic` and `set_option x in tactic` are tactics.
fn opens_in(line: &str) -> bool {
    line.starts_with(['o', 's']) && line.contains(" in")
}

/// Whether a line opens a top-level command.
fn is_command(line: &str) -> bool {
    COMMANDS.contains(&first_word(line)) && !opens_in(line)
}

/// Where theorems are declared, each with its name; an `example` has none.
fn declarations(text: &str) -> Vec<(usize, &str)> {
    let (mut found, mut at) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let mut words = line.split_whitespace().skip_while(|it| {
            it.starts_with("@[") || matches!(*it, "private" | "protected" | "noncomputable")
        });
        let keyword = words.next();
        // A colon at the end of a line is no sign of prose here: what is stated may stand on the next one.
        let told = line.trim_end().trim_end_matches(':');
        if matches!(keyword, Some("theorem" | "lemma" | "example")) && !is_prose(told) {
            let name = words.next().filter(|_| keyword != Some("example")).unwrap_or_default();
            found.push((at, name.split(['(', '{', '[', ':']).next().unwrap_or_default()));
        }
        at += line.len();
    }
    found
}

/// A declaration without the commands and the words after it.
fn alone(text: &str) -> &str {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let said = text[..at].contains(":=") && !line.starts_with(' ') && is_prose(line.trim_end());
        if number > 0 && (is_command(line) || line.starts_with("@[") || said) {
            return &text[..at];
        }
        at += line.len();
    }
    text
}

/// The script of a declaration; a proof that is a term becomes one that `exact`s it.
fn body(declaration: &str) -> String {
    let Some(at) = proof(declaration) else {
        return declaration.split_once("begin\n").map(|it| it.1.to_owned()).unwrap_or_default();
    };
    let rest = declaration[at..].trim_start();
    let keyword = |word| {
        rest.strip_prefix(word).filter(|it| !it.starts_with(|it: char| it.is_alphanumeric() || it == '_'))
    };
    match (keyword("by"), keyword("begin")) {
        // What stands beside `by` is no measure for the margin of the rest.
        (Some(script), _) => script.trim_start_matches(' ').to_owned(),
        (_, Some(_)) => rest.to_owned(),
        _ if rest.trim().is_empty() => String::new(),
        _ => format!("exact {}", rest.trim()),
    }
}

/// Where the proof of a declaration begins: after the first `:=` that is in no brackets and binds nothing.
fn proof(declaration: &str) -> Option<usize> {
    let (mut depth, mut from) = (0_usize, 0);
    for (at, it) in declaration.char_indices() {
        match it {
            '(' | '[' | '{' | '⟨' | '⦃' => depth += 1,
            ')' | ']' | '}' | '⟩' | '⦄' => depth = depth.saturating_sub(1),
            ':' if depth == 0 && declaration[at..].starts_with(":=") => {
                if !declaration[from..at].split_whitespace().any(|it| matches!(it, "let" | "have")) {
                    return Some(at + 2);
                }
                from = at + 2;
            }
            _ => {}
        }
    }
    None
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

/// Lean without its comments; what is in a string is none.
fn without_comments(text: &str) -> String {
    let (mut out, mut rest, mut depth) = (String::new(), text, 0_usize);
    while let Some(at) = rest.find(['-', '/', '"']) {
        let (before, from) = rest.split_at(at);
        if depth == 0 {
            out.push_str(before);
        }
        let opens = from.starts_with("/-");
        let taken = if opens || depth > 0 && from.starts_with("-/") {
            depth = if opens { depth + 1 } else { depth - 1 };
            2
        } else if depth > 0 {
            1
        } else if from.starts_with("--") {
            from.find('\n').unwrap_or(from.len())
        } else {
            // A quote that is never closed is no string.
            let taken = if from.starts_with('"') { string(from).unwrap_or(1) } else { 1 };
            out.push_str(&from[..taken]);
            taken
        };
        rest = &from[taken..];
    }
    if depth == 0 {
        out.push_str(rest);
    }
    out
}

/// How long the string is that a text begins with.
fn string(text: &str) -> Option<usize> {
    let mut escaped = false;
    let end = text[1..].find(|it: char| {
        let ends = it == '"' && !escaped;
        escaped = it == '\\' && !escaped;
        ends
    });
    end.map(|it| it + 2)
}

/// A line without the stop or comma that prose and Lean 3 put behind it.
fn without_stop(line: &str) -> &str {
    let bare = line.trim_end_matches([',', ';']);
    match bare.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest,
        _ => bare,
    }
}
