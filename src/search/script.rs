//! The script that a proved tree yields: its best proof, written the way a person would.
//!
//! A step that leaves one goal is followed by the next line; one that leaves several is followed by a
//! bullet for each, or has its `?_` holes filled. Goals that can only be solved together cannot stand in
//! a bullet: they are brought to the front of the goal list with `rotate_left`.

use std::fmt;

use super::{Child, GroupId, GroupState, StepId, StepState, Tree};
use crate::theorem::{
    fstar_term::put,
    fstar_text,
    lean_script::{Shape, Tactic, tactics},
};

/// How to write a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Sub-proofs go into the `?_` holes of `| case => ?_` and `have h : T := ?_`.
    Readable,
    /// Bullets only: exactly the steps that were tried, for when the readable script is refused.
    Plain,
}

/// Tactic lines of one level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The lines.
    pub lines: Vec<Line>,
}

/// A line of a script, with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A step on the first goal.
    Step {
        /// Its text.
        text: String,
        /// The group it is for.
        at: GroupId,
    },
    /// A step whose holes are filled.
    Filled {
        /// Its text; each line that ends with `?_` has a hole, and in F* each `admit ()` is one.
        text: String,
        /// The group it is for.
        at: GroupId,
        /// The sub-proofs, in the order of the holes.
        holes: Vec<Script>,
    },
    /// `· …`: a proof of the first goal alone.
    Bullet(Script),
    /// `rotate_left n`.
    Rotate(usize),
}

impl Script {
    /// Reads a Lean script off its layout. Every line is said to be for the root, as there is no tree.
    pub fn read(text: &str) -> Script {
        Script::of(&tactics(text))
    }

    fn of(tactics: &[Tactic]) -> Script {
        Script { lines: tactics.iter().map(Line::of).collect() }
    }

    /// The number of steps in it.
    pub fn steps(&self) -> usize {
        let count = |line: &Line| match line {
            Line::Step { .. } => 1,
            Line::Filled { holes, .. } => 1 + holes.iter().map(Script::steps).sum::<usize>(),
            Line::Bullet(script) => script.steps(),
            Line::Rotate(_) => 0,
        };
        self.lines.iter().map(count).sum()
    }

    fn write(&self, out: &mut Vec<String>) {
        for line in &self.lines {
            match line {
                Line::Step { text, .. } => out.extend(text.lines().map(str::to_string)),
                Line::Filled { text, holes, .. } => fill(text, holes, out),
                Line::Bullet(script) => {
                    let start = out.len();
                    script.write(out);
                    for (at, line) in out[start..].iter_mut().enumerate() {
                        line.insert_str(0, if at == 0 { "· " } else { "  " });
                    }
                }
                Line::Rotate(by) => out.push(format!("rotate_left {by}")),
            }
        }
    }
}

impl fmt::Display for Script {
    /// Unindented lines without a newline at the end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = Vec::new();
        self.write(&mut lines);
        f.write_str(&lines.join("\n"))
    }
}

impl Line {
    /// A tactic, taken apart if it can be put together again without losing a comment or a word.
    fn of(tactic: &Tactic) -> Line {
        let at = Tree::ROOT;
        let whole = Line::Step { text: tactic.text.clone(), at };
        let apart = match &tactic.shape {
            Shape::Bullet(inner) => Line::Bullet(Script::of(inner)),
            Shape::Parts { open, proofs, .. }
                if open.lines().filter(|it| it.ends_with(HOLE)).count() == proofs.len() =>
            {
                Line::Filled {
                    text: open.clone(),
                    at,
                    holes: proofs.iter().map(|it| Script::of(it)).collect(),
                }
            }
            _ => return whole,
        };
        let again = Script { lines: vec![apart.clone()] }.to_string();
        let words =
            |text: &str| text.chars().filter(|it| !it.is_whitespace() && *it != ';').collect::<String>();
        if words(&again) == words(&tactic.text) { apart } else { whole }
    }
}

/// Writes a step with its holes filled.
fn fill(text: &str, holes: &[Script], out: &mut Vec<String>) {
    if !text.contains(HOLE) {
        let filled = holes
            .iter()
            .enumerate()
            .rev()
            .fold(text.to_owned(), |text, (at, it)| put(&text, at, &it.to_string()));
        out.extend(filled.lines().map(str::to_owned));
        return;
    }
    let mut holes = holes.iter();
    for line in text.lines() {
        let Some(head) = line.strip_suffix(HOLE) else {
            out.push(line.to_string());
            continue;
        };
        let script = holes.next().expect("a filled step has a script for each hole");
        let mut head = head.trim_end().to_string();
        if !is_alternative(line) {
            head.push_str(" by");
        }
        let mut block = Vec::new();
        script.write(&mut block);
        match &block[..] {
            [only] => out.push(format!("{head} {only}")),
            _ => {
                let indent = " ".repeat(line.len() - line.trim_start().len() + 2);
                out.push(head);
                out.extend(block.iter().map(|it| format!("{indent}{it}")));
            }
        }
    }
}

const HOLE: &str = "?_";

/// Whether a line is `| pattern => …`.
fn is_alternative(line: &str) -> bool {
    line.trim_start().starts_with('|') && line.contains("=>")
}

/// The proof with the fewest steps that is in a tree, and among those the one with the least text.
#[derive(Clone, Debug)]
pub struct Proof<'a> {
    tree: &'a Tree,
    /// For each group that is proved, the step that proves it best.
    best: Vec<Option<StepId>>,
}

impl<'a> Proof<'a> {
    /// The best proof of the root, if it is proved.
    pub fn find(tree: &'a Tree) -> Option<Self> {
        let mut costs: Vec<Option<(u64, u64)>> = vec![None; tree.groups.len()];
        let mut best = vec![None; tree.groups.len()];
        // Every step costs something, so that the cheapest proofs never lead in a circle. Children
        // mostly have larger ids: from the back, few passes are needed.
        let steps: Vec<_> = tree.steps().collect();
        let mut changed = true;
        while std::mem::take(&mut changed) {
            for &(id, step) in steps.iter().rev() {
                if step.state != StepState::Proved {
                    continue;
                }
                let text = step.proposal.step.len() as u64;
                let cost = step.children.iter().try_fold((1_u64, text), |sum, it| {
                    let (steps, text) = costs[it.group.0 as usize]?;
                    Some((sum.0.saturating_add(steps), sum.1.saturating_add(text)))
                });
                let group = step.group.0 as usize;
                if cost.is_some_and(|it| costs[group].is_none_or(|old| it < old)) {
                    costs[group] = cost;
                    best[group] = Some(id);
                    changed = true;
                }
            }
        }
        let proved = tree.group(Tree::ROOT).state == GroupState::Proved;
        (proved && best[0].is_some()).then_some(Proof { tree, best })
    }

    /// The script.
    pub fn script(&self, style: Style) -> Script {
        self.script_of(Tree::ROOT, style)
    }

    /// The script of what proves one group.
    pub fn script_of(&self, group: GroupId, style: Style) -> Script {
        let mut writer = Writer { proof: self, style, slots: 0 };
        let mut list = writer.fresh(self.tree.group(group).goal.goals.len());
        writer.group(group, &mut list)
    }

    /// How many steps prove a group.
    pub fn steps_below(&self, group: GroupId) -> usize {
        let children = &self.tree.step(self.step(group)).children;
        1 + children.iter().map(|it| self.steps_below(it.group)).sum::<usize>()
    }

    /// The tree that the proof is in.
    pub fn tree(&self) -> &'a Tree {
        self.tree
    }

    /// The steps of the proof, from the root down; a step that serves in two places is there twice.
    pub fn steps(&self) -> Vec<StepId> {
        let mut steps = Vec::new();
        let mut todo = vec![Tree::ROOT];
        while let Some(group) = todo.pop() {
            let step = self.step(group);
            steps.push(step);
            todo.extend(self.tree.step(step).children.iter().rev().map(|it| it.group));
        }
        steps
    }

    fn step(&self, group: GroupId) -> StepId {
        self.best[group.0 as usize].expect("a proved step leaves only proved groups")
    }
}

/// A place in the goal list.
type Slot = u32;

struct Writer<'a> {
    proof: &'a Proof<'a>,
    style: Style,
    /// How many slots were given out.
    slots: Slot,
}

impl Writer<'_> {
    fn fresh(&mut self, count: usize) -> Vec<Slot> {
        let slots: Vec<Slot> = (self.slots..).take(count).collect();
        self.slots += slots.len() as Slot;
        slots
    }

    /// Writes the proof of a group whose goals stand at the front of `list`, and takes them off it.
    fn group(&mut self, group: GroupId, list: &mut Vec<Slot>) -> Script {
        let tree = self.proof.tree;
        let mut lines = Vec::new();
        let step = tree.step(self.proof.step(group));
        let text = step.proposal.step.clone();
        let left = self.fresh(step.children.iter().map(|it| it.positions.len()).sum());
        let before = tree.group(group).goal.goals.len();
        list.splice(..before, left.iter().copied());

        let mut rest: Vec<(GroupId, Vec<Slot>)> = step
            .children
            .iter()
            .map(|it| (it.group, it.positions.iter().map(|&at| left[at]).collect()))
            .collect();
        match self.holes(group, &text, &step.children) {
            Some((text, filled)) => {
                let mut holes = Vec::new();
                for &child in &filled {
                    let (child, slots) = &rest[child];
                    list.retain(|it| !slots.contains(it));
                    holes.push(self.group(*child, &mut slots.clone()));
                }
                let mut at = 0..;
                rest.retain(|_| at.next().is_none_or(|it| !filled.contains(&it)));
                lines.push(Line::Filled { text, at: group, holes });
            }
            None => lines.push(Line::Step { text, at: group }),
        }

        let only = rest.len() == 1;
        while !rest.is_empty() {
            let (child, turn) = next_child(&rest, list);
            if turn > 0 {
                list.rotate_left(turn);
                lines.push(Line::Rotate(turn));
            }
            let (child, slots) = rest.remove(child);
            if slots.len() > 1 || (only && list.len() == 1) {
                lines.extend(self.group(child, list).lines);
            } else {
                list.remove(0);
                lines.push(Line::Bullet(self.group(child, &mut slots.clone())));
            }
        }
        Script { lines }
    }

    /// The text with each hole at the end of a line, and which child goes into each; none if the
    /// step has no such holes or it is not clear what they stand for.
    fn holes(&self, group: GroupId, text: &str, children: &[Child]) -> Option<(String, Vec<usize>)> {
        if !children.is_empty() && !text.contains(HOLE) && fstar_text::holes(text).len() == children.len() {
            return Some((text.to_owned(), (0..children.len()).collect()));
        }
        let goals = &self.proof.tree.group(group).goal.goals;
        let single = goals.len() == 1 && children.iter().all(|it| it.positions.len() == 1);
        if self.style == Style::Plain || !single || !text.contains(HOLE) {
            return None;
        }
        let text = alternatives_on_lines(text);
        let ends = |line: &&str| line.ends_with("=> ?_") && is_alternative(line) || line.ends_with(":= ?_");
        let holes: Vec<&str> = text.lines().filter(ends).collect();
        if holes.len() != text.matches(HOLE).count() {
            return None;
        }
        let starts = |words: &[&str]| words.iter().any(|&it| text.split_whitespace().next() == Some(it));
        if holes.len() == children.len() && (holes.iter().all(|it| is_alternative(it)) || starts(&["calc"])) {
            return Some((text, (0..children.len()).collect()));
        }
        if holes.len() == 1 && children.len() == 2 && starts(&["have", "obtain", "replace"]) {
            // What is to be shown has the hypotheses that were there before, the rest has one more.
            let same = |it: &Child| self.proof.tree.group(it.group).goal.goals[0].hyps == goals[0].hyps;
            let hole = if same(&children[1]) && !same(&children[0]) { 1 } else { 0 };
            return Some((text, vec![hole]));
        }
        None
    }
}

/// Which child to write next, and how far to turn the list to have its goals in front.
///
/// Goals that stand alone come first: once they are gone, what is left are groups whose steps may
/// act on the whole list.
fn next_child(rest: &[(GroupId, Vec<Slot>)], list: &[Slot]) -> (usize, usize) {
    let in_front = |slots: &[Slot], turn: usize| {
        slots.iter().enumerate().all(|(at, &slot)| list[(turn + at) % list.len()] == slot)
    };
    let singles = rest.iter().any(|it| it.1.len() == 1);
    (0..list.len())
        .find_map(|turn| {
            let fits = |it: &(GroupId, Vec<Slot>)| (!singles || it.1.len() == 1) && in_front(&it.1, turn);
            Some((rest.iter().position(fits)?, turn))
        })
        .expect("the tree refuses steps whose groups are interlocked")
}

/// Puts `… with | a => x | b => y` on three lines.
fn alternatives_on_lines(text: &str) -> String {
    let split = || {
        let (head, alternatives) = text.split_once(" with | ").filter(|_| !text.contains('\n'))?;
        let alternatives: Vec<&str> = alternatives.split(" | ").collect();
        let lines = || alternatives.iter().map(|it| format!("\n| {}", it.trim_end()));
        alternatives
            .iter()
            .all(|it| it.contains("=>"))
            .then(|| format!("{head} with{}", lines().collect::<String>()))
    };
    split().unwrap_or_else(|| text.to_string())
}
