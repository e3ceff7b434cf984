/-- A function with f(x) = 2x + 1 for all x takes the value 7 at 3.
topic: functional; difficulty: 1 -/
theorem value_at_three (f : Int → Int) (h : ∀ x, f x = 2 * x + 1) : f 3 = 7 := by sorry

/-- The function 2x + 1 takes no value twice.
topic: functional; difficulty: 1 -/
theorem affine_injective (f : Int → Int) (h : ∀ x, f x = 2 * x + 1) (x y : Int) (hxy : f x = f y) :
    x = y := by sorry

/-- An additive function on the integers vanishes at zero.
topic: functional; difficulty: 1 -/
theorem additive_zero (f : Int → Int) (h : ∀ x y, f (x + y) = f x + f y) : f 0 = 0 := by sorry

/-- An additive function on the integers is odd.
topic: functional; difficulty: 1 -/
theorem additive_neg (f : Int → Int) (h : ∀ x y, f (x + y) = f x + f y) (x : Int) :
    f (-x) = -f x := by sorry

/-- An additive function doubles: f(2x) = 2f(x).
topic: functional; difficulty: 1 -/
theorem additive_double (f : Int → Int) (h : ∀ x y, f (x + y) = f x + f y) (x : Int) :
    f (2 * x) = 2 * f x := by sorry

/-- An additive function on the naturals is multiplication by its value at 1.
topic: functional; difficulty: 4 -/
theorem additive_nat (f : Nat → Nat) (h : ∀ x y, f (x + y) = f x + f y) (n : Nat) :
    f n = n * f 1 := by sorry

/-- If f(x + y) = f(x) + y for all integers x and y, then f(x) = x + f(0).
topic: functional; difficulty: 2 -/
theorem translation_equation (f : Int → Int) (h : ∀ x y, f (x + y) = f x + y) (x : Int) :
    f x = x + f 0 := by sorry

/-- If f(f(x)) = x for all x, then f takes no value twice.
topic: functional; difficulty: 1 -/
theorem involution_injective {α : Type} (f : α → α) (h : ∀ x, f (f x) = x) (x y : α) (hxy : f x = f y) :
    x = y := by sorry

/-- If f(f(x)) = x for all x, then f takes every value.
topic: functional; difficulty: 2 -/
theorem involution_surjective {α : Type} (f : α → α) (h : ∀ x, f (f x) = x) (y : α) :
    ∃ x, f x = y := by sorry

/-- If the composition g ∘ f takes no value twice, neither does f.
topic: functional; difficulty: 1 -/
theorem injective_of_comp {α β γ : Type} (f : α → β) (g : β → γ)
    (h : ∀ x y, g (f x) = g (f y) → x = y) (x y : α) (hxy : f x = f y) : x = y := by sorry

/-- If the composition g ∘ f takes every value, so does g.
topic: functional; difficulty: 3 -/
theorem surjective_of_comp {α β γ : Type} (f : α → β) (g : β → γ)
    (h : ∀ z, ∃ x, g (f x) = z) (z : γ) : ∃ y, g y = z := by sorry

/-- No map from a type into its predicates takes every value (Cantor).
topic: functional; difficulty: 4 -/
theorem cantor {α : Type} (f : α → α → Prop) : ¬ ∀ p : α → Prop, ∃ a, f a = p := by sorry

/-- If f(x + 1) = f(x) + 2 and f(0) = 5, then f(n) = 2n + 5.
topic: functional; difficulty: 2 -/
theorem step_two (f : Nat → Nat) (h₀ : f 0 = 5) (h : ∀ x, f (x + 1) = f x + 2) (n : Nat) :
    f n = 2 * n + 5 := by sorry

/-- If f(xy) = f(x)f(y) for naturals and f(1) is not 1, then f vanishes everywhere.
topic: functional; difficulty: 4 -/
theorem multiplicative_zero (f : Nat → Int) (h : ∀ x y, f (x * y) = f x * f y) (h₁ : f 1 ≠ 1) (n : Nat) :
    f n = 0 := by sorry

/-- If f(f(n)) = n + 1 for all naturals, then f(n + 1) = f(n) + 1.
topic: functional; difficulty: 1; tags: olympiad -/
theorem half_successor (f : Nat → Nat) (h : ∀ n, f (f n) = n + 1) (n : Nat) :
    f (n + 1) = f n + 1 := by sorry

/-- A sequence that moves by at most 2 at each step moves by at most 2k in k steps.
topic: functional; difficulty: 1 -/
theorem lipschitz_steps (f : Nat → Int) (h : ∀ n, (f (n + 1) - f n).natAbs ≤ 2) (n k : Nat) :
    (f (n + k) - f n).natAbs ≤ 2 * k := by sorry
