theorem value_at_three (f : Int → Int) (h : ∀ x, f x = 2 * x + 1) : f 3 = 7 := by
  simp [h]

theorem affine_injective (f : Int → Int) (h : ∀ x, f x = 2 * x + 1) (x y : Int) (hxy : f x = f y) :
    x = y := by
  rw [h, h] at hxy
  omega

theorem additive_zero (f : Int → Int) (h : ∀ x y, f (x + y) = f x + f y) : f 0 = 0 := by
  have := h 0 0
  simp at this
  omega

theorem additive_neg (f : Int → Int) (h : ∀ x y, f (x + y) = f x + f y) (x : Int) :
    f (-x) = -f x := by
  have h0 := h 0 0
  have h1 := h x (-x)
  simp [Int.add_right_neg] at h0 h1
  omega

theorem additive_double (f : Int → Int) (h : ∀ x y, f (x + y) = f x + f y) (x : Int) :
    f (2 * x) = 2 * f x := by
  have := h x x
  grind

theorem additive_nat (f : Nat → Nat) (h : ∀ x y, f (x + y) = f x + f y) (n : Nat) :
    f n = n * f 1 := by
  induction n with
  | zero => have := h 0 0; simp at this; simp [this]
  | succ n ih => rw [h, ih]; grind

theorem translation_equation (f : Int → Int) (h : ∀ x y, f (x + y) = f x + y) (x : Int) :
    f x = x + f 0 := by
  have := h 0 x
  simp at this
  omega

theorem involution_injective {α : Type} (f : α → α) (h : ∀ x, f (f x) = x) (x y : α) (hxy : f x = f y) :
    x = y := by
  rw [← h x, hxy, h]

theorem involution_surjective {α : Type} (f : α → α) (h : ∀ x, f (f x) = x) (y : α) :
    ∃ x, f x = y := by
  exact ⟨f y, h y⟩

theorem injective_of_comp {α β γ : Type} (f : α → β) (g : β → γ)
    (h : ∀ x y, g (f x) = g (f y) → x = y) (x y : α) (hxy : f x = f y) : x = y := by
  apply h
  rw [hxy]

theorem surjective_of_comp {α β γ : Type} (f : α → β) (g : β → γ)
    (h : ∀ z, ∃ x, g (f x) = z) (z : γ) : ∃ y, g y = z := by
  obtain ⟨x, hx⟩ := h z
  exact ⟨f x, hx⟩

theorem cantor {α : Type} (f : α → α → Prop) : ¬ ∀ p : α → Prop, ∃ a, f a = p := by
  intro h
  obtain ⟨a, ha⟩ := h (fun x => ¬ f x x)
  have := congrFun ha a
  grind

theorem step_two (f : Nat → Nat) (h₀ : f 0 = 5) (h : ∀ x, f (x + 1) = f x + 2) (n : Nat) :
    f n = 2 * n + 5 := by
  induction n with
  | zero => exact h₀
  | succ n ih => rw [h, ih]; omega

theorem multiplicative_zero (f : Nat → Int) (h : ∀ x y, f (x * y) = f x * f y) (h₁ : f 1 ≠ 1) (n : Nat) :
    f n = 0 := by
  have h2 := h 1 1
  have h3 : f 1 * (f 1 - 1) = 0 := by grind
  have h4 : f 1 = 0 := by
    rcases Int.mul_eq_zero.mp h3 with k | k
    · exact k
    · omega
  have h5 := h n 1
  rw [h4, Nat.mul_one] at h5
  simpa using h5

theorem half_successor (f : Nat → Nat) (h : ∀ n, f (f n) = n + 1) (n : Nat) :
    f (n + 1) = f n + 1 := by
  rw [← h n, h (f n)]

theorem lipschitz_steps (f : Nat → Int) (h : ∀ n, (f (n + 1) - f n).natAbs ≤ 2) (n k : Nat) :
    (f (n + k) - f n).natAbs ≤ 2 * k := by
  induction k with
  | zero => simp
  | succ k ih =>
    have := h (n + k)
    rw [← Nat.add_assoc]
    omega
