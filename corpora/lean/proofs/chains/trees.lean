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

theorem btree_flip_flip (t : BTree) : t.flip.flip = t := by
  induction t with
  | leaf => rfl
  | node l n r ihl ihr => simp [BTree.flip, ihl, ihr]

theorem btree_flip_inj (s t : BTree) (h : s.flip = t.flip) : s = t := by
  rw [← btree_flip_flip s, h, btree_flip_flip]

theorem btree_onto_append (t : BTree) (a b : List Nat) : t.onto (a ++ b) = t.onto a ++ b := by
  induction t generalizing a with
  | leaf => rfl
  | node l n r ihl ihr => simp only [BTree.onto, ihr]; rw [← List.cons_append, ihl]

theorem btree_onto_eq (t : BTree) (a : List Nat) : t.onto a = t.onto [] ++ a := by
  rw [← btree_onto_append, List.nil_append]

theorem btree_onto_flip (t : BTree) : t.flip.onto [] = (t.onto []).reverse := by
  induction t with
  | leaf => rfl
  | node l n r ihl ihr =>
    simp only [BTree.flip, BTree.onto]
    rw [btree_onto_eq, ihr, ihl, btree_onto_eq l (n :: r.onto [])]
    simp

theorem btree_length_onto (t : BTree) (a : List Nat) : (t.onto a).length = t.size + a.length := by
  induction t generalizing a with
  | leaf => simp [BTree.onto, BTree.size]
  | node l n r ihl ihr => simp [BTree.onto, BTree.size, ihl, ihr]; omega

theorem btree_length_onto_flip (t : BTree) : (t.flip.onto []).length = t.size := by
  rw [btree_onto_flip, List.length_reverse, btree_length_onto]; rfl
