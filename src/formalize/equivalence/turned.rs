//! Statements that say the same by another division into what is supposed and what is concluded, and those that only look so.
//!
//! `P → Q → R` may be written with `Q` as a supposition or as part of what is concluded, and turned round as `¬R → ¬Q`. Its
//! converse is another statement, and one that supposes what it concludes says nothing.

use super::{
    parts::conjuncts,
    problem::{Problem, for_all},
};

/// How many divisions are tried.
const DIVISIONS: usize = 6;

impl Problem {
    /// The same with some of what only one side supposes in front of what it concludes, the fewest first.
    pub fn turned(&self) -> Vec<Problem> {
        let [ours, theirs] = [0, 1].map(|side: usize| {
            let others: Vec<&String> = self.sides[1 - side].supposed.iter().collect();
            let outer = self.sides[side].outer().filter(|it| !others.contains(it));
            outer.cloned().collect::<Vec<_>>()
        });
        let one = |it: &String| vec![it.clone()];
        let mut ways: Vec<[Vec<String>; 2]> = Vec::new();
        ways.extend(theirs.iter().rev().map(|it| [Vec::new(), one(it)]));
        ways.extend(ours.iter().rev().map(|it| [one(it), Vec::new()]));
        let pairs = ours.iter().rev().flat_map(|a| theirs.iter().rev().map(move |b| [one(a), one(b)]));
        ways.extend(pairs.take(2));
        ways.push([ours.clone(), theirs.clone()]);
        let mut seen: Vec<[Vec<String>; 2]> = Vec::new();
        for way in ways {
            if !seen.contains(&way) && way.iter().any(|it| !it.is_empty()) {
                seen.push(way);
            }
        }
        seen.truncate(DIVISIONS);
        seen.iter().map(|way| self.with_turned(way)).collect()
    }

    fn with_turned(&self, way: &[Vec<String>; 2]) -> Problem {
        let mut other = self.clone();
        for (side, moved) in other.sides.iter_mut().zip(way) {
            side.supposed.retain(|it| !moved.contains(it));
            for it in moved.iter().rev() {
                side.concluded = format!("({it}) → ({})", side.concluded);
            }
        }
        other
    }

    /// Whether what one concludes is what the other supposes, and the other way round: then each is the other's converse, also
    /// where both are the same at each point.
    pub fn is_converse(&self) -> bool {
        let [first, second] = &self.sides;
        let parts = |all: &[String]| all.iter().flat_map(|it| conjuncts(it)).collect::<Vec<String>>();
        let supposed = [parts(&first.supposed), parts(&second.supposed)];
        let concluded = [&first.concluded, &second.concluded].map(|it| conjuncts(it));
        first.supposed != second.supposed
            && concluded[1].iter().all(|it| supposed[0].contains(it))
            && concluded[0].iter().all(|it| supposed[1].contains(it))
    }

    /// For each side that its conclusion follows from one thing that it supposes.
    pub fn begged(&self) -> [Vec<String>; 2] {
        self.sides.each_ref().map(|side| {
            let binders = for_all(&self.shared) + &for_all(&side.own);
            side.supposed.iter().map(|it| format!("{binders}({it}) → ({})", side.concluded)).collect()
        })
    }
}
