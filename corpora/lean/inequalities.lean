/-- Of two different integers one is at least 1 larger.
topic: inequalities; difficulty: 1 -/
theorem int_gap (x y : Int) (h : x ≠ y) : x + 1 ≤ y ∨ y + 1 ≤ x := by sorry

/-- A chain of inequalities between rationals.
topic: inequalities; difficulty: 1 -/
theorem rat_chain (x y z : Rat) (h₁ : y ≤ z) (h₂ : z < x + 1) : y - x < 1 := by sorry

/-- If 2x + 3 < 11 and x > 2 for a natural number x, then x = 3.
topic: inequalities; difficulty: 1 -/
theorem pinned_natural (x : Nat) (h₁ : 2 * x + 3 < 11) (h₂ : 2 < x) : x = 3 := by sorry

/-- The larger of two rationals is at least their mean.
topic: inequalities; difficulty: 1 -/
theorem mean_le_larger (x y : Rat) (h : x ≤ y) : (x + y) / 2 ≤ y := by sorry

/-- Twice a product is at most the sum of the squares, for integers.
topic: inequalities; difficulty: 3 -/
theorem two_mul_le_sq_add_sq (x y : Int) : 2 * (x * y) ≤ x * x + y * y := by sorry

/-- Twice a product is at most the sum of the squares, for natural numbers.
topic: inequalities; difficulty: 4 -/
theorem nat_two_mul_le_sq_add_sq (a b : Nat) : 2 * (a * b) ≤ a * a + b * b := by sorry

/-- For positive naturals a and b, the sum a + b is at most ab + 1.
topic: inequalities; difficulty: 4 -/
theorem add_le_mul_add_one (a b : Nat) (ha : 0 < a) (hb : 0 < b) : a + b ≤ a * b + 1 := by sorry

/-- Products of larger natural numbers are larger.
topic: inequalities; difficulty: 2 -/
theorem mul_le_mul_both (a b c d : Nat) (h₁ : a ≤ b) (h₂ : c ≤ d) : a * c ≤ b * d := by sorry

/-- Bernoulli: (1 + x)ⁿ is at least 1 + nx for natural numbers.
topic: inequalities; difficulty: 4 -/
theorem bernoulli_nat (x n : Nat) : 1 + n * x ≤ (1 + x) ^ n := by sorry

/-- The cube of a number from 2 on is at least four times the number.
topic: inequalities; difficulty: 1 -/
theorem four_mul_le_cube (n : Nat) : 4 * (n + 2) ≤ (n + 2) ^ 3 := by sorry

/-- A number from 3 on satisfies 2n + 1 ≤ n².
topic: inequalities; difficulty: 3 -/
theorem linear_le_square (n : Nat) (h : 3 ≤ n) : 2 * n + 1 ≤ n * n := by sorry

/-- Powers of 3 outgrow powers of 2.
topic: inequalities; difficulty: 2 -/
theorem two_pow_le_three_pow (n : Nat) : 2 ^ n ≤ 3 ^ n := by sorry

/-- Three to the n is at least 2n + 1.
topic: inequalities; difficulty: 2 -/
theorem linear_le_three_pow (n : Nat) : 2 * n + 1 ≤ 3 ^ n := by sorry

/-- The product of a number with its complement to 10 is at most 25.
topic: inequalities; difficulty: 4 -/
theorem product_with_sum_ten (a b : Nat) (h : a + b = 10) : a * b ≤ 25 := by sorry

/-- For integers, x(1 − x) is never positive.
topic: inequalities; difficulty: 3 -/
theorem int_mul_one_sub (x : Int) : x * (1 - x) ≤ 0 := by sorry

/-- The absolute value of a product with a factor that is not zero is at least that of the other factor.
topic: inequalities; difficulty: 3 -/
theorem natAbs_le_mul (x y : Int) (h : y ≠ 0) : x.natAbs ≤ (x * y).natAbs := by sorry

/-- Increasing a nonnegative rational increases its square.
topic: inequalities; difficulty: 4 -/
theorem rat_sq_lt_sq (x y : Rat) (hx : 0 ≤ x) (h : x < y) : x * x < y * y := by sorry

/-- A rational strictly between 0 and 1 is larger than its square.
topic: inequalities; difficulty: 3 -/
theorem rat_sq_lt_self (x : Rat) (h₀ : 0 < x) (h₁ : x < 1) : x * x < x := by sorry

/-- Four times a product is at most the square of the sum, for rationals.
topic: inequalities; difficulty: 4 -/
theorem rat_four_mul_le_sq (x y : Rat) : 4 * (x * y) ≤ (x + y) * (x + y) := by sorry
