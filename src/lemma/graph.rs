//! Which lemma rests on which.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{
    Direction,
    algo::toposort,
    dot::{Config, Dot},
    graph::{DiGraph, NodeIndex},
};

use super::{Lemma, LemmaId};

/// Lemmas that rest on each other in a circle.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the lemma {name} rests on itself, through others")]
pub struct Circle {
    /// The name of one of them.
    pub name: String,
}

/// A graph of lemmas, with an edge from each to every lemma that its script calls.
#[derive(Clone, Debug)]
pub struct LemmaGraph {
    graph: DiGraph<Node, ()>,
    nodes: BTreeMap<LemmaId, NodeIndex>,
    /// Every lemma behind all that it rests on.
    order: Vec<NodeIndex>,
}

#[derive(Clone, Debug)]
struct Node {
    id: LemmaId,
    name: String,
}

impl LemmaGraph {
    /// The graph of `lemmas`. What is used and not among them is left out.
    ///
    /// # Errors
    /// If lemmas rest on each other in a circle.
    pub fn new<'a>(lemmas: impl IntoIterator<Item = &'a Lemma>) -> Result<LemmaGraph, Circle> {
        let mut graph = DiGraph::new();
        let mut nodes = BTreeMap::new();
        let mut added: Vec<(NodeIndex, &Lemma)> = Vec::new();
        for lemma in lemmas {
            nodes.entry(lemma.id.clone()).or_insert_with(|| {
                let node = graph.add_node(Node { id: lemma.id.clone(), name: lemma.name.clone() });
                added.push((node, lemma));
                node
            });
        }
        for (node, lemma) in added {
            for used in lemma.uses.iter().filter_map(|it| nodes.get(it)) {
                graph.update_edge(node, *used, ());
            }
        }
        let mut order =
            toposort(&graph, None).map_err(|it| Circle { name: graph[it.node_id()].name.clone() })?;
        // Edges lead to what is used, which comes first here.
        order.reverse();
        Ok(LemmaGraph { graph, nodes, order })
    }

    /// All lemmas, each behind those that it rests on; else in the order in which they were given.
    pub fn ordered(&self) -> Vec<&LemmaId> {
        self.order.iter().map(|it| &self.graph[*it].id).collect()
    }

    /// What a lemma rests on, directly or through others, each behind those that it rests on itself.
    pub fn dependencies(&self, id: &LemmaId) -> Vec<&LemmaId> {
        self.reached(id, Direction::Outgoing)
    }

    /// What rests on a lemma, directly or through others, each behind those that it rests on itself.
    pub fn dependents(&self, id: &LemmaId) -> Vec<&LemmaId> {
        self.reached(id, Direction::Incoming)
    }

    fn reached(&self, id: &LemmaId, direction: Direction) -> Vec<&LemmaId> {
        let Some(&start) = self.nodes.get(id) else { return Vec::new() };
        let mut seen = BTreeSet::new();
        let mut left = vec![start];
        while let Some(node) = left.pop() {
            left.extend(self.graph.neighbors_directed(node, direction).filter(|it| seen.insert(*it)));
        }
        self.order.iter().filter(|it| seen.contains(it)).map(|it| &self.graph[*it].id).collect()
    }

    /// The graph in Graphviz's language; an arrow leads from a lemma to one that it rests on.
    pub fn dot(&self) -> String {
        let shown = self.graph.map(|_, it| it.name.as_str(), |_, ()| "");
        let attributes = |_: &_, _: (NodeIndex, &&str)| "shape=box".to_owned();
        let edges = |_: &_, _| String::new();
        let dot = Dot::with_attr_getters(&shown, &[Config::EdgeNoLabel], &edges, &attributes);
        dot.to_string()
    }
}

#[cfg(test)]
mod graph_tests;
