//! A search tree as reports show it: as data for the page that walks through it, and as a graph for Graphviz.

use std::collections::BTreeSet;

use petgraph::{Directed, dot::Dot, graph::Graph, graph::NodeIndex};
use serde::Serialize;

use crate::search::{GroupId, GroupState, Proof, StepState, Tree};

/// A search tree to be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TreeData {
    goals: Vec<Goal>,
    steps: Vec<Step>,
}

/// A goal group, the root first.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Goal {
    /// The whole of it, as the prover would print it.
    text: String,
    /// What is to be shown.
    target: String,
    state: &'static str,
    /// Whether the proof goes through it.
    won: bool,
    /// How many steps left it.
    parents: usize,
    steps: Vec<usize>,
}

/// A step on a goal group.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Step {
    text: String,
    state: &'static str,
    /// What the prover said, or which limit ended it.
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
    log_prob: f64,
    source: String,
    won: bool,
    goals: Vec<usize>,
}

impl TreeData {
    /// Takes from a tree what is shown of it.
    pub fn of(tree: &Tree) -> TreeData {
        let won: BTreeSet<usize> = Proof::find(tree)
            .map_or_else(BTreeSet::new, |proof| proof.steps().into_iter().map(|it| it.0 as usize).collect());
        let index = |it: GroupId| it.0 as usize;
        let goals = tree.groups().map(|(id, group)| {
            let texts: Vec<String> = group.goal.goals.iter().map(|it| it.text()).collect();
            let targets: Vec<String> = group.goal.goals.iter().map(|it| format!("⊢ {}", it.target)).collect();
            Goal {
                text: texts.join("\n\n"),
                target: targets.join("  "),
                state: group_word(group.state, group.relevant),
                won: if id == Tree::ROOT {
                    group.state == GroupState::Proved
                } else {
                    group.parents.iter().any(|it| won.contains(&(it.0 as usize)))
                },
                parents: group.parents.len(),
                steps: group.steps.iter().map(|it| it.0 as usize).collect(),
            }
        });
        let steps = tree.steps().map(|(id, step)| {
            let (state, message) = step_words(&step.state);
            Step {
                text: step.proposal.step.clone(),
                state,
                message,
                log_prob: step.proposal.log_prob,
                source: step.proposal.source.to_string(),
                won: won.contains(&(id.0 as usize)),
                goals: step.children.iter().map(|it| index(it.group)).collect(),
            }
        });
        TreeData { goals: goals.collect(), steps: steps.collect() }
    }

    /// The tree as JSON that can stand in a page: no `<` in it could end the element around it.
    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default().replace('<', "\\u003c")
    }

    /// Goals and steps, for people.
    pub(super) fn size(&self) -> String {
        format!("{} goals, {} steps", self.goals.len(), self.steps.len())
    }

    /// The tree in Graphviz's language; steps that the prover refused, and those it never saw, are left out.
    pub fn dot(&self) -> String {
        let mut graph: Graph<String, &str, Directed, u32> = Graph::default();
        let node = |shape: &str, text: &str, state: &str, won: bool| {
            let pen = if won { ", penwidth=3" } else { "" };
            format!("shape={shape}, color=\"{}\"{pen}, label=\"{}\"", colour(state), quoted(text))
        };
        let goals: Vec<NodeIndex> =
            self.goals.iter().map(|it| graph.add_node(node("box", &it.text, it.state, it.won))).collect();
        for (from, goal) in goals.iter().zip(&self.goals) {
            let shown = |it: &&usize| !matches!(self.steps[**it].state, "rejected" | "untried" | "in_flight");
            for &at in goal.steps.iter().filter(shown) {
                let step = &self.steps[at];
                let to = graph.add_node(node("ellipse", &step.text, step.state, step.won));
                graph.add_edge(*from, to, "");
                for &goal in &step.goals {
                    graph.add_edge(to, goals[goal], "");
                }
            }
        }
        let config = [petgraph::dot::Config::NodeNoLabel, petgraph::dot::Config::EdgeNoLabel];
        let attributes = |_: &Graph<String, &str>, (_, text): (NodeIndex, &String)| text.clone();
        let dot = Dot::with_attr_getters(&graph, &config, &|_, _| String::new(), &attributes);
        format!("{dot:?}")
    }
}

fn group_word(state: GroupState, relevant: bool) -> &'static str {
    match state {
        GroupState::Proved => "proved",
        GroupState::Exhausted { .. } => "exhausted",
        GroupState::Open if relevant => "open",
        GroupState::Open => "irrelevant",
    }
}

fn step_words(state: &StepState) -> (&'static str, String) {
    let (word, message) = match state {
        StepState::Untried => ("untried", ""),
        StepState::InFlight => ("in_flight", ""),
        StepState::Rejected { .. } => ("rejected", ""),
        StepState::Inconclusive { .. } => ("inconclusive", ""),
        StepState::TooDeep => ("too_deep", "left goals at the depth limit"),
        StepState::Cycle => ("cycle", ""),
        StepState::Waiting => ("waiting", "leads back to a goal above, and waits for that one"),
        StepState::Progress => ("progress", ""),
        StepState::Proved => ("proved", ""),
        StepState::Dead { .. } => ("dead", "a goal that it left is exhausted"),
    };
    (word, state.failure().unwrap_or_else(|| message.to_owned()))
}

fn colour(state: &str) -> &'static str {
    match state {
        "proved" => "#1a7f37",
        "open" | "progress" | "waiting" => "#0b6bcb",
        "exhausted" | "irrelevant" => "#666661",
        _ => "#9a6700",
    }
}

/// Text within the quotes of Graphviz, its lines to the left.
fn quoted(text: &str) -> String {
    let lines = text.lines().map(|it| it.replace('\\', "\\\\").replace('"', "\\\"") + "\\l");
    lines.collect()
}
