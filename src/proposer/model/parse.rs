//! Reads steps out of what a model says, however it says it.
//!
//! Nothing here decides whether a step is right or even allowed: that is the prover's business.

use serde_json::Value;

use super::{
    block::{self, Block, is_prose, looks_like_tactic},
    thoughts,
};

/// Bytes of the longest proof.
const LONGEST_PROOF: usize = 60_000;

/// Bytes and lines of the longest step.
const LONGEST: usize = 4_000;
const MOST_LINES: usize = 80;

/// Steps that one reply can give.
const MOST_STEPS: usize = 64;

/// The steps in a reply, the best first, each once.
///
/// A block of several tactics gives itself as one step, and its first tactic. With `list`, each of
/// its tactics is an alternative of its own. A reply that was `cut_off` loses its last line.
pub fn steps(reply: &str, cut_off: bool, name: &str, list: bool) -> Vec<String> {
    let mut found = Found { name, pieces: if list { Pieces::All } else { Pieces::First }, found: Vec::new() };
    found.reply(reply, cut_off);
    found.found.into_iter().map(|it| it.0).collect()
}

/// The proofs in a reply to what was asked as a whole, the best first, each once.
///
/// Declarations of the theorem called `name` go before other declarations, and these before what declares nothing: that
/// is mostly a piece that the reply talks of. Of several the last is the best, as the others led to it.
pub fn proofs(reply: &str, cut_off: bool, name: &str) -> Vec<String> {
    let mut found = Found { name, pieces: Pieces::None, found: Vec::new() };
    found.reply(reply, cut_off);
    let most = found.found.iter().map(|it| it.1).max();
    let best = found.found.into_iter().rev().filter(|it| Some(it.1) == most);
    best.map(|it| it.0).collect()
}

/// The Lean code in a reply that is to declare something, without comments: the blocks that do, or else the declarations
/// between the prose. What was `cut_off` in the middle is no code.
pub fn declared(reply: &str, cut_off: bool) -> String {
    let text = clean(reply);
    let text = &text[thoughts::answer(&text)];
    let (mut blocks, open) = all_fences(text);
    let is_fenced = !blocks.is_empty() || open.is_some();
    blocks.extend(open.filter(|_| !cut_off));
    let found: Vec<String> = match is_fenced {
        true => blocks.iter().filter_map(|it| block::declaring(&it.1)).collect(),
        false if cut_off => Vec::new(),
        false => block::declarations_in(text),
    };
    found.join("\n\n")
}

/// The F* code in a reply that is to declare a lemma: the blocks with a `val`, or else the reply from its first `val` on. What
/// was `cut_off` in the middle is no code.
pub fn declared_in_fstar(reply: &str, cut_off: bool) -> String {
    let text = clean(reply);
    let text = &text[thoughts::answer(&text)];
    let (mut blocks, open) = all_fences(text);
    let is_fenced = !blocks.is_empty() || open.is_some();
    blocks.extend(open.filter(|_| !cut_off));
    // One that is assumed is there to be refused.
    let is_val = |it: &str| it.strip_prefix("assume ").unwrap_or(it).starts_with("val ");
    let vals = |text: &str| text.lines().position(is_val);
    let found: Vec<String> = match (is_fenced, vals(text)) {
        (true, _) => blocks.into_iter().map(|it| it.1).filter(|it| vals(it).is_some()).collect(),
        (false, Some(first)) if !cut_off => {
            let lines = text.lines().skip(first).take_while(|it| !it.trim().is_empty());
            vec![lines.collect::<Vec<_>>().join("\n")]
        }
        (false, _) => Vec::new(),
    };
    found.join("\n\n")
}

/// A reply without the thoughts before it.
pub fn said(reply: &str) -> &str {
    reply[thoughts::answer(reply)].trim()
}

/// Line ends and blanks as Lean has them, and nothing invisible.
pub(super) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', "  ").replace('\u{a0}', " ");
    let text = text.replace(['\u{200b}', '\u{feff}', '\r'], "");
    // What word processors make of signs.
    text.replace(['“', '”'], "\"").replace('’', "'").replace('−', "-")
}

/// The strings in a JSON list or object that hold steps, if the text is one.
pub(super) fn json(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    if !text.starts_with(['[', '{', '"']) {
        return None;
    }
    let mut out = Vec::new();
    strings(&serde_json::from_str(text).ok()?, &mut out);
    (!out.is_empty()).then_some(out)
}

fn strings(value: &Value, out: &mut Vec<String>) {
    const KEYS: [&str; 11] = [
        "tactic",
        "tactics",
        "step",
        "steps",
        "next_step",
        "proof",
        "code",
        "answer",
        "proposals",
        "candidates",
        "text",
    ];
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|it| strings(it, out)),
        Value::Object(map) => KEYS.iter().filter_map(|it| map.get(*it)).for_each(|it| strings(it, out)),
        _ => {}
    }
}

/// What of a block is a step, beside the block itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pieces {
    None,
    First,
    All,
}

struct Found<'a> {
    /// What is to be proved.
    name: &'a str,
    pieces: Pieces,
    /// What was found, and how much it declares.
    found: Vec<(String, u8)>,
}

impl Found<'_> {
    fn reply(&mut self, reply: &str, cut_off: bool) {
        let text = clean(reply);
        let text = text[thoughts::answer(&text)].trim_matches('\n');
        match json(text) {
            Some(items) => items.iter().for_each(|it| self.block(it)),
            None => self.text(text, cut_off),
        }
    }

    /// A text that may be code, prose or both.
    fn text(&mut self, text: &str, cut_off: bool) {
        let fences = lean_fences(text, cut_off);
        if !fences.is_empty() {
            for (info, body) in fences {
                match json(&body).filter(|_| info == "json" || info.is_empty()) {
                    Some(items) => items.iter().for_each(|it| self.block(it)),
                    None => self.block(&body),
                }
            }
            if !self.found.is_empty() {
                return;
            }
        }
        let text = if cut_off { without_last_line(text) } else { text };
        if Block::is_code(text) {
            return self.block(text);
        }
        if text.lines().filter(|it| !it.trim().is_empty()).count() == 1 && self.line(text.trim()) {
            return;
        }
        self.prose(text);
    }

    /// A whole reply of one line: whatever it is, if it is not prose.
    fn line(&mut self, line: &str) -> bool {
        let bold = line.strip_prefix("**").and_then(|it| it.strip_suffix("**"));
        let line = bold.filter(|it| !it.contains('*')).unwrap_or(line);
        let before = self.found.len();
        if item(line).is_none() && !is_prose(line) && !line.contains('`') {
            self.block(unlabelled(line));
        }
        self.found.len() > before
    }

    /// Lists, runs of lines that look like tactics, and code within sentences.
    fn prose(&mut self, text: &str) {
        let mut run: Vec<&str> = Vec::new();
        for line in text.lines() {
            let bare = unlabelled(line);
            let indented = line.starts_with([' ', '|', '·']) && !run.is_empty();
            if indented && item(line).is_none() || item(line).is_none() && looks_like_tactic(bare) {
                run.push(if indented { line } else { bare });
                continue;
            }
            self.block(&std::mem::take(&mut run).join("\n"));
            let content = item(line);
            let inline: Vec<&str> =
                line.split('`').skip(1).step_by(2).filter(|it| looks_like_tactic(it)).collect();
            if !inline.is_empty() {
                inline.iter().for_each(|it| self.block(it));
            } else if let Some(content) = content.map(unlabelled).filter(|it| !is_prose(it)) {
                self.block(content.trim_matches('`'));
            }
        }
        self.block(&run.join("\n"));
    }

    /// A text that is code: a script, or a declaration with one.
    fn block(&mut self, text: &str) {
        let block = Block::new(text, self.name);
        let units = block.units();
        if self.pieces == Pieces::All {
            units.iter().for_each(|it| self.add(it, block.declares));
        }
        self.add(block.text(), block.declares);
        if let Some(first) = units.first().filter(|_| self.pieces != Pieces::None) {
            self.add(first, block.declares);
        }
    }

    fn add(&mut self, text: &str, declares: u8) {
        let text = text.trim();
        let (longest, lines) = match self.pieces {
            Pieces::None => (LONGEST_PROOF, usize::MAX),
            _ => (LONGEST, MOST_LINES),
        };
        let fits = !text.is_empty() && text.len() <= longest && text.lines().count() <= lines;
        if fits && self.found.len() < MOST_STEPS && !self.found.iter().any(|it| it.0 == text) {
            self.found.push((text.to_owned(), declares));
        }
    }
}

/// The fenced blocks of a text with what stands behind the opening fence; the last may have no end.
fn lean_fences(text: &str, cut_off: bool) -> Vec<(String, String)> {
    const CODE: [&str; 8] = ["", "lean", "lean4", "lean 4", "tactic", "tactics", "json", "text"];
    let (mut blocks, open) = all_fences(text);
    if let Some((info, body)) = open {
        let body = if cut_off { without_last_line(&body).to_owned() } else { body };
        blocks.push((info, body));
    }
    blocks.retain(|(info, _)| CODE.contains(&info.as_str()));
    blocks
}

/// The fenced blocks of these kinds, with their kind.
pub(super) fn fences(text: &str, kinds: &[&str]) -> Vec<(String, String)> {
    let (mut blocks, open) = all_fences(text);
    blocks.extend(open);
    blocks.retain(|(info, _)| kinds.contains(&info.as_str()));
    blocks
}

/// All fenced blocks, each with its kind, and the one that is not closed.
#[expect(clippy::type_complexity, reason = "kind and text, twice")]
fn all_fences(text: &str) -> (Vec<(String, String)>, Option<(String, String)>) {
    let mut blocks = Vec::new();
    let mut open: Option<(String, &str, Vec<&str>)> = None;
    for line in text.lines() {
        let bare = line.trim();
        // A longer fence is closed by one as long.
        let long = bare.find(|it| !matches!(it, '`' | '~')).unwrap_or(bare.len());
        let fence = (long >= 3).then(|| &bare[..long]);
        match (&mut open, fence) {
            (None, Some(fence)) => {
                let info = bare.trim_start_matches(['`', '~']);
                // A block on one line: ```omega```
                match info.strip_suffix(fence) {
                    Some(body) if !body.is_empty() => blocks.push((String::new(), body.to_owned())),
                    _ => open = Some((info.trim().to_lowercase(), fence, Vec::new())),
                }
            }
            (Some((_, kind, lines)), Some(fence)) if *kind == fence => {
                let body = lines.join("\n");
                blocks.extend(open.take().map(|(info, ..)| (info, body)));
            }
            (Some((.., lines)), _) => lines.push(line),
            (None, None) => {}
        }
    }
    (blocks, open.map(|(info, _, lines)| (info, lines.join("\n"))))
}

fn without_last_line(text: &str) -> &str {
    text.trim_end().rsplit_once('\n').map_or("", |it| it.0)
}

/// What a list item holds: `- simp`, `* simp`, `2. simp`, `3) simp`.
fn item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let bullet = ["- ", "* ", "• ", "+ "].iter().find_map(|it| line.strip_prefix(it));
    let numbered = || {
        let rest = line.trim_start_matches(|it: char| it.is_ascii_digit());
        (rest.len() < line.len()).then_some(())?;
        [". ", ") ", ": "].iter().find_map(|it| rest.strip_prefix(it))
    };
    bullet.or_else(numbered).map(str::trim)
}

/// A line without a label such as `Tactic:` or `**Next step:**`.
fn unlabelled(line: &str) -> &str {
    let bare = line.trim_start_matches(['*', '#', ' ']);
    if let Some((label, rest)) = bare.split_once(':')
        && !rest.starts_with('=')
        && label.len() <= 24
        && ["tactic", "step", "answer", "proof", "option", "output", "solution"]
            .iter()
            .any(|it| label.to_lowercase().split(' ').any(|word| word == *it))
    {
        return rest.trim_start_matches(['*', ' ']).trim();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_val_is_found_between_the_prose() {
        let val = "val t : n:nat ->\n  Lemma (n >= 0)";
        for reply in [
            val.to_owned(),
            format!("Here it is:\n```fstar\n{val}\n```\nand a proof:\n```\nlet t n = ()\n```\n"),
            format!("<think>val u : what</think>\nSo:\n{val}\n\nThis says it."),
        ] {
            assert_eq!(declared_in_fstar(&reply, false), val, "{reply}");
        }
        assert_eq!(declared_in_fstar(&format!("```fstar\n{val}"), true), "");
        assert_eq!(declared_in_fstar(val, true), "");
        assert_eq!(declared_in_fstar("There is none.", false), "");
    }
    use crate::proposer::model::fstar;

    /// Replies that were written by us, each followed by what is in it.
    const ZOO: [&str; 5] = [
        include_str!("../../../tests/model/zoo.md"),
        include_str!("../../../tests/model/zoo-scripts.md"),
        include_str!("../../../tests/model/zoo-proofs.md"),
        include_str!("../../../tests/model/zoo-wrapped.md"),
        include_str!("../../../tests/model/zoo-fstar.md"),
    ];

    #[test]
    fn the_zoo_is_read() {
        let (mut seen, mut wrong) = ([0; 5], String::new());
        let cases =
            ZOO.iter().enumerate().flat_map(|(page, it)| it.split("\n## ").skip(1).map(move |it| (page, it)));
        for (page, case) in cases {
            let (title, rest) = case.split_once('\n').unwrap();
            let mut blocks = rest.split("\n````").skip(1).step_by(2);
            let (flags, reply) = match rest.split_once("\n`````") {
                // A reply with a fence of four.
                Some((_, long)) => {
                    let (reply, after) = long.split_once("\n`````").unwrap();
                    blocks = after.split("\n````").skip(1).step_by(2);
                    reply.split_once('\n').unwrap()
                }
                None => blocks.next().unwrap().split_once('\n').unwrap(),
            };
            let (_, wanted) = blocks.next().unwrap().split_once('\n').unwrap_or_default();
            assert!(flags.contains("written-by-us"), "{title}: who wrote it?");
            let has = |flag: &str| flags.contains(flag);
            let reply =
                if has("escaped") { reply.replace("\\t", "\t").replace("\\r", "\r") } else { reply.into() };
            let found = match page {
                2 | 3 => proofs(&reply, has("cut off"), "t"),
                4 => fstar::parse(&reply, has("cut off"), "f", has("root")),
                _ => steps(&reply, has("cut off"), "t", has("list")),
            };
            let wanted: Vec<&str> = wanted.split("\n---\n").filter(|it| !it.is_empty()).collect();
            if found != wanted {
                wrong += &format!("\n{title}:\n  wanted {wanted:?}\n  found  {found:?}");
            }
            seen[page] += 1;
        }
        assert!(wrong.is_empty(), "{wrong}");
        assert!(seen[0] + seen[1] >= 50 && seen[2] + seen[3] >= 40 && seen[4] >= 12, "{seen:?} replies");
    }

    #[test]
    fn blanks_are_as_lean_has_them() {
        let reply = "\u{feff}```lean\r\nhave h : p\u{a0}:= by\r\n\to\u{200b}mega\r\n```";
        assert_eq!(steps(reply, false, "t", false), ["have h : p := by\n  omega"]);
    }

    #[test]
    fn what_is_too_long_is_no_step() {
        assert!(steps(&format!("exact {}", "a".repeat(LONGEST)), false, "t", false).is_empty());
        let many: String = (0..200).map(|it| format!("- exact h{it}\n")).collect();
        assert_eq!(steps(&many, false, "t", false).len(), MOST_STEPS);
    }

    proptest::proptest! {
        #[test]
        fn nothing_breaks_it(reply in "(```|<think>|</think>|\\n|- |by|:=|theorem|[`*{}\\[\\]\"·é ]|simp|\\PC){0,40}") {
            for step in steps(&reply, true, "t", true).into_iter().chain(steps(&reply, false, "t", false)) {
                proptest::prop_assert!(!step.trim().is_empty() && step.len() <= LONGEST);
            }
            for proof in proofs(&reply, false, "t") {
                proptest::prop_assert!(!proof.trim().is_empty() && proof.len() <= LONGEST_PROOF);
            }
        }
    }
}
