//! What is above what: a step that leads back to a group above it would close a circle.

use std::collections::BTreeSet;

use super::{GroupId, GroupState, StepState, Tree};

impl Tree {
    /// Whether a step from `group` to `known` would close a circle of open groups.
    ///
    /// Every open step leads to groups of its own group's level or of a higher one. So on the way up only groups of one
    /// level are looked at, and if those are many, `known` and what is below it gets a higher level (Bender, Fineman,
    /// Gilbert and Tarjan, "A New Approach to Incremental Cycle Detection and Related Problems", 2015).
    pub(super) fn closes_circle(&mut self, group: GroupId, known: GroupId) -> bool {
        let (level, low) = (self.group(group).level, self.group(known).level);
        if group == known || self.group(known).state != GroupState::Open || level < low {
            return group == known;
        }
        let (above, target) = match self.above_on_level(group) {
            Some(above) if above.contains(&known) => return true,
            Some(_) if level == low => return false,
            Some(above) => (above, level),
            None => (BTreeSet::from([group]), level + 1),
        };
        let mut below = BTreeSet::from([known]);
        let mut todo = vec![known];
        while let Some(it) = todo.pop() {
            for child in self.open_below(it) {
                if above.contains(&child) {
                    return true;
                }
                if self.group(child).level < target && below.insert(child) {
                    todo.push(child);
                }
            }
        }
        below.into_iter().for_each(|it| self.groups[it.0 as usize].level = target);
        false
    }

    /// A group and all open groups above it on its level, unless they are many.
    fn above_on_level(&self, group: GroupId) -> Option<BTreeSet<GroupId>> {
        const MANY: usize = 64;
        let level = self.group(group).level;
        let mut above = BTreeSet::from([group]);
        let mut todo = vec![group];
        while let Some(it) = todo.pop() {
            for parent in self.open_above(it) {
                if self.group(parent).level == level && above.insert(parent) {
                    todo.push(parent);
                }
            }
            if above.len() > MANY {
                return None;
            }
        }
        Some(above)
    }

    /// Whether open steps lead from the root to a group on a way that does not touch another one.
    pub(super) fn is_needed_without(&self, group: GroupId, other: GroupId) -> bool {
        let mut seen = BTreeSet::from([group, other]);
        let mut todo: Vec<GroupId> = (group != other).then_some(group).into_iter().collect();
        while let Some(it) = todo.pop() {
            if it == Self::ROOT {
                return true;
            }
            todo.extend(self.open_above(it).filter(|it| seen.insert(*it)));
        }
        false
    }

    /// The open groups that hope for a group.
    fn open_above(&self, group: GroupId) -> impl Iterator<Item = GroupId> {
        let steps = self.group(group).parents.iter().map(|&it| self.step(it));
        let open = steps.filter(|it| it.state == StepState::Progress);
        open.map(|it| it.group).filter(|&it| self.group(it).state == GroupState::Open)
    }

    /// The groups that an open group hopes for.
    fn open_below(&self, group: GroupId) -> impl Iterator<Item = GroupId> {
        let node = self.group(group);
        let steps = node.steps.iter().filter(|_| node.state == GroupState::Open).map(|&it| self.step(it));
        steps
            .filter(|it| it.state == StepState::Progress)
            .flat_map(|it| it.children.iter().map(|it| it.group))
    }
}
