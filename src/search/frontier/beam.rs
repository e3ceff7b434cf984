//! Beam search: level by level, a few groups of each.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Frontier, GroupId, Route, Standing, Tree,
    ordered::{Key, likely},
    slot,
};

/// Works level by level, on the `width` best groups of each level.
///
/// In a pass, each group that is in the beam has the proposals of one round tried before the next level begins. When
/// nothing is left to do in a pass, another one begins from the top: with `width` more groups on each level, and
/// one more round for those that were there. So nothing is given up for good, and a search that finds no
/// proof ends only when every strategy would end.
#[derive(Clone, Debug)]
pub struct Beam {
    width: u32,
    alpha: f64,
    /// Counted from 0.
    pass: u32,
    levels: BTreeMap<u32, Level>,
    /// Levels that may have something to do in this pass.
    busy: BTreeSet<u32>,
    placed: Vec<Place>,
}

/// The groups that stand at one distance from the root.
#[derive(Clone, Debug, Default)]
struct Level {
    /// Groups that were let in so far, also those that do not stand any more.
    admitted: u32,
    /// What is to be done in this pass.
    beam: BTreeSet<Key>,
    /// What may be let in.
    waiting: BTreeSet<Key>,
    /// What has its turn in a later pass.
    later: BTreeSet<Key>,
}

/// Where a group is.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    admitted: bool,
    key: Option<(u32, Key, u32)>,
}

impl Beam {
    /// An empty beam.
    pub fn new(width: u32, alpha: f64) -> Self {
        Beam {
            width: width.max(1),
            alpha,
            pass: 0,
            levels: BTreeMap::new(),
            busy: BTreeSet::new(),
            placed: Vec::new(),
        }
    }

    fn insert(&mut self, level: u32, key: Key, round: u32) {
        let admitted = slot(&mut self.placed, key.group.0).admitted;
        let at = self.levels.entry(level).or_default();
        match (admitted, round > self.pass) {
            (true, false) => at.beam.insert(key),
            (true, true) => at.later.insert(key),
            (false, _) => at.waiting.insert(key),
        };
        self.busy.insert(level);
    }

    /// The best group of the first level that has work in this pass.
    fn in_pass(&mut self) -> Option<GroupId> {
        let most = self.width.saturating_mul(self.pass + 1);
        while let Some(&first) = self.busy.first() {
            let level = self.levels.entry(first).or_default();
            while level.admitted < most
                && let Some(key) = level.waiting.pop_first()
            {
                level.admitted += 1;
                let place = slot(&mut self.placed, key.group.0);
                place.admitted = true;
                let round = place.key.map_or(0, |it| it.2);
                if round > self.pass { &mut level.later } else { &mut level.beam }.insert(key);
            }
            if let Some(key) = level.beam.first() {
                return Some(key.group);
            }
            self.busy.pop_first();
        }
        None
    }
}

impl Frontier for Beam {
    fn set(&mut self, _tree: &Tree, group: GroupId, standing: Option<Standing>) {
        if let Some((level, key, _)) = slot(&mut self.placed, group.0).key.take()
            && let Some(at) = self.levels.get_mut(&level)
        {
            let _ = at.beam.remove(&key) || at.waiting.remove(&key) || at.later.remove(&key);
        }
        let Some(standing) = standing else { return };
        let key = Key { score: self.score(&standing.route), last: standing.last, group };
        // The route has the step on it that is still to be taken.
        let level = standing.route.length;
        slot(&mut self.placed, group.0).key = Some((level, key, standing.round));
        self.insert(level, key, standing.round);
    }

    fn best(&mut self, _tree: &Tree) -> Option<GroupId> {
        loop {
            if let Some(group) = self.in_pass() {
                return Some(group);
            }
            if self.levels.values().all(|it| it.later.is_empty() && it.waiting.is_empty()) {
                return None;
            }
            self.pass += 1;
            self.busy.extend(self.levels.keys());
            for level in self.levels.values_mut() {
                let (now, later) = std::mem::take(&mut level.later)
                    .into_iter()
                    .partition(|it| self.placed[it.group.0 as usize].key.is_some_and(|it| it.2 <= self.pass));
                level.beam.extend::<BTreeSet<Key>>(now);
                level.later = later;
            }
        }
    }

    fn score(&self, route: &Route) -> f64 {
        likely(route, self.alpha)
    }
}
