/-- A list of numbers. -/
inductive Row where
  | nil : Row
  | cons (n : Nat) (s : Row) : Row

namespace Row

/-- One list behind the other. -/
def app : Row → Row → Row
  | nil, t => t
  | cons n s, t => cons n (app s t)

/-- The list from its end to its beginning. -/
def rev : Row → Row
  | nil => nil
  | cons n s => app (rev s) (cons n nil)

/-- The list reversed, in front of another. -/
def revOnto : Row → Row → Row
  | nil, t => t
  | cons n s, t => revOnto s (cons n t)

/-- The sum of a list. -/
def total : Row → Nat
  | nil => 0
  | cons n s => n + total s

end Row

/-- Nothing behind a list leaves it as it is.
topic: chains; difficulty: 2; tags: lists -/
theorem row_app_nil (s : Row) : s.app .nil = s := by sorry

/-- Putting lists together is associative.
topic: chains; difficulty: 2; tags: lists -/
theorem row_app_assoc (s t u : Row) : (s.app t).app u = s.app (t.app u) := by sorry

/-- To reverse two lists put together is to reverse each and put them together the other way round.
topic: chains; difficulty: 3; tags: lists -/
theorem row_rev_app (s t : Row) : (s.app t).rev = t.rev.app s.rev := by sorry

/-- To reverse twice changes nothing.
topic: chains; difficulty: 3; tags: lists -/
theorem row_rev_rev (s : Row) : s.rev.rev = s := by sorry

/-- Reversing with an accumulator is reversing.
topic: chains; difficulty: 3; tags: lists, accumulators -/
theorem row_revOnto_eq (s t : Row) : s.revOnto t = s.rev.app t := by sorry

/-- To reverse twice with an accumulator changes nothing.
topic: chains; difficulty: 4; tags: lists, accumulators -/
theorem row_revOnto_revOnto (s : Row) : (s.revOnto .nil).revOnto .nil = s := by sorry

/-- Lists whose reverses are equal are equal.
topic: chains; difficulty: 4; tags: lists -/
theorem row_rev_inj (s t : Row) (h : s.rev = t.rev) : s = t := by sorry

/-- The sum of two lists put together is the sum of their sums.
topic: chains; difficulty: 2; tags: lists -/
theorem row_total_app (s t : Row) : (s.app t).total = s.total + t.total := by sorry

/-- A list reversed with an accumulator has the sum of both.
topic: chains; difficulty: 3; tags: lists, accumulators -/
theorem row_total_revOnto (s t : Row) : (s.revOnto t).total = s.total + t.total := by sorry
