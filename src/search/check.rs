//! The invariants of a search, checked from scratch.
//!
//! Tests check after every event; a build with debug assertions does so while the tree is small.

use std::collections::BTreeSet;

use super::{GroupId, GroupState, Proof, Search, StepId, StepState, Tree, plan::Asking};

/// Says what is wrong with a search, if anything is.
///
/// # Errors
/// The first invariant that does not hold.
pub fn check(search: &mut Search) -> Result<(), String> {
    links(&search.tree)?;
    acyclic(&search.tree)?;
    states(&search.tree)?;
    relevance(&search.tree)?;
    plans(search)?;
    frontier(search)?;
    let proved = search.tree.group(Tree::ROOT).state == GroupState::Proved;
    ensure(proved == Proof::find(&search.tree).is_some(), || {
        "a proof is there just if the root is proved".into()
    })
}

fn ensure(holds: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message()) }
}

/// Ids are in range, links go both ways, and nothing is there twice.
fn links(tree: &Tree) -> Result<(), String> {
    for (id, step) in tree.steps() {
        ensure(tree.group(step.group).steps.contains(&id), || {
            format!("{id:?} is not among its group's steps")
        })?;
        let left = matches!(
            step.state,
            StepState::Progress | StepState::Waiting | StepState::Proved | StepState::Dead { .. }
        );
        ensure(left || step.children.is_empty(), || format!("{id:?} has groups but is {:?}", step.state))?;
        for child in &step.children {
            let parents = &tree.group(child.group).parents;
            ensure(parents.contains(&id), || format!("{:?} does not know its parent {id:?}", child.group))?;
        }
    }
    for (id, group) in tree.groups() {
        let mut texts = BTreeSet::new();
        for &step in &group.steps {
            ensure(tree.step(step).group == id, || format!("{step:?} is among the steps of {id:?}"))?;
            ensure(texts.insert(&tree.step(step).proposal.step), || format!("{step:?} is at {id:?} twice"))?;
        }
        let above = group.parents.iter().filter(|&&it| tree.is_live(it)).map(|&it| tree.step(it).group);
        ensure(above.clone().all(|it| tree.group(it).level <= group.level), || {
            format!("{id:?} has too low a level")
        })?;
        let mut parents = BTreeSet::new();
        for &parent in &group.parents {
            let knows = tree.step(parent).children.iter().any(|it| it.group == id);
            ensure(knows && parents.insert(parent), || {
                format!("{parent:?} is no parent of {id:?}, or twice")
            })?;
        }
        if group.is_live() {
            ensure(tree.find(&group.goal) == Some(id), || format!("{id:?} is not merged with its like"))?;
        }
    }
    Ok(())
}

/// No chain of open groups leads in a circle.
fn acyclic(tree: &Tree) -> Result<(), String> {
    let below = |group: GroupId| {
        let open = tree.group(group).state == GroupState::Open;
        let steps = tree.group(group).steps.iter().filter(move |_| open).map(|&it| tree.step(it));
        let progress = steps.filter(|it| it.state == StepState::Progress);
        progress.flat_map(|it| it.children.iter().map(|it| it.group)).collect::<Vec<_>>()
    };
    let mut done = BTreeSet::new();
    for (start, _) in tree.groups() {
        // The groups on the way, each with those below it that are still to be looked at.
        let mut way = vec![(start, below(start))];
        while let Some((group, todo)) = way.last_mut() {
            let group = *group;
            match todo.pop() {
                None => {
                    done.insert(group);
                    way.pop();
                }
                Some(next) if done.contains(&next) => {}
                Some(next) => {
                    ensure(way.iter().all(|it| it.0 != next), || format!("{next:?} is below itself"))?;
                    way.push((next, below(next)));
                }
            }
        }
    }
    Ok(())
}

/// What is known of groups and steps is just what follows from the verdicts.
fn states(tree: &Tree) -> Result<(), String> {
    let mut fresh = tree.clone();
    fresh.groups.iter_mut().for_each(|it| it.state = GroupState::Open);
    let settled =
        fresh.steps.iter_mut().filter(|it| !it.children.is_empty() && it.state != StepState::Waiting);
    settled.for_each(|it| it.state = StepState::Progress);
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for (id, _) in tree.steps().filter(|it| !it.1.children.is_empty()) {
            let state = fresh.step_value(id);
            changed |= std::mem::replace(&mut fresh.steps[id.0 as usize].state, state.clone()) != state;
        }
        for (id, _) in tree.groups() {
            let state = fresh.group_value(id);
            changed |= std::mem::replace(&mut fresh.groups[id.0 as usize].state, state) != state;
        }
    }
    for (id, group) in tree.groups() {
        let state = fresh.group(id).state;
        ensure(group.state == state, || format!("{id:?} is {:?} and should be {state:?}", group.state))?;
    }
    for (id, step) in tree.steps() {
        let state = &fresh.step(id).state;
        ensure(step.state == *state, || format!("{id:?} is {:?} and should be {state:?}", step.state))?;
    }
    Ok(())
}

/// An open group is relevant just if open steps lead from the root to it.
fn relevance(tree: &Tree) -> Result<(), String> {
    let mut reached = BTreeSet::from([Tree::ROOT]);
    let mut todo = vec![Tree::ROOT];
    while let Some(group) = todo.pop() {
        if tree.group(group).state != GroupState::Open {
            continue;
        }
        let steps = tree.group(group).steps.iter().map(|&it| tree.step(it));
        for child in steps.filter(|it| it.state == StepState::Progress).flat_map(|it| &it.children) {
            if reached.insert(child.group) {
                todo.push(child.group);
            }
        }
    }
    for (id, group) in tree.groups().filter(|it| it.1.state == GroupState::Open) {
        ensure(group.relevant == reached.contains(&id), || {
            format!("{id:?}: relevant is {}", group.relevant)
        })?;
    }
    Ok(())
}

/// What is meant to be done agrees with the tree.
fn plans(search: &Search) -> Result<(), String> {
    let tree = &search.tree;
    let in_state = |group: GroupId, state: StepState| {
        let steps = tree.group(group).steps.iter().copied();
        steps.filter(|&it| tree.step(it).state == state).collect::<BTreeSet<StepId>>()
    };
    let (mut tried, mut asked, mut paid) = (0, 0, 0);
    for ((id, group), plan) in tree.groups().zip(&search.plans) {
        let fail = |what: &str| format!("{id:?}: {what}");
        let in_flight = in_state(id, StepState::InFlight).len();
        ensure(plan.in_flight as usize == in_flight, || fail("wrong count of steps in flight"))?;
        let untried: BTreeSet<StepId> = plan.untried.iter().copied().collect();
        ensure(untried == in_state(id, StepState::Untried), || fail("wrong untried steps"))?;
        ensure(plan.route == search.route(id), || fail("its route is not up to date"))?;
        ensure(plan.route.is_some() == group.is_live(), || fail("only live groups have a route"))?;
        ensure(plan.released == (!group.is_live() && in_flight == 0), || fail("wrongly forgotten or kept"))?;
        ensure(!group.complete || plan.asking == Asking::Over, || fail("complete, but asked"))?;
        tried += in_flight as u64;
        if let Asking::InFlight { paid: costs, .. } = plan.asking {
            asked += 1;
            paid += u64::from(costs);
        }
    }
    let live = tree.groups.iter().filter(|it| it.is_live()).count();
    ensure(search.live == live, || format!("{} live groups, counted {live}", search.live))?;
    ensure(search.plans.len() == tree.groups.len(), || "a plan for each group".into())?;
    ensure(search.steps_in_flight == tried, || "wrong count of steps in flight".into())?;
    ensure((search.asks_in_flight, search.paid_in_flight) == (asked, paid), || "wrong count of asks".into())?;
    let spent: u64 =
        tree.steps().map(|(_, it)| u64::from(it.attempts) + u64::from(it.state != StepState::Untried)).sum();
    ensure(search.spent.steps == spent, || "wrong count of steps".into())
}

/// The frontier names a live group with something to do, if there is one.
fn frontier(search: &mut Search) -> Result<(), String> {
    let best = search.frontier.best(&search.tree);
    ensure(best == search.frontier.best(&search.tree), || "the frontier changes its mind".into())?;
    let to_do = |id| search.best_move(id).is_some();
    ensure(best.is_none_or(to_do), || format!("nothing to do for {best:?}"))?;
    let any = search.tree.groups().any(|it| to_do(it.0));
    ensure(best.is_some() == any, || "the frontier is empty, but there is something to do".into())
}
