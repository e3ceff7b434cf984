//! Makes a script shorter, by trial.
//!
//! The planner is pure: it names a candidate, somebody checks it, and it goes on from the answer.

use std::collections::{BTreeMap, BTreeSet};

use super::{GroupId, Line, Proof, Script, StepState, Style, Tree};
use crate::theorem::{ProverKind, fstar_text};

/// Steps that finish many goals, to put in place of a longer proof; the shorter ones are tried first.
pub fn finishers(prover: ProverKind) -> &'static [&'static str] {
    match prover {
        ProverKind::Lean => &["rfl", "simp", "omega", "decide", "grind", "simp_all"],
        ProverKind::Fstar => &["()"],
    }
}

/// Plans the minimisation of a script.
///
/// A candidate replaces the rest of a block with one finisher, or leaves out one step. Those that are
/// shortest come first; one that works becomes the script to go on from.
#[derive(Clone, Debug)]
pub struct Minimiser {
    best: Script,
    finishers: Vec<String>,
    /// For each group of one goal, the steps that are known to fail there.
    failed: BTreeMap<GroupId, BTreeSet<String>>,
    asked: BTreeSet<String>,
    candidate: Option<Script>,
    left: usize,
}

impl Minimiser {
    /// Starts from the script of a proof; at most `max_candidates` will be named.
    pub fn new(proof: &Proof<'_>, style: Style, finishers: &[&str], max_candidates: usize) -> Self {
        let single = proof.tree().groups().filter(|it| it.1.goal.goals.len() == 1);
        let failed = single.map(|(id, group)| {
            let steps = group.steps.iter().map(|&it| proof.tree().step(it));
            let failed = steps.filter(|it| !matches!(it.state, StepState::Untried | StepState::Proved));
            (id, failed.map(|it| it.proposal.step.clone()).collect())
        });
        Minimiser {
            best: proof.script(style),
            finishers: finishers.iter().map(ToString::to_string).collect(),
            failed: failed.collect(),
            asked: BTreeSet::new(),
            candidate: None,
            left: max_candidates,
        }
    }

    /// Starts from a Lean script that somebody wrote; at most `max_candidates` will be named.
    pub fn written(script: Script, finishers: &[&str], max_candidates: usize) -> Self {
        Minimiser {
            best: script,
            finishers: finishers.iter().map(ToString::to_string).collect(),
            // Nothing is known to fail anywhere.
            failed: BTreeMap::from([(Tree::ROOT, BTreeSet::new())]),
            asked: BTreeSet::new(),
            candidate: None,
            left: max_candidates,
        }
    }

    /// The next script to check, if there is one; then wants an [`Minimiser::answer`].
    #[expect(
        clippy::should_implement_trait,
        reason = "the word fits, and it is no iterator: it waits for answers"
    )]
    pub fn next(&mut self) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        let now = cost(&self.best);
        let mut candidates: Vec<_> = self.shorter(&self.best).into_iter().map(|it| (cost(&it), it)).collect();
        candidates.retain(|it| it.0 < now);
        candidates.sort_by_key(|it| it.0);
        for (_, script) in candidates {
            let text = script.to_string();
            if self.asked.insert(text.clone()) {
                self.candidate = Some(script);
                return Some(text);
            }
        }
        None
    }

    /// Takes in whether the candidate is a proof.
    pub fn answer(&mut self, works: bool) {
        if let Some(script) = self.candidate.take().filter(|_| works) {
            self.best = script;
        }
    }

    /// The shortest script that is known to be a proof.
    pub fn best(&self) -> &Script {
        &self.best
    }

    /// What a script may be replaced with.
    fn shorter(&self, script: &Script) -> Vec<Script> {
        let mut all = Vec::new();
        for (at, line) in script.lines.iter().enumerate() {
            let with = |line: Line| {
                let mut lines = script.lines.clone();
                lines[at] = line;
                Script { lines }
            };
            match line {
                Line::Bullet(inner) => {
                    all.extend(self.shorter(inner).into_iter().map(|it| with(Line::Bullet(it))))
                }
                Line::Rotate(_) => {}
                Line::Step { at: group, .. } | Line::Filled { at: group, .. } => {
                    if let Line::Step { text, .. } = line {
                        all.extend(alternatives(text).map(|it| with(Line::Step { text: it, at: *group })));
                    }
                    for text in self.finishers_for(*group) {
                        let mut lines = script.lines[..at].to_vec();
                        lines.push(Line::Step { text, at: *group });
                        all.push(Script { lines });
                    }
                    // A step that is followed by bullets made the goals that they prove.
                    if matches!(script.lines.get(at + 1), Some(Line::Step { .. } | Line::Filled { .. })) {
                        let mut lines = script.lines.clone();
                        lines.remove(at);
                        all.push(Script { lines });
                    }
                }
            }
            if let Line::Filled { text, at: group, holes } = line {
                for text in without_a_call(text) {
                    if fstar_text::holes(&text).len() == holes.len() {
                        all.push(with(Line::Filled { text, at: *group, holes: holes.clone() }));
                    }
                }
                // F*: what fills one of the holes may do without what stands around it, a call or a case split.
                if !fstar_text::holes(text).is_empty() {
                    all.extend(holes.iter().map(|inner| {
                        let (before, after) = (&script.lines[..at], &script.lines[at + 1..]);
                        Script { lines: [before, &inner.lines, after].concat() }
                    }));
                }
                for (hole, inner) in holes.iter().enumerate() {
                    for shorter in self.shorter(inner) {
                        let mut holes = holes.clone();
                        holes[hole] = shorter;
                        all.push(with(Line::Filled { text: text.clone(), at: *group, holes }));
                    }
                }
            }
        }
        all
    }

    /// Finishers worth trying at a group; none where one step cannot be the whole proof.
    fn finishers_for(&self, group: GroupId) -> Vec<String> {
        let Some(failed) = self.failed.get(&group) else { return Vec::new() };
        self.finishers.iter().filter(|it| !failed.contains(*it)).cloned().collect()
    }
}

/// What a step may be replaced with that says less: one alternative of a `first`, or all lines but a `have`.
fn alternatives(text: &str) -> impl Iterator<Item = String> + '_ {
    let lines = text.strip_prefix("first\n| ").into_iter().flat_map(|it| it.split("\n| "));
    let lines = lines.filter(|it| !it.contains('\n')).map(str::to_owned);
    let inline = text.match_indices("first | ").flat_map(|(at, word)| {
        let (before, rest) = (&text[..at], &text[at + word.len()..]);
        let (all, after) = rest.split_at(end_of_term(rest));
        split_outside(all).into_iter().map(move |it| format!("{before}{it}{after}"))
    });
    let facts = text.match_indices("have := ").filter(|(at, _)| *at == 0 || text[..*at].ends_with('\n'));
    let without = facts.filter_map(|(at, _)| {
        let end = at + text[at..].find('\n')? + 1;
        // What is indented below belongs to the fact.
        (!text[end..].starts_with(' ')).then(|| format!("{}{}", &text[..at], &text[end..]))
    });
    lines.chain(inline).chain(without).chain(without_a_call(text))
}

/// F*: a text with one of its calls left out (`lemma x;` on a line of its own, or the last of such), or `rec`.
fn without_a_call(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let calls = |line: &str| line.ends_with(';') && !line.ends_with("<;>") && !line.contains("->");
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut rest = lines.clone();
        let before = at.checked_sub(1).map(|it| lines[it]);
        let shorter;
        if calls(line) {
            rest.remove(at);
        } else if let Some(before) = before.filter(|it| calls(it)) {
            // The last of a sequence: what closes brackets behind it stays.
            let end = line.trim_end_matches(')');
            shorter = format!("{}{}", before.trim_end_matches(';'), &line[balanced(end)..]);
            rest.splice(at - 1..=at, [shorter.as_str()]);
        } else {
            continue;
        }
        out.push(rest.join("\n"));
    }
    if let Some(rest) = text.strip_prefix("let rec ") {
        out.push(format!("let {rest}"));
    }
    out
}

/// Where the brackets that close what a line does not open begin.
fn balanced(line_without_closing: &str) -> usize {
    line_without_closing.len() + line_without_closing.matches('(').count()
        - line_without_closing.matches(')').count()
}

/// Where the line ends, or the brackets that the text stands in.
fn end_of_term(text: &str) -> usize {
    let mut depth = 0;
    let end = text.char_indices().find(|(_, c)| {
        depth += i32::from("([{⟨".contains(*c)) - i32::from(")]}⟩".contains(*c));
        depth < 0 || *c == '\n'
    });
    end.map_or(text.len(), |it| it.0)
}

/// Splits at the ` | ` that stand in no brackets.
fn split_outside(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in text.char_indices() {
        depth += i32::from("([{⟨".contains(c)) - i32::from(")]}⟩".contains(c));
        if depth == 0 && text[at..].starts_with(" | ") {
            parts.push(&text[start..at]);
            start = at + " | ".len();
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Fewer steps are better, then less text.
fn cost(script: &Script) -> (usize, usize) {
    (script.steps(), script.to_string().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::scenario::Scenario;

    const TABLE: &str = "
        root: induction n with\\n| zero => ?_\\n| succ n ih => ?_ => zero, succ
        zero: simp => closed
        succ: have h : p := ?_ => p, h:p ⊢ q
        p: intro x => p1
        p1: rfl => closed
        h:p ⊢ q: rw [f] => q1
        q1: omega => closed
        q1: simp [-0.1] => rejected no
    ";

    /// Minimises the proof in [`TABLE`]; what holds on the way, and the best script.
    fn minimise(max: usize, works: impl Fn(&str) -> bool) -> (Vec<String>, String) {
        let search = Scenario::parse(TABLE).unwrap().search().unwrap();
        let mut minimiser =
            Minimiser::new(&search.proof().unwrap(), Style::Readable, &["simp", "omega"], max);
        let mut named = Vec::new();
        while let Some(candidate) = minimiser.next() {
            minimiser.answer(works(&candidate));
            named.push(candidate);
        }
        (named, minimiser.best().to_string())
    }

    #[test]
    fn keeps_the_script_if_nothing_works() {
        let (named, best) = minimise(100, |_| false);
        let script = "\
induction n with
| zero => simp
| succ n ih =>
  have h : p := by
    intro x
    rfl
  rw [f]
  omega";
        assert_eq!(best, script);
        // The shortest candidates come first, none comes twice, and none holds what failed at its goal.
        assert_eq!(named[..2], ["simp", "omega"]);
        assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), named.len());
        assert!(!named.iter().any(|it| it.contains("rw [f]\n  simp")), "{named:#?}");
    }

    #[test]
    fn leaves_out_what_is_not_needed() {
        let (_, best) = minimise(100, |it| it.contains("induction") && it.contains("rw [f]"));
        assert_eq!(best, "induction n with\n| zero => simp\n| succ n ih =>\n  rw [f]\n  omega");
    }

    #[test]
    fn puts_a_finisher_in_place_of_a_proof() {
        let (_, best) = minimise(100, |it| it.contains("have h : p := by omega"));
        let rest = "have h : p := by omega\n  simp";
        assert_eq!(best, format!("induction n with\n| zero => simp\n| succ n ih =>\n  {rest}"));
    }

    #[test]
    fn a_step_is_replaced_with_what_says_less() {
        let all = |text: &str| alternatives(text).collect::<Vec<_>>();
        assert_eq!(
            all("exact ⟨x, by first | omega | (simp | skip)⟩"),
            ["exact ⟨x, by omega⟩", "exact ⟨x, by (simp | skip)⟩"]
        );
        assert_eq!(all("have := h 0\nhave := h 1\ngrind"), ["have := h 1\ngrind", "have := h 0\ngrind"]);
        assert_eq!(all("first\n| rfl\n| simp"), ["rfl", "simp"]);
        assert_eq!(all("have := by\n  simp\ngrind"), [""; 0]);
        assert_eq!(all("cases n <;> first | grind\nrfl"), ["cases n <;> grind\nrfl"]);
    }

    #[test]
    fn a_script_that_no_search_made_becomes_shorter() {
        let text = "intro n\nhave h : p := by\n  simp\n  omega\nconstructor\n· rw [f]\n  rfl\n· exact a";
        let mut minimiser = Minimiser::written(Script::read(text), &["omega"], 100);
        while let Some(candidate) = minimiser.next() {
            minimiser
                .answer(["intro n\n", "constructor\n", "exact a"].iter().all(|it| candidate.contains(it)));
        }
        assert_eq!(minimiser.best().to_string(), "intro n\nconstructor\n· rfl\n· exact a");
    }

    #[test]
    fn what_would_lose_a_comment_is_not_taken_apart() {
        let read = |text: &str| Script::read(text).lines.len();
        let apart = "have h : p := by\n  simp\n  omega\nexact h";
        assert!(matches!(Script::read(apart).lines[..], [Line::Filled { .. }, Line::Step { .. }]));
        let remarked = "have h : p := by -- why\n  simp\n  omega\nexact h -- so";
        assert!(matches!(Script::read(remarked).lines[..], [Line::Step { .. }, Line::Step { .. }]));
        for text in
            [apart, remarked, "next => simp", "obtain ⟨x, h⟩ : q := by\n  simp", "· simp\n  rfl\n. omega"]
        {
            assert_eq!(Script::read(text).to_string(), text);
        }
        assert_eq!((read("simp; omega"), read("")), (2, 0));
    }

    #[test]
    fn names_only_so_many() {
        assert_eq!(minimise(3, |_| false).0.len(), 3);
    }

    #[test]
    fn calls_and_splits_of_fstar_that_are_not_needed_go() {
        let table = "
            root: let rec f x =\\n  g x;\\n  h x;\\n  admit () => hole
            hole: match x with\\n| [] -> admit ()\\n| hd :: tl -> admit () => nil, cons
            nil: () => closed
            cons: lemma a;\\nlemma b => closed
        ";
        let search = Scenario::parse(table).unwrap().search().unwrap();
        let mut minimiser = Minimiser::new(&search.proof().unwrap(), Style::Readable, &["()"], 100);
        while let Some(candidate) = minimiser.next() {
            minimiser.answer(
                candidate.starts_with("let f") && candidate.contains("lemma b") && candidate.contains("g x"),
            );
        }
        assert_eq!(minimiser.best().to_string(), "let f x =\n  g x;\n  lemma b");
        assert_eq!(without_a_call("let f =\n  (a;\n  b)")[1], "let f =\n  (a)");
    }
}
