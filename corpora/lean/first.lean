/-- The sum of the numbers from 1 to n. -/
def gauss : Nat → Nat
  | 0 => 0
  | n + 1 => gauss n + (n + 1)

/-- Two equations in two unknowns.
topic: integers; difficulty: 1 -/
theorem solve_for_x (x y : Int) (h₁ : x + 2 * y = 7) (h₂ : 3 * x - y = 0) : x = 1 := by sorry

/-- A number that leaves 1 by 2 and 2 by 3 leaves 5 by 6.
topic: divisibility; difficulty: 1 -/
theorem five_mod_six (n : Nat) (h₁ : n % 2 = 1) (h₂ : n % 3 = 2) : n % 6 = 5 := by sorry

/-- The square of a sum of three.
topic: algebra; difficulty: 1 -/
theorem square_of_sum (x y z : Int) :
    (x + y + z) ^ 2 = x ^ 2 + y ^ 2 + z ^ 2 + 2 * (x * y + y * z + z * x) := by sorry

/-- A number strictly between two rationals.
topic: rationals; difficulty: 2 -/
theorem between (x y : Rat) (h : x < y) : ∃ z, x < z ∧ z < y := by sorry

/-- Gauss: twice the sum of the numbers from 1 to n is n(n + 1).
topic: sequences; difficulty: 2 -/
theorem two_mul_gauss (n : Nat) : 2 * gauss n = n * (n + 1) := by sorry

/-- One less than a power of 7 is divisible by 6.
topic: divisibility; difficulty: 2 -/
theorem seven_pow_mod_six (n : Nat) : 7 ^ n % 6 = 1 := by sorry

/-- If some x is related to every y, then every y has an x related to it.
topic: logic; difficulty: 2 -/
theorem swap_quantifiers {α β : Type} (r : α → β → Prop) : (∃ x, ∀ y, r x y) → ∀ y, ∃ x, r x y := by sorry

/-- Someone is p or everyone is not p.
topic: logic; difficulty: 1 -/
theorem some_or_none {α : Type} (p : α → Prop) : (∃ x, p x) ∨ ∀ x, ¬ p x := by sorry

/-- Turning around two lists put together.
topic: lists; difficulty: 1 -/
theorem reverse_of_append {α : Type} (xs ys : List α) :
    (xs ++ ys).reverse = ys.reverse ++ xs.reverse := by sorry

/-- Adding one to every element adds the length to the sum.
topic: lists; difficulty: 2 -/
theorem sum_map_succ (xs : List Nat) : (xs.map (· + 1)).sum = xs.sum + xs.length := by sorry

/-- If d divides two numbers, it divides their sum.
topic: divisibility; difficulty: 2 -/
theorem dvd_sum (d a b : Nat) (ha : d ∣ a) (hb : d ∣ b) : d ∣ a + b := by sorry

/-- From 4 on, n² is at least 3n + 4.
topic: inequalities; difficulty: 2 -/
theorem three_mul_add_four_le_sq (n : Nat) (h : 4 ≤ n) : 3 * n + 4 ≤ n ^ 2 := by sorry
