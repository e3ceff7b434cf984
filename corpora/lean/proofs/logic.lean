theorem disjunctive_syllogism (p q : Prop) (h : p ∨ q) (hp : ¬ p) : q := by
  simp_all

theorem and_distributes (p q r : Prop) : p ∧ (q ∨ r) ↔ (p ∧ q) ∨ (p ∧ r) := by
  grind

theorem peirce_law (p q : Prop) : ((p → q) → p) → p := by
  grind

theorem contrapositive_iff (p q : Prop) : (p → q) ↔ (¬ q → ¬ p) := by
  grind

theorem de_morgan_and (p q : Prop) : ¬ (p ∧ q) ↔ ¬ p ∨ ¬ q := by
  grind

theorem no_liar (p : Prop) : ¬ (p ↔ ¬ p) := by
  grind

theorem currying (p q r : Prop) : (p ∧ q → r) ↔ (p → q → r) := by
  grind

theorem forall_and_split {α : Type} (p q : α → Prop) :
    (∀ x, p x ∧ q x) ↔ (∀ x, p x) ∧ (∀ x, q x) := by
  constructor
  · intro h; exact ⟨fun x => (h x).1, fun x => (h x).2⟩
  · intro h x; exact ⟨h.1 x, h.2 x⟩

theorem exists_forall_swap {α β : Type} (r : α → β → Prop) (h : ∃ y, ∀ x, r x y) :
    ∀ x, ∃ y, r x y := by
  intro x
  obtain ⟨y, hy⟩ := h
  exact ⟨y, hy x⟩

theorem exists_mono {α : Type} (p q : α → Prop) (h : ∀ x, p x → q x) (hp : ∃ x, p x) :
    ∃ x, q x := by
  obtain ⟨x, hx⟩ := hp
  exact ⟨x, h x hx⟩

theorem not_all_iff {α : Type} (p : α → Prop) : (¬ ∀ x, p x) ↔ ∃ x, ¬ p x := by
  simp

theorem drinker {α : Type} (a : α) (p : α → Prop) : ∃ x, p x → ∀ y, p y := by
  by_cases h : ∀ y, p y
  · exact ⟨a, fun _ => h⟩
  · obtain ⟨x, hx⟩ := Classical.not_forall.mp h
    exact ⟨x, fun hp => absurd hp hx⟩

theorem no_barber {α : Type} (shaves : α → α → Prop) : ¬ ∃ b, ∀ x, shaves b x ↔ ¬ shaves x x := by
  intro ⟨b, h⟩
  have := h b
  grind

theorem constant_predicate {α : Type} (p : α → Prop) (h : ∀ x y, p x → p y) (hp : ∃ x, p x) (y : α) :
    p y := by
  obtain ⟨x, hx⟩ := hp
  exact h x y hx

theorem refl_of_symm_trans {α : Type} (r : α → α → Prop) (symm : ∀ x y, r x y → r y x)
    (trans : ∀ x y z, r x y → r y z → r x z) (h : ∀ x, ∃ y, r x y) (x : α) : r x x := by
  obtain ⟨y, hy⟩ := h x
  exact trans x y x hy (symm x y hy)

theorem asymm_of_irrefl_trans {α : Type} (r : α → α → Prop) (irrefl : ∀ x, ¬ r x x)
    (trans : ∀ x y z, r x y → r y z → r x z) (x y : α) (h : r x y) : ¬ r y x := by
  intro h'
  exact irrefl x (trans x y x h h')

theorem choice_function {α β : Type} (r : α → β → Prop) (h : ∀ x, ∃ y, r x y) :
    ∃ f : α → β, ∀ x, r x (f x) := by
  exact ⟨fun x => Classical.choose (h x), fun x => Classical.choose_spec (h x)⟩

theorem exists_or_split {α : Type} (p q : α → Prop) :
    (∃ x, p x ∨ q x) ↔ (∃ x, p x) ∨ (∃ x, q x) := by
  constructor
  · intro ⟨x, h⟩
    cases h with
    | inl h => exact Or.inl ⟨x, h⟩
    | inr h => exact Or.inr ⟨x, h⟩
  · intro h
    rcases h with ⟨x, h⟩ | ⟨x, h⟩
    · exact ⟨x, Or.inl h⟩
    · exact ⟨x, Or.inr h⟩

theorem barbara {α : Type} (man mortal greek : α → Prop) (h₁ : ∀ x, man x → mortal x)
    (h₂ : ∀ x, greek x → man x) : ∀ x, greek x → mortal x := by
  intro x hx
  exact h₁ x (h₂ x hx)

theorem unique_half_of_ten : ∃ n : Nat, 2 * n = 10 ∧ ∀ m, 2 * m = 10 → m = n := by
  refine ⟨5, by decide, ?_⟩
  intro m h
  omega
