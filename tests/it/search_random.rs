//! Random searches: every promise of the search holds, and its answer is that of a plain evaluator.

use std::collections::BTreeSet;

use proofwright::testing::scenario::Scenario;
use proptest::prelude::*;

/// What a step of a random table does.
#[derive(Clone, Debug)]
enum Result {
    Closed,
    Rejected,
    Inconclusive,
    /// Leaves groups, by number, and says in which order their goals stand.
    Groups(Vec<usize>, Vec<u8>),
}

/// The size of each group, and its steps with their log-probabilities in halves.
#[derive(Clone, Debug)]
struct World {
    sizes: Vec<usize>,
    steps: Vec<Vec<(u8, Result)>>,
    settings: String,
}

impl World {
    fn goals(&self, group: usize) -> Vec<String> {
        let goal = |it| format!("g{group}{}", ["a", "b", "c"][it]);
        (0..self.sizes[group]).map(goal).collect()
    }

    /// The groups that a step leaves, each with the positions of its goals.
    fn left(&self, groups: &[usize], order: &[u8]) -> Vec<(usize, Vec<usize>)> {
        let goals: Vec<usize> = (0..groups.len()).flat_map(|it| vec![it; self.sizes[groups[it]]]).collect();
        let mut places: Vec<usize> = (0..goals.len()).collect();
        places.sort_by_key(|&it| order.get(it).copied().unwrap_or(0));
        let at = |group: usize| (0..goals.len()).filter(|&it| goals[places[it]] == group).collect();
        groups.iter().enumerate().map(|(it, &group)| (group, at(it))).collect()
    }

    fn search(&self) -> String {
        let mut text = self.settings.clone();
        for (group, steps) in self.steps.iter().enumerate() {
            for (at, (log_prob, result)) in steps.iter().enumerate() {
                let result = match result {
                    Result::Closed => "closed".into(),
                    Result::Rejected => "rejected no".into(),
                    Result::Inconclusive => "inconclusive time".into(),
                    Result::Groups(groups, order) => {
                        let group = |(group, at): (usize, Vec<usize>)| {
                            let goals = self.goals(group).into_iter().zip(at);
                            goals.map(|(goal, at)| format!("{goal}@{at}")).collect::<Vec<_>>().join(" + ")
                        };
                        self.left(groups, order).into_iter().map(group).collect::<Vec<_>>().join(", ")
                    }
                };
                let log_prob = -f64::from(*log_prob) / 2.0;
                text.push_str(&format!(
                    "{}: s{at} [{log_prob}] => {result}\n",
                    self.goals(group).join(" + ")
                ));
            }
        }
        text
    }

    /// Whether the root can be proved at all.
    fn provable(&self) -> bool {
        let mut proved = BTreeSet::new();
        loop {
            let works = |result: &Result| match result {
                Result::Closed => true,
                Result::Groups(groups, _) => groups.iter().all(|it| proved.contains(it)),
                _ => false,
            };
            let now: BTreeSet<usize> =
                (0..self.steps.len()).filter(|&it| self.steps[it].iter().any(|it| works(&it.1))).collect();
            if now == proved {
                return proved.contains(&0);
            }
            proved = now;
        }
    }

    /// Plays a plain script on a goal list of (group, goal of the group, which copy of the group).
    fn play(&self, lines: &[&str], list: &mut Vec<(usize, usize, usize)>, copies: &mut usize) {
        let mut at = 0;
        while at < lines.len() {
            let line = lines[at];
            at += 1;
            if let Some(turn) = line.strip_prefix("rotate_left ") {
                list.rotate_left(turn.parse().unwrap());
            } else if let Some(first) = line.strip_prefix("· ") {
                let goal = list.remove(0);
                assert_eq!(self.sizes[goal.0], 1, "only a goal that stands alone can be in a bullet");
                let block = lines[at..].iter().map_while(|it| it.strip_prefix("  "));
                let block: Vec<&str> = std::iter::once(first).chain(block).collect();
                at += block.len() - 1;
                let mut inner = vec![goal];
                self.play(&block, &mut inner, copies);
                assert_eq!(inner, [], "a bullet proves its goal");
            } else {
                let (group, _, copy) = list[0];
                let goals: Vec<_> = list.drain(..self.sizes[group]).collect();
                let whole: Vec<_> = (0..self.sizes[group]).map(|it| (group, it, copy)).collect();
                assert_eq!(goals, whole, "the group is in front as a whole");
                match &self.steps[group][line[1..].parse::<usize>().unwrap()].1 {
                    Result::Closed => {}
                    Result::Groups(groups, order) => {
                        let mut new = Vec::new();
                        for (group, places) in self.left(groups, order) {
                            *copies += 1;
                            let goals = places.into_iter().enumerate();
                            new.extend(goals.map(|(goal, place)| (place, (group, goal, *copies))));
                        }
                        new.sort_unstable();
                        list.splice(..0, new.into_iter().map(|it| it.1));
                    }
                    other => panic!("`{line}` is {other:?}"),
                }
            }
        }
    }

    /// Runs the search; whether it found a proof, which is played to its end.
    fn run(&self) -> bool {
        let scenario = Scenario::parse(&self.search()).unwrap();
        let told = scenario.run().unwrap();
        assert_eq!(told, scenario.run().unwrap(), "not deterministic");
        let Some((_, script)) = told.split_once("script:\n") else { return false };
        let lines: Vec<&str> = script.lines().map_while(|it| it.strip_prefix("  ")).collect();
        let mut list: Vec<_> = (0..self.sizes[0]).map(|it| (0, it, 0)).collect();
        self.play(&lines, &mut list, &mut 0);
        assert_eq!(list, [], "a script proves the root: {told}");
        true
    }
}

fn worlds(groups: usize, acyclic: bool, settings: BoxedStrategy<String>) -> impl Strategy<Value = World> {
    let steps = move |group: usize| {
        let first = if acyclic { group + 1 } else { 0 };
        let leaf = prop_oneof![3 => Just(Result::Rejected), 1 => Just(Result::Inconclusive), 2 => Just(Result::Closed)];
        let result = if first < groups {
            let order =
                if acyclic { Just(Vec::new()).boxed() } else { prop::collection::vec(0..3_u8, 0..7).boxed() };
            let left = (prop::collection::vec(first..groups, 1..4), order);
            prop_oneof![1 => leaf, 2 => left.prop_map(|it| Result::Groups(it.0, it.1))].boxed()
        } else {
            leaf.boxed()
        };
        prop::collection::vec((0..6_u8, result), 1..5)
    };
    let sizes = prop::collection::vec(prop_oneof![3 => Just(1_usize), 1 => Just(2), 1 => Just(3)], groups);
    let steps: Vec<_> = (0..groups).map(steps).collect();
    (sizes, steps, settings).prop_map(|(sizes, steps, settings)| World { sizes, steps, settings })
}

/// Settings that do not keep a proof from being found.
fn harmless() -> BoxedStrategy<String> {
    let single = prop_oneof![
        (0..3_u8, 0..3_u8)
            .prop_map(|(alpha, patience)| format!("best-first:alpha={alpha},patience={patience}")),
        Just("breadth-first".to_owned()),
        Just("depth-first".to_owned()),
        (1..4_u8).prop_map(|width| format!("beam:width={width}")),
        (0..3_u8).prop_map(|c| format!("mcts:c={c},discount=0.9")),
    ];
    let line = (any::<bool>(), 0..5_u8).prop_map(|(bullet, step)| {
        if step == 4 { "sorry".to_owned() } else { format!("{}s{step}", if bullet { "· " } else { "" }) }
    });
    let proof = prop::collection::vec(line, 1..5).prop_map(|it| it.join("\\n"));
    let written = (prop::sample::select(vec!["proof", "repair", "draft"]), proof);
    let written = written.prop_map(|(kind, text)| format!("set {kind} {text}\n"));
    let written = prop::collection::vec(written, 0..4).prop_map(|it| it.concat());
    (1..5_u8, any::<[bool; 2]>(), prop::collection::vec(single, 1..4), 0..20_u8, written)
        .prop_map(|(in_flight, [last_first, split], strategies, lose, written)| {
            let written = written + if split { "set split\n" } else { "" };
            let last_first = if last_first { "set last_first\n" } else { "" };
            let strategy = strategies.join("+");
            format!("set plain\nset in_flight {in_flight}\n{last_first}set strategy {strategy}\nset lose_after {lose}\n{written}")
        })
        .boxed()
}

/// Settings with limits.
fn limits() -> BoxedStrategy<String> {
    (harmless(), 1..30_u8, 1..20_u8, 1..8_u8, 1..60_u8)
        .prop_map(|(other, steps, calls, depth, time)| {
            let budget = format!("set max_steps {steps}\nset max_calls {calls}\nset timeout_ms {time}\n");
            format!("{other}{budget}set depth {depth}\n")
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Without cycles and limits, the search proves just what can be proved.
    #[test]
    fn acyclic_worlds_are_decided(world in worlds(9, true, harmless())) {
        prop_assert_eq!(world.run(), world.provable());
    }

    /// With cycles, interlocked groups and limits, what it proves can be proved.
    #[test]
    fn proofs_are_proofs(world in worlds(7, false, prop_oneof![harmless(), limits()].boxed())) {
        prop_assert!(!world.run() || world.provable());
    }
}
