/-- A binary tree with numbers at its nodes. -/
inductive BTree where
  | leaf : BTree
  | node (l : BTree) (n : Nat) (r : BTree) : BTree

namespace BTree

/-- How many nodes it has. -/
def size : BTree → Nat
  | leaf => 0
  | node l _ r => size l + 1 + size r

/-- The longest way down. -/
def height : BTree → Nat
  | leaf => 0
  | node l _ r => 1 + max (height l) (height r)

/-- Left and right exchanged everywhere. -/
def flip : BTree → BTree
  | leaf => leaf
  | node l n r => node (flip r) n (flip l)

/-- Its numbers from left to right, in front of others. -/
def onto : BTree → List Nat → List Nat
  | leaf, acc => acc
  | node l n r, acc => onto l (n :: onto r acc)

/-- The sum of its numbers. -/
def total : BTree → Nat
  | leaf => 0
  | node l n r => total l + n + total r

end BTree

/-- To flip twice changes nothing.
topic: chains; difficulty: 2; tags: trees -/
theorem btree_flip_flip (t : BTree) : t.flip.flip = t := by sorry

/-- Trees whose flips are equal are equal.
topic: chains; difficulty: 3; tags: trees -/
theorem btree_flip_inj (s t : BTree) (h : s.flip = t.flip) : s = t := by sorry

/-- What is in front stays apart from what is behind.
topic: chains; difficulty: 3; tags: trees, accumulators -/
theorem btree_onto_append (t : BTree) (a b : List Nat) : t.onto (a ++ b) = t.onto a ++ b := by sorry

/-- The numbers of a tree in front of others are its numbers and the others.
topic: chains; difficulty: 3; tags: trees, accumulators -/
theorem btree_onto_eq (t : BTree) (a : List Nat) : t.onto a = t.onto [] ++ a := by sorry

/-- The numbers of a flipped tree are those of the tree, reversed.
topic: chains; difficulty: 4; tags: trees, accumulators -/
theorem btree_onto_flip (t : BTree) : t.flip.onto [] = (t.onto []).reverse := by sorry

/-- The list of a tree is as long as the tree is large.
topic: chains; difficulty: 3; tags: trees, accumulators -/
theorem btree_length_onto (t : BTree) (a : List Nat) : (t.onto a).length = t.size + a.length := by sorry

/-- A flipped tree is as large as it was.
topic: chains; difficulty: 3; tags: trees, accumulators -/
theorem btree_length_onto_flip (t : BTree) : (t.flip.onto []).length = t.size := by sorry
