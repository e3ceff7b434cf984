namespace one_for_all_then_all_have_one

theorem reference {α β : Type} (R : α → β → Prop) (h : ∃ x, ∀ y, R x y) : ∀ y, ∃ x, R x y :=
  fun y => h.elim fun x hx => ⟨x, hx y⟩

theorem right_1 {α β : Type} (R : α → β → Prop) : (∃ x, ∀ y, R x y) → ∀ y, ∃ x, R x y :=
  reference R

theorem right_2 {α β : Type} (R : α → β → Prop) (x : α) (h : ∀ y, R x y) (y : β) : ∃ x, R x y :=
  ⟨x, h y⟩

theorem wrong_1_is_false : ¬ (∀ {α β : Type} (R : α → β → Prop) (h : ∀ y, ∃ x, R x y), ∃ x, ∀ y,
    R x y) :=
  fun h => (h (fun a b : Bool => a = b) (fun y => ⟨y, rfl⟩)).elim fun x hx => absurd (hx !x) (by cases x <;> decide)

theorem wrong_2_is_false : ¬ (∀ {α β : Type} (R : α → β → Prop) (h : ∃ x, ∀ y, R x y), ∀ x, ∃ y,
    R x y) :=
  fun h => (h (fun (a : Bool) (_ : Unit) => a = true) ⟨true, fun _ => rfl⟩ false).elim fun _ e => absurd e (by decide)

theorem wrong_3_is_vacuous {α : Type} (R : α → α → Prop) (hi : ∀ x, ¬ R x x)
    (h : ∃ x, ∀ y, R x y) : False :=
  h.elim fun x hx => hi x (hx x)

end one_for_all_then_all_have_one

namespace somebody_such_that_if_then_all

theorem reference {Person : Type} [Nonempty Person] (Sings : Person → Prop) : ∃ p, Sings p → ∀ q,
    Sings q := by
  by_cases h : ∀ q, Sings q
  · obtain ⟨a⟩ := ‹Nonempty Person›
    exact ⟨a, fun _ => h⟩
  · obtain ⟨q, hq⟩ := Classical.not_forall.1 h
    exact ⟨q, fun e => absurd e hq⟩

theorem right_1 {Person : Type} (somebody : Person) (Sings : Person → Prop) : ∃ p, ∀ q, Sings p →
    Sings q := by
  have : Nonempty Person := ⟨somebody⟩
  exact (reference Sings).imp fun p hp q e => hp e q

theorem wrong_1_is_false : ¬ (∀ {Person : Type} [Nonempty Person] (Sings : Person → Prop),
    (∃ p, Sings p) → ∀ q, Sings q) :=
  fun h => absurd (h (fun b : Bool => b = true) ⟨true, rfl⟩ false) (by decide)

theorem wrong_2_is_false : ¬ (∀ {Person : Type} (Sings : Person → Prop), ∃ p, Sings p → ∀ q,
    Sings q) :=
  fun h => (h (fun _ : Empty => True)).elim fun p _ => p.elim

theorem wrong_3_is_false : ¬ (∀ {Person : Type} [Nonempty Person] (Sings : Person → Prop), ∃ p,
    Sings p ∧ ∀ q, Sings q) :=
  fun h => (h (fun _ : Unit => False)).elim fun _ e => e.1

end somebody_such_that_if_then_all

namespace not_all_swans_white

theorem reference {Thing : Type} (Swan White : Thing → Prop) : (¬ ∀ x, Swan x → White x) ↔ ∃ x,
    Swan x ∧ ¬ White x := by
  constructor
  · intro h
    obtain ⟨x, hx⟩ := Classical.not_forall.1 h
    exact ⟨x, Classical.not_imp.1 hx⟩
  · rintro ⟨x, hs, hw⟩ h
    exact hw (h x hs)

theorem right_1 {Thing : Type} (White Swan : Thing → Prop) : (∃ x, ¬ White x ∧ Swan x) ↔ ¬ ∀ x, ¬
    White x → ¬ Swan x := by
  constructor
  · rintro ⟨x, hw, hs⟩ h
    exact h x hw hs
  · intro h
    obtain ⟨x, hx⟩ := Classical.not_forall.1 h
    exact ⟨x, (Classical.not_imp.1 hx).1, Classical.not_not.1 (Classical.not_imp.1 hx).2⟩

theorem wrong_1_is_false : ¬ (∀ {Thing : Type} (Swan White : Thing → Prop),
    (¬ ∀ x, Swan x → White x) ↔ ∃ x, Swan x → ¬ White x) :=
  fun h => absurd ((h (fun _ : Unit => False) (fun _ => True)).2 ⟨(), fun e => e.elim⟩) (fun n => n (fun _ _ => trivial))

theorem wrong_2_is_false : ¬ (∀ {Thing : Type} (Swan White : Thing → Prop),
    (¬ ∀ x, Swan x → White x) ↔ ∀ x, Swan x → ¬ White x) :=
  fun h => (h (fun _ : Unit => False) (fun _ => True)).2 (fun _ e => e.elim) (fun _ _ => trivial)

theorem wrong_3_is_false : ¬ (∀ {Thing : Type} (Swan White : Thing → Prop),
    (∀ x, ¬ (Swan x → White x)) ↔ ∃ x, Swan x ∧ ¬ White x) :=
  fun h => absurd ((h (fun b : Bool => b = true) (fun _ => False)).2 ⟨true, rfl, fun e => e⟩ false) (fun n => n (fun e => absurd e (by decide)))

end not_all_swans_white

namespace symmetric_transitive_serial_reflexive

theorem reference {α : Type} (R : α → α → Prop) (hs : ∀ x y, R x y → R y x)
    (ht : ∀ x y z, R x y → R y z → R x z) (he : ∀ x, ∃ y, R x y) : ∀ x, R x x :=
  fun x => (he x).elim fun y hy => ht x y x hy (hs x y hy)

theorem right_1 {α : Type} (R : α → α → Prop)
    (h : (∀ x, ∃ y, R x y) ∧ (∀ x y, R x y ↔ R y x) ∧ ∀ x y z, R x y ∧ R y z → R x z) (x : α) : R
    x x :=
  reference R (fun x y => (h.2.1 x y).1) (fun x y z a b => h.2.2 x y z ⟨a, b⟩) h.1 x

theorem wrong_1_is_false : ¬ (∀ {α : Type} (R : α → α → Prop) (hs : ∀ x y, R x y → R y x)
    (ht : ∀ x y z, R x y → R y z → R x z), ∀ x, R x x) :=
  fun h => h (fun (_ _ : Unit) => False) (fun _ _ e => e) (fun _ _ _ e _ => e) ()

theorem wrong_2_holds {α : Type} (R : α → α → Prop) (hs : ∀ x y, R x y → R y x)
    (ht : ∀ x y z, R x y → R y z → R x z) (he : ∃ y, ∀ x, R x y) : ∀ x, R x x :=
  fun x => he.elim fun y hy => ht x y x (hy x) (hs x y (hy x))

theorem wrong_3_holds {α : Type} (R : α → α → Prop) (hr : ∀ x, R x x) (hs : ∀ x y, R x y → R y x)
    (ht : ∀ x y z, R x y → R y z → R x z) : ∀ x, R x x :=
  hr

end symmetric_transitive_serial_reflexive

namespace irreflexive_transitive_asymmetric

theorem reference {α : Type} (R : α → α → Prop) (hi : ∀ x, ¬ R x x)
    (ht : ∀ x y z, R x y → R y z → R x z) (x y : α) : ¬ (R x y ∧ R y x) :=
  fun h => hi x (ht x y x h.1 h.2)

theorem right_1 {α : Type} (R : α → α → Prop) (ht : ∀ x y z, R x y ∧ R y z → R x z)
    (hi : ¬ ∃ x, R x x) : ∀ x y, R x y → ¬ R y x :=
  fun x y a b => hi ⟨x, ht x y x ⟨a, b⟩⟩

theorem wrong_1_is_false : ¬ (∀ {α : Type} (R : α → α → Prop) (hi : ∀ x, ¬ R x x)
    (ht : ∀ x y z, R x y → R y z → R x z) (x y : α), ¬ R x y ∧ R y x) :=
  fun h => (h (fun (_ _ : Unit) => False) (fun _ e => e) (fun _ _ _ e _ => e) () ()).2

theorem wrong_2_is_false : ¬ (∀ {α : Type} (R : α → α → Prop) (hi : ∀ x, R x x)
    (ht : ∀ x y z, R x y → R y z → R x z) (x y : α), ¬ (R x y ∧ R y x)) :=
  fun h => h (fun (_ _ : Unit) => True) (fun _ => trivial) (fun _ _ _ _ _ => trivial) () () ⟨trivial, trivial⟩

theorem wrong_3_is_vacuous {α : Type} (R : α → α → Prop) (hi : ∀ x, ¬ R x x)
    (ht : ∀ x y z, R x y → R y z → R x z) (x y : α) (hxy : R x y) (hyx : R y x) : False :=
  reference R hi ht x y ⟨hxy, hyx⟩

end irreflexive_transitive_asymmetric

namespace least_element

theorem reference (S : Nat → Prop) (h : ∃ n, S n) : ∃ m, S m ∧ ∀ n, S n → m ≤ n := by
  obtain ⟨n, hn⟩ := h
  induction n using Nat.strongRecOn with
  | _ n ih =>
    by_cases c : ∃ k, k < n ∧ S k
    · obtain ⟨k, hk, hs⟩ := c
      exact ih k hk hs
    · exact ⟨n, hn, fun k hs => Nat.le_of_not_lt fun hk => c ⟨k, hk, hs⟩⟩

theorem right_1 (S : Nat → Prop) : (∃ n, S n) → ∃ m, S m ∧ ∀ n, n < m → ¬ S n :=
  fun h => (reference S h).imp fun _ ⟨a, b⟩ => ⟨a, fun n hn s => absurd (b n s) (by omega)⟩

theorem wrong_1_is_false : ¬ (∀ (S : Int → Prop) (h : ∃ n, S n), ∃ m, S m ∧ ∀ n, S n → m ≤ n) := by
  intro h
  obtain ⟨m, _, hm⟩ := h (fun _ => True) ⟨0, trivial⟩
  have := hm (m - 1) trivial
  omega

theorem wrong_2_is_false : ¬ (∀ (S : Nat → Prop) (h : ∃ n, S n), ∃ m, S m ∧ ∀ n, S n → m < n) := by
  intro h
  obtain ⟨m, a, hm⟩ := h (fun _ => True) ⟨0, trivial⟩
  have := hm m trivial
  omega

theorem wrong_3_is_false : ¬ (∀ (S : Nat → Prop) (h : ∃ n, S n), ∃ m, S m ∧ ∀ n, S n → n ≤ m) := by
  intro h
  obtain ⟨m, _, hm⟩ := h (fun _ => True) ⟨0, trivial⟩
  have := hm (m + 1) trivial
  omega

end least_element

namespace left_and_right_identity

theorem reference {α : Type} (op : α → α → α) (e f : α) (he : ∀ x, op e x = x)
    (hf : ∀ x, op x f = x) : e = f :=
  by rw [← hf e, he]

theorem right_1 {α : Type} (op : α → α → α) (e f : α) : (∀ x, op x f = x ∧ op e x = x) → f = e :=
  fun h => (reference op e f (fun x => (h x).2) (fun x => (h x).1)).symm

theorem wrong_1_is_false : ¬ (∀ {α : Type} (op : α → α → α) (e f : α) (he : ∀ x, op e x = x)
    (hf : ∀ x, op f x = x), e = f) :=
  fun h => absurd (h (fun _ x : Bool => x) true false (fun _ => rfl) (fun _ => rfl)) (by decide)

theorem wrong_2_is_false : ¬ (∀ {α : Type} (op : α → α → α) (e f : α) (he : ∀ x, op e x = x)
    (hf : ∃ x, op x f = x), e = f) :=
  fun h => absurd (h and true false (by decide) ⟨false, rfl⟩) (by decide)

theorem wrong_3_is_vacuous {α : Type} (op : α → α → α) (e f : α) (hne : e ≠ f)
    (he : ∀ x, op e x = x) (hf : ∀ x, op x f = x) : False :=
  hne (reference op e f he hf)

end left_and_right_identity

namespace and_over_or

theorem reference {X : Type} (A B C : X → Prop) (x : X) : A x ∧ (B x ∨ C x) ↔ (A x ∧ B x) ∨
    (A x ∧ C x) :=
  by grind

theorem right_1 {X : Type} (A B C : X → Prop) : ∀ x, (A x ∧ C x) ∨ (A x ∧ B x) ↔ (B x ∨ C x) ∧ A
    x :=
  by grind

theorem wrong_1_is_false : ¬ (∀ {X : Type} (A B C : X → Prop) (x : X), A x ∧ B x ∨ C x ↔
    (A x ∧ B x) ∨ (A x ∧ C x)) :=
  fun h => (h (fun _ : Unit => False) (fun _ => False) (fun _ => True) ()).1 (.inr trivial) |>.elim (·.1) (·.1)

theorem wrong_2_is_false : ¬ (∀ {X : Type} (A B C : X → Prop) (x : X), A x ∧ (B x ∨ C x) ↔
    (A x ∨ B x) ∧ (A x ∨ C x)) :=
  fun h => ((h (fun _ : Unit => True) (fun _ => False) (fun _ => False) ()).2 ⟨.inl trivial, .inl trivial⟩).2.elim id id

theorem wrong_3_holds {X : Type} (A B C : X → Prop) (x : X) : A x ∧ (B x ∨ C x) → (A x ∧ B x) ∨
    (A x ∧ C x) :=
  (reference A B C x).1

end and_over_or

namespace complementary_sets

theorem reference {X : Type} (A B : X → Prop) (hd : ∀ x, ¬ (A x ∧ B x)) (hc : ∀ x, A x ∨ B x)
    (x : X) : A x ↔ ¬ B x := by
  have := hd x
  have := hc x
  grind

theorem right_1 {X : Type} (A B : X → Prop) (h : (¬ ∃ x, A x ∧ B x) ∧ ¬ ∃ x, ¬ A x ∧ ¬ B x) : ∀
    x, A x ↔ ¬ B x := by
  intro x
  have h1 : ¬ (A x ∧ B x) := fun e => h.1 ⟨x, e⟩
  have h2 : ¬ (¬ A x ∧ ¬ B x) := fun e => h.2 ⟨x, e⟩
  grind

theorem wrong_1_is_vacuous {X : Type} (A B : X → Prop) (hd : ∀ x, ¬ A x ∧ ¬ B x)
    (hc : ∀ x, A x ∨ B x) (x : X) : False :=
  (hc x).elim (hd x).1 (hd x).2

theorem wrong_2_is_false : ¬ (∀ {X : Type} (A B : X → Prop) (hd : ∀ x, ¬ (A x ∧ B x)) (x : X), A
    x ↔ ¬ B x) :=
  fun h => (h (fun _ : Unit => False) (fun _ => False) (fun _ e => e.1) ()).2 (fun e => e)

theorem wrong_3_is_false : ¬ (∀ {X : Type} (A B : X → Prop) (hd : ∀ x, ¬ (A x ∧ B x))
    (hc : ∀ x, ¬ A x ∨ ¬ B x) (x : X), A x ↔ ¬ B x) :=
  fun h => (h (fun _ : Unit => False) (fun _ => False) (fun _ e => e.1) (fun _ => .inl id) ()).2 (fun e => e)

end complementary_sets

namespace rational_between_two

theorem reference (a b : Rat) (h : a < b) : ∃ c : Rat, a < c ∧ c < b := ⟨(a + b) / 2, by grind⟩

theorem right_1 : ∀ a b : Rat, b > a → ∃ c : Rat, b > c ∧ c > a :=
  fun a b h => (reference a b h).imp fun _ e => ⟨e.2, e.1⟩

theorem wrong_1_is_false : ¬ (∀ (a b : Int) (h : a < b), ∃ c : Int, a < c ∧ c < b) :=
  fun h => (h 0 1 (by decide)).elim fun c hc => by omega

theorem wrong_2_is_false : ¬ (∃ c : Rat, ∀ a b : Rat, a < b → a < c ∧ c < b) := by
  rintro ⟨c, h⟩
  have := (h c (c + 1) (by grind)).1
  grind

theorem wrong_3_holds (a b : Rat) (h : a < b) : ∃ c : Rat, a ≤ c ∧ c ≤ b := ⟨a, by grind⟩

end rational_between_two

namespace infinitely_many_two_mod_five

theorem reference (N : Nat) : ∃ n, N < n ∧ n % 5 = 2 := ⟨5 * N + 2, by omega⟩

theorem right_1 : ∀ N : Nat, ∃ n, n > N ∧ ∃ k, n = 5 * k + 2 :=
  fun N => ⟨5 * N + 2, by omega, N, rfl⟩

theorem wrong_1_is_false : ¬ (∃ n : Nat, ∀ N, N < n ∧ n % 5 = 2) :=
  fun ⟨n, h⟩ => absurd (h n).1 (by omega)

theorem wrong_2_holds (N : Nat) : ∃ n, N < n → n % 5 = 2 := ⟨0, by omega⟩

theorem wrong_3_is_vacuous (N : Nat) (h : ∀ n, n < N) : False := absurd (h N) (Nat.lt_irrefl N)

end infinitely_many_two_mod_five

namespace one_positive_solution

theorem reference : ∃ n : Nat, (0 < n ∧ n ^ 2 = 5 * n) ∧ ∀ m : Nat, 0 < m ∧ m ^ 2 = 5 * m → m = n
    := by
  refine ⟨5, by decide, fun m ⟨h, e⟩ => ?_⟩
  rw [Nat.pow_two] at e
  exact Nat.eq_of_mul_eq_mul_right h e

theorem right_1 : ∃ n : Nat, ∀ m : Nat, (m ≠ 0 ∧ m * m = 5 * m) ↔ m = n := by
  refine ⟨5, fun m => ⟨fun ⟨h, e⟩ => Nat.eq_of_mul_eq_mul_right (by omega) e, ?_⟩⟩
  rintro rfl
  decide

theorem wrong_1_is_false : ¬ (∃ n : Nat, n ^ 2 = 5 * n ∧ ∀ m : Nat, m ^ 2 = 5 * m → m = n) := by
  rintro ⟨n, _, h⟩
  have := h 0 rfl
  have := h 5 rfl
  omega

theorem wrong_2_holds : ∃ n : Nat, 0 < n ∧ n ^ 2 = 5 * n := ⟨5, by decide⟩

theorem wrong_3_is_vacuous (n m : Nat) (hn : 0 < n ∧ n ^ 2 = 5 * n) (hm : 0 < m ∧ m ^ 2 = 5 * m)
    (hne : m ≠ n) : False := by
  obtain ⟨_, _, h⟩ := reference
  exact hne ((h m hm).trans (h n hn).symm)

end one_positive_solution

namespace unique_remainder_three

theorem reference (n : Int) : ∃ r : Int, (0 ≤ r ∧ r < 3 ∧ 3 ∣ n - r) ∧ ∀ s : Int, 0 ≤ s ∧ s < 3 ∧
    3 ∣ n - s → s = r :=
  ⟨n % 3, by omega, by omega⟩

theorem right_1 : ∀ n : Int, ∃ r : Int, ∀ s : Int, ((s = 0 ∨ s = 1 ∨ s = 2) ∧ (n - s) % 3 = 0) ↔
    s = r :=
  fun n => ⟨n % 3, fun s => by omega⟩

theorem wrong_1_is_false : ¬ (∀ (n : Nat), ∃ r : Nat, (r < 3 ∧ 3 ∣ n - r) ∧ ∀ s : Nat, s < 3 ∧ 3
    ∣ n - s → s = r) := by
  intro h
  obtain ⟨r, _, hr⟩ := h 0
  have := hr 0 (by decide)
  have := hr 1 (by decide)
  omega

theorem wrong_2_is_false : ¬ (∀ (n : Int), ∃ r : Int, (0 ≤ r ∧ r ≤ 3 ∧ 3 ∣ n - r) ∧ ∀ s : Int, 0
    ≤ s ∧ s ≤ 3 ∧ 3 ∣ n - s → s = r) := by
  intro h
  obtain ⟨r, _, hr⟩ := h 0
  have := hr 0 (by decide)
  have := hr 3 (by decide)
  omega

theorem wrong_3_is_false : ¬ (∃ r : Int, (0 ≤ r ∧ r < 3) ∧ ∀ n : Int, 3 ∣ n - r) := by
  rintro ⟨r, _, h⟩
  have := h 0
  have := h 1
  omega

end unique_remainder_three

namespace cancel_union

theorem refuted : ¬ (∀ {X : Type} (A B C : X → Prop) (h : ∀ x, (A x ∨ B x) ↔ (A x ∨ C x)), ∀ x, B
    x ↔ C x) :=
  fun h => (h (fun _ : Unit => True) (fun _ => True) (fun _ => False) (fun _ => by simp) ()).1 trivial

theorem right_1_is_false : ¬ (∀ {X : Type}, ∀ A B C : X → Prop, (fun x => A x ∨ B x) =
    (fun x => A x ∨ C x) → B = C) := by
  intro h
  have e := @h Unit (fun _ => True) (fun _ => True) (fun _ => False) (by simp)
  exact (congrFun e ()) ▸ trivial

theorem wrong_1_holds {X : Type} (A B C : X → Prop) (hB : ∀ x, ¬ (A x ∧ B x))
    (hC : ∀ x, ¬ (A x ∧ C x)) (h : ∀ x, (A x ∨ B x) ↔ (A x ∨ C x)) : ∀ x, B x ↔ C x := by
  intro x
  have := hB x
  have := hC x
  have := h x
  grind

theorem wrong_2_is_false : ¬ (∀ {X : Type} (A B C : X → Prop)
    (h : ∀ x, (A x ∧ B x) ↔ (A x ∧ C x)), ∀ x, B x ↔ C x) :=
  fun h => (h (fun _ : Unit => False) (fun _ => True) (fun _ => False) (fun _ => by simp) ()).1 trivial

end cancel_union

namespace mutual_divisors_equal

theorem reference (a b : Nat) (hab : a ∣ b) (hba : b ∣ a) : a = b := Nat.dvd_antisymm hab hba

theorem right_1 : ∀ m n : Nat, m ∣ n ∧ n ∣ m → m = n := fun m n h => reference m n h.1 h.2

theorem right_2 (a b : Nat) (h : (∃ k, b = a * k) ∧ ∃ k, a = b * k) : a = b :=
  reference a b h.1 h.2

theorem wrong_1_is_false : ¬ (∀ (a b : Int) (hab : a ∣ b) (hba : b ∣ a), a = b) :=
  fun h => absurd (h 1 (-1) (by decide) (by decide)) (by decide)

theorem wrong_2_is_vacuous (a b : Nat) (hlt : a < b) (hab : a ∣ b) (hba : b ∣ a) : False :=
  by have := reference a b hab hba; omega

theorem wrong_3_is_false : ¬ (∀ (a b : Nat) (h : a ∣ b ∨ b ∣ a), a = b) :=
  fun h => absurd (h 1 2 (.inl (by decide))) (by decide)

end mutual_divisors_equal

namespace maximal_is_greatest

theorem refuted : ¬ (∀ {α : Type} (le : α → α → Prop) (hr : ∀ x, le x x)
    (ha : ∀ x y, le x y → le y x → x = y) (ht : ∀ x y z, le x y → le y z → le x z) (m : α)
    (hm : ∀ x, le m x → x = m), ∀ x, le x m) :=
  fun h => absurd (h (fun a b : Bool => a = b) (fun _ => rfl) (fun _ _ e _ => e) (fun _ _ _ e f => e.trans f) true (fun _ e => e.symm) false) (by decide)

theorem right_1_is_false : ¬ (∀ {α : Type} (le : α → α → Prop)
    (h : (∀ x, le x x) ∧ (∀ x y, le x y ∧ le y x → x = y) ∧ ∀ x y z, le x y ∧ le y z → le x z), ∀
    m, (¬ ∃ x, x ≠ m ∧ le m x) → ∀ x, le x m) :=
  fun h => absurd (h (fun a b : Bool => a = b) ⟨fun _ => rfl, fun _ _ e => e.1, fun _ _ _ e => e.1.trans e.2⟩ true (fun ⟨_, n, e⟩ => n e.symm) false) (by decide)

theorem wrong_1_holds {α : Type} (le : α → α → Prop) (hr : ∀ x, le x x)
    (ha : ∀ x y, le x y → le y x → x = y) (ht : ∀ x y z, le x y → le y z → le x z)
    (hl : ∀ x y, le x y ∨ le y x) (m : α) (hm : ∀ x, le m x → x = m) : ∀ x, le x m :=
  fun x => (hl x m).elim id fun e => hm x e ▸ hr x

theorem wrong_2_holds {α : Type} (le : α → α → Prop) (hr : ∀ x, le x x)
    (ha : ∀ x y, le x y → le y x → x = y) (ht : ∀ x y z, le x y → le y z → le x z) (m : α)
    (hm : ∀ x, le x m) : ∀ x, le m x → x = m :=
  fun x e => ha x m (hm x) e

end maximal_is_greatest

namespace no_such_barber

theorem reference {Inhabitant : Type} (Shaves : Inhabitant → Inhabitant → Prop) : ¬ ∃ b, ∀ x,
    Shaves b x ↔ ¬ Shaves x x := by
  rintro ⟨b, h⟩
  have := h b
  grind

theorem right_1 {Inhabitant : Type} (Shaves : Inhabitant → Inhabitant → Prop) (b : Inhabitant) :
    ∃ x, ¬ (Shaves b x ↔ ¬ Shaves x x) :=
  ⟨b, by grind⟩

theorem wrong_1_is_false : ¬ (∀ {Inhabitant : Type} (Shaves : Inhabitant → Inhabitant → Prop), ¬
    ∃ b, ∀ x, Shaves b x → ¬ Shaves x x) :=
  fun h => h (fun (_ _ : Unit) => False) ⟨(), fun _ e => e.elim⟩

theorem wrong_2_is_false : ¬ (∀ {Inhabitant : Type} (Shaves : Inhabitant → Inhabitant → Prop), ¬
    ∀ x, ∃ b, Shaves b x ↔ ¬ Shaves x x) :=
  fun h => h (fun a b : Bool => a ≠ b) (fun x => ⟨!x, by cases x <;> decide⟩)

theorem wrong_3_holds {Inhabitant : Type} (Shaves : Inhabitant → Inhabitant → Prop)
    (h : ∀ b, ¬ ∀ x, Shaves b x ↔ ¬ Shaves x x) : ¬ ∃ b, ∀ x, Shaves b x ↔ ¬ Shaves x x :=
  fun ⟨b, hb⟩ => h b hb

end no_such_barber

namespace no_infinite_descent

theorem reference : ¬ ∃ a : Nat → Nat, ∀ n, a (n + 1) < a n := by
  rintro ⟨a, h⟩
  have key : ∀ k, a k + k ≤ a 0 := by
    intro k
    induction k with
    | zero => omega
    | succ k ih => have := h k; omega
  have := key (a 0 + 1)
  omega

theorem right_1 (a : Nat → Nat) : ∃ n, a n ≤ a (n + 1) :=
  Classical.byContradiction fun h => reference ⟨a, fun n => Nat.lt_of_not_le fun e => h ⟨n, e⟩⟩

theorem wrong_1_holds : ¬ ∃ a : Nat → Nat, ∀ n, a n < a (n - 1) :=
  fun ⟨a, h⟩ => absurd (h 0) (Nat.lt_irrefl _)

theorem wrong_2_is_false : ¬ (¬ ∃ a : Nat → Int, ∀ n, a (n + 1) < a n) :=
  fun h => h ⟨fun n => -(n : Int), fun n => by simp; omega⟩

theorem wrong_3_is_false : ¬ (¬ ∃ a : Nat → Nat, ∀ n, a (n + 1) ≤ a n) :=
  fun h => h ⟨fun _ => 0, fun _ => by simp⟩

end no_infinite_descent
