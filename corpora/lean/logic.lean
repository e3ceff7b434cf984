/-- From p or q, and not p, follows q.
topic: logic; difficulty: 1 -/
theorem disjunctive_syllogism (p q : Prop) (h : p ∨ q) (hp : ¬ p) : q := by sorry

/-- Conjunction distributes over disjunction.
topic: logic; difficulty: 1 -/
theorem and_distributes (p q r : Prop) : p ∧ (q ∨ r) ↔ (p ∧ q) ∨ (p ∧ r) := by sorry

/-- Peirce's law.
topic: logic; difficulty: 1 -/
theorem peirce_law (p q : Prop) : ((p → q) → p) → p := by sorry

/-- Implication is the same as its contrapositive.
topic: logic; difficulty: 1 -/
theorem contrapositive_iff (p q : Prop) : (p → q) ↔ (¬ q → ¬ p) := by sorry

/-- De Morgan's law for conjunction.
topic: logic; difficulty: 1 -/
theorem de_morgan_and (p q : Prop) : ¬ (p ∧ q) ↔ ¬ p ∨ ¬ q := by sorry

/-- A proposition is never equivalent to its negation.
topic: logic; difficulty: 1 -/
theorem no_liar (p : Prop) : ¬ (p ↔ ¬ p) := by sorry

/-- Curry and uncurry: from p and q to r is from p to from q to r.
topic: logic; difficulty: 1 -/
theorem currying (p q r : Prop) : (p ∧ q → r) ↔ (p → q → r) := by sorry

/-- A universal quantifier distributes over a conjunction.
topic: logic; difficulty: 1 -/
theorem forall_and_split {α : Type} (p q : α → Prop) :
    (∀ x, p x ∧ q x) ↔ (∀ x, p x) ∧ (∀ x, q x) := by sorry

/-- If one y works for every x, then every x has a y.
topic: logic; difficulty: 2 -/
theorem exists_forall_swap {α β : Type} (r : α → β → Prop) (h : ∃ y, ∀ x, r x y) :
    ∀ x, ∃ y, r x y := by sorry

/-- If p holds of something and p implies q, then q holds of something.
topic: logic; difficulty: 1 -/
theorem exists_mono {α : Type} (p q : α → Prop) (h : ∀ x, p x → q x) (hp : ∃ x, p x) :
    ∃ x, q x := by sorry

/-- Not everything has p exactly if something lacks it.
topic: logic; difficulty: 1 -/
theorem not_all_iff {α : Type} (p : α → Prop) : (¬ ∀ x, p x) ↔ ∃ x, ¬ p x := by sorry

/-- The drinker: in a room that is not empty, someone is such that if he drinks, everyone drinks.
topic: logic; difficulty: 4 -/
theorem drinker {α : Type} (a : α) (p : α → Prop) : ∃ x, p x → ∀ y, p y := by sorry

/-- The barber who shaves exactly those who do not shave themselves does not exist.
topic: logic; difficulty: 3 -/
theorem no_barber {α : Type} (shaves : α → α → Prop) : ¬ ∃ b, ∀ x, shaves b x ↔ ¬ shaves x x := by sorry

/-- If something holds of some x and is the same for all x, it holds of all x.
topic: logic; difficulty: 1 -/
theorem constant_predicate {α : Type} (p : α → Prop) (h : ∀ x y, p x → p y) (hp : ∃ x, p x) (y : α) :
    p y := by sorry

/-- A symmetric and transitive relation is reflexive where every element is related to something.
topic: logic; difficulty: 3 -/
theorem refl_of_symm_trans {α : Type} (r : α → α → Prop) (symm : ∀ x y, r x y → r y x)
    (trans : ∀ x y z, r x y → r y z → r x z) (h : ∀ x, ∃ y, r x y) (x : α) : r x x := by sorry

/-- A relation that is irreflexive and transitive is asymmetric.
topic: logic; difficulty: 1 -/
theorem asymm_of_irrefl_trans {α : Type} (r : α → α → Prop) (irrefl : ∀ x, ¬ r x x)
    (trans : ∀ x y z, r x y → r y z → r x z) (x y : α) (h : r x y) : ¬ r y x := by sorry

/-- Every relation that relates each x to some y is obeyed by a function (choice).
topic: logic; difficulty: 4 -/
theorem choice_function {α β : Type} (r : α → β → Prop) (h : ∀ x, ∃ y, r x y) :
    ∃ f : α → β, ∀ x, r x (f x) := by sorry

/-- A disjunction under an existential quantifier splits.
topic: logic; difficulty: 1 -/
theorem exists_or_split {α : Type} (p q : α → Prop) :
    (∃ x, p x ∨ q x) ↔ (∃ x, p x) ∨ (∃ x, q x) := by sorry

/-- Two implications chain under a universal quantifier.
topic: logic; difficulty: 1 -/
theorem barbara {α : Type} (man mortal greek : α → Prop) (h₁ : ∀ x, man x → mortal x)
    (h₂ : ∀ x, greek x → man x) : ∀ x, greek x → mortal x := by sorry

/-- There is exactly one natural number whose double is 10.
topic: logic; difficulty: 3 -/
theorem unique_half_of_ten : ∃ n : Nat, 2 * n = 10 ∧ ∀ m, 2 * m = 10 → m = n := by sorry
