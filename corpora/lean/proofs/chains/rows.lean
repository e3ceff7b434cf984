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

theorem row_app_nil (s : Row) : s.app .nil = s := by
  induction s with
  | nil => rfl
  | cons n s ih => simp [Row.app, ih]

theorem row_app_assoc (s t u : Row) : (s.app t).app u = s.app (t.app u) := by
  induction s with
  | nil => rfl
  | cons n s ih => simp [Row.app, ih]

theorem row_rev_app (s t : Row) : (s.app t).rev = t.rev.app s.rev := by
  induction s with
  | nil => simp [Row.app, Row.rev, row_app_nil]
  | cons n s ih => simp [Row.app, Row.rev, ih, row_app_assoc]

theorem row_rev_rev (s : Row) : s.rev.rev = s := by
  induction s with
  | nil => rfl
  | cons n s ih => simp [Row.app, Row.rev, ih, row_rev_app]

theorem row_revOnto_eq (s t : Row) : s.revOnto t = s.rev.app t := by
  induction s generalizing t with
  | nil => rfl
  | cons n s ih => simp [Row.revOnto, Row.rev, ih, row_app_assoc, Row.app]

theorem row_revOnto_revOnto (s : Row) : (s.revOnto .nil).revOnto .nil = s := by
  simp [row_revOnto_eq, row_app_nil, row_rev_rev]

theorem row_rev_inj (s t : Row) (h : s.rev = t.rev) : s = t := by
  rw [← row_rev_rev s, h, row_rev_rev]

theorem row_total_app (s t : Row) : (s.app t).total = s.total + t.total := by
  induction s with
  | nil => simp [Row.app, Row.total]
  | cons n s ih => simp [Row.app, Row.total, ih, Nat.add_assoc]

theorem row_total_revOnto (s t : Row) : (s.revOnto t).total = s.total + t.total := by
  induction s generalizing t with
  | nil => simp [Row.revOnto, Row.total]
  | cons n s ih => simp [Row.revOnto, Row.total, ih]; omega
