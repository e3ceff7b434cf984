/-- The sum of the numbers from 1 to n. -/
def gauss : Nat → Nat
  | 0 => 0
  | n + 1 => gauss n + (n + 1)

theorem solve_for_x (x y : Int) (h₁ : x + 2 * y = 7) (h₂ : 3 * x - y = 0) : x = 1 := by
  omega

theorem five_mod_six (n : Nat) (h₁ : n % 2 = 1) (h₂ : n % 3 = 2) : n % 6 = 5 := by
  omega

theorem square_of_sum (x y z : Int) :
    (x + y + z) ^ 2 = x ^ 2 + y ^ 2 + z ^ 2 + 2 * (x * y + y * z + z * x) := by
  grind

theorem between (x y : Rat) (h : x < y) : ∃ z, x < z ∧ z < y := by
  exact ⟨(x + y) / 2, by grind, by grind⟩

theorem two_mul_gauss (n : Nat) : 2 * gauss n = n * (n + 1) := by
  induction n with
  | zero => rfl
  | succ n ih => grind [gauss]

theorem seven_pow_mod_six (n : Nat) : 7 ^ n % 6 = 1 := by
  induction n with
  | zero => rfl
  | succ n ih => omega

theorem swap_quantifiers {α β : Type} (r : α → β → Prop) : (∃ x, ∀ y, r x y) → ∀ y, ∃ x, r x y := by
  intro ⟨x, h⟩ y
  exact ⟨x, h y⟩

theorem some_or_none {α : Type} (p : α → Prop) : (∃ x, p x) ∨ ∀ x, ¬ p x := by
  by_cases h : ∃ x, p x
  · exact Or.inl h
  · exact Or.inr fun x hx => h ⟨x, hx⟩

theorem reverse_of_append {α : Type} (xs ys : List α) :
    (xs ++ ys).reverse = ys.reverse ++ xs.reverse := by
  simp

theorem sum_map_succ (xs : List Nat) : (xs.map (· + 1)).sum = xs.sum + xs.length := by
  induction xs with
  | nil => rfl
  | cons x xs ih => simp [ih]; omega

theorem dvd_sum (d a b : Nat) (ha : d ∣ a) (hb : d ∣ b) : d ∣ a + b := by
  obtain ⟨j, rfl⟩ := ha
  obtain ⟨k, rfl⟩ := hb
  exact ⟨j + k, by grind⟩

theorem three_mul_add_four_le_sq (n : Nat) (h : 4 ≤ n) : 3 * n + 4 ≤ n ^ 2 := by
  obtain ⟨k, rfl⟩ := Nat.exists_eq_add_of_le h
  grind
