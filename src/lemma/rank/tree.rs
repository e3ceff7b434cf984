//! Terms as numbers: each node before its arguments, so that a subterm is a slice.
//!
//! A node holds its symbol or variable in the upper bits and the number of its arguments in the lowest eight.

use super::{
    bytes::Numbers,
    term::{Head, Term},
};

/// What marks variables.
const VARIABLE: u32 = 1 << 31;

/// Symbols from here on are in no index: unknown ones, and what is fixed in a goal.
pub(super) const RIGID: u32 = 1 << 22;

/// Arguments beyond these are left out.
const MOST_ARGS: usize = 255;

/// Trees of more nodes than these are cut down to their heads.
const MOST_NODES: usize = 2000;

/// A variable without arguments.
pub(super) fn variable(node: u32) -> Option<u32> {
    (node & VARIABLE != 0).then_some((node & !VARIABLE) >> 8)
}

/// The symbol of a node that is no variable.
pub(super) fn symbol(node: u32) -> Option<u32> {
    (node & VARIABLE == 0).then_some(node >> 8)
}

pub(super) fn arity(node: u32) -> usize {
    (node & 0xff) as usize
}

/// Puts a term behind `out`; `symbol` numbers a symbol. Variables that are rigid become symbols of their own.
pub(super) fn write(term: &Term, out: &mut Vec<u32>, symbol: &mut impl FnMut(&str) -> u32, is_rigid: bool) {
    let start = out.len();
    write_node(term, out, symbol, is_rigid);
    if out.len() - start > MOST_NODES {
        out.truncate(start + 1);
        out[start] &= !0xff;
    }
}

fn write_node(term: &Term, out: &mut Vec<u32>, symbol: &mut impl FnMut(&str) -> u32, is_rigid: bool) {
    let head = match &term.head {
        Head::Symbol(text) => symbol(text) << 8,
        // As many as fit; there are never so many.
        Head::Variable(number) if is_rigid => (RIGID + (number & 0xffff)) << 8,
        Head::Variable(number) => VARIABLE | (number & 0xffff) << 8,
    };
    let args = &term.args[..term.args.len().min(MOST_ARGS)];
    out.push(head | args.len() as u32);
    args.iter().for_each(|it| write_node(it, out, symbol, is_rigid));
}

/// Where the tree that begins at `at` ends.
pub(super) fn end(nodes: &[u32], at: usize) -> usize {
    let (mut end, mut missing) = (at, 1);
    while missing > 0 {
        missing = missing - 1 + arity(nodes[end]);
        end += 1;
    }
    end
}

/// Where the arguments of the node at `at` begin.
pub(super) fn args(nodes: &[u32], at: usize) -> Vec<usize> {
    let starts = std::iter::successors(Some(at + 1), |it| (*it < nodes.len()).then(|| end(nodes, *it)));
    starts.take(arity(nodes[at])).collect()
}

/// Whether the numbers are whole trees, at least one, with symbols below `symbols`.
pub(super) fn are_trees(nodes: Numbers<'_>, symbols: usize) -> bool {
    let mut missing = 0usize;
    for node in nodes.iter() {
        missing = missing.max(1) - 1 + arity(node);
        if symbol(node).is_some_and(|it| it as usize >= symbols) {
            return false;
        }
    }
    missing == 0 && nodes.len() > 0
}

/// What the variables of a pattern stand for.
#[derive(Default)]
pub(super) struct Matcher {
    bindings: Vec<(u32, usize)>,
}

impl Matcher {
    /// Whether the tree at `from` of `pattern` becomes that at `to` of `nodes` when its variables are filled in.
    ///
    /// A variable that is applied to something stands for anything.
    pub(super) fn matches(&mut self, pattern: &[u32], from: usize, nodes: &[u32], to: usize) -> bool {
        self.bindings.clear();
        self.goes_on(pattern, from, nodes, to, &|wanted, found| wanted & !VARIABLE == found & !VARIABLE)
    }

    /// As [`Matcher::matches`], for what variables stand for already, and where `same` tells which nodes are the same
    /// symbol. If it does and the pattern's has no arguments, those of the other do not matter.
    pub(super) fn goes_on(
        &mut self,
        pattern: &[u32],
        mut from: usize,
        nodes: &[u32],
        mut to: usize,
        same: &impl Fn(u32, u32) -> bool,
    ) -> bool {
        let mut missing = 1usize;
        while missing > 0 {
            let (wanted, found) = (pattern[from], nodes[to]);
            missing -= 1;
            if let Some(variable) = variable(wanted) {
                let behind = end(nodes, to);
                if arity(wanted) == 0 {
                    match self.bindings.iter().find(|it| it.0 == variable) {
                        Some(&(_, at)) if nodes[at..end(nodes, at)] != nodes[to..behind] => return false,
                        Some(_) => {}
                        None => self.bindings.push((variable, to)),
                    }
                }
                (from, to) = (end(pattern, from), behind);
            } else if variable(found).is_some() || !same(wanted, found) {
                return false;
            } else if arity(wanted) == arity(found) {
                missing += arity(wanted);
                (from, to) = (from + 1, to + 1);
            } else if arity(wanted) == 0 {
                (from, to) = (from + 1, end(nodes, to));
            } else {
                return false;
            }
        }
        true
    }

    /// Forgets what variables stand for, but for the first `kept`.
    pub(super) fn forget(&mut self, kept: usize) {
        self.bindings.truncate(kept);
    }

    /// How many variables stand for something.
    pub(super) fn bound(&self) -> usize {
        self.bindings.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{bytes, term::Reader},
        *,
    };

    /// The trees of two conclusions in which equal symbols have equal numbers; the second is that of a goal.
    fn written(pattern: &str, goal: &str) -> [Vec<u32>; 2] {
        let mut symbols: Vec<String> = Vec::new();
        [(pattern, false), (goal, true)].map(|(text, is_rigid)| {
            let mut number = |text: &str| {
                let known = symbols.iter().position(|it| it == text);
                known.unwrap_or_else(|| {
                    symbols.push(text.to_owned());
                    symbols.len() - 1
                }) as u32
            };
            let mut out = Vec::new();
            write(&Reader::new(&[]).read(text).conclusion, &mut out, &mut number, is_rigid);
            out
        })
    }

    fn matches(pattern: &str, goal: &str) -> bool {
        let [pattern, goal] = written(pattern, goal);
        Matcher::default().matches(&pattern, 0, &goal, 0)
    }

    #[test]
    fn variables_stand_for_one_thing_each() {
        assert!(matches("∀ (a b : Nat), a + b = b + a", "∀ x : Nat, x * 2 + 1 = 1 + x * 2"));
        assert!(!matches("∀ (a b : Nat), a + b = b + a", "1 + 2 = 1 + 2"));
        assert!(matches("∀ (p : Nat → Prop) (n : Nat), p n", "1 < 2"));
        // What is fixed in the goal is no variable.
        assert!(!matches("1 < 2", "∀ x : Nat, x < 2"));
        assert!(!matches("f 1", "f 1 2") && !matches("f 1 2", "f 1"));
    }

    #[test]
    fn subterms_are_slices() {
        let [tree, _] = written("f (g 1 2) 3", "x");
        assert_eq!((args(&tree, 0), end(&tree, 0), end(&tree, 1)), (vec![1, 4], 5, 4));
    }

    #[test]
    fn what_is_no_tree_is_told_from_trees() {
        let are = |nodes: &[u32]| {
            let sections = std::array::from_fn(|_| bytes::of_numbers(nodes.iter().copied()));
            are_trees(bytes::Bytes::write(&sections).numbers(0), 3)
        };
        assert!(are(&[1 << 8 | 1, 2 << 8]) && are(&[0, 0]));
        assert!(!are(&[]) && !are(&[1 << 8 | 2, 2 << 8]) && !are(&[3 << 8]));
    }
}
