/// Tactics that show a goal to the program that drives F*.
///
/// A dump arrives in `fstar.exe --ide` as a message of level `proof-state`,
/// and its label starts with `proofwright:`. Proofwright.Bridge does not need
/// this module: loading FStar.Tactics makes every query of a file slower.
module Proofwright.Goal

open FStar.Tactics

/// The label of a dump: `proofwright:` and the tag that the caller gives.
let label (tag:string) : Tot string = "proofwright:" ^ tag

/// Show all goals under the label `proofwright:TAG`. No goal is changed.
let show_goal (tag:string) : Tac unit =
  dump (label tag)

/// Show all goals, then leave every one of them to the solver.
let show_and_leave (tag:string) : Tac unit =
  show_goal tag;
  iterAll smt
