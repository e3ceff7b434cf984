/-- If a + 3 = b then b − 3 = a.
topic: naturals; difficulty: 1 -/
theorem add_three_sub (a b : Nat) (h : a + 3 = b) : b - 3 = a := by sorry

/-- The larger and the smaller of two numbers add up to their sum.
topic: naturals; difficulty: 1 -/
theorem max_add_min_eq_add (a b : Nat) : max a b + min a b = a + b := by sorry

/-- Three times a positive number plus five times a positive number is never 1.
topic: naturals; difficulty: 1 -/
theorem three_five_pos_ne_one (a b : Nat) (ha : 0 < a) (hb : 0 < b) : 3 * a + 5 * b ≠ 1 := by sorry

/-- The sum of two natural numbers is 7 and their difference is 3; the larger is 5.
topic: naturals; difficulty: 1 -/
theorem sum_seven_diff_three (a b : Nat) (h₁ : a + b = 7) (h₂ : a - b = 3) : a = 5 := by sorry

/-- The number 2 ^ 20 has seven decimal digits.
topic: naturals; difficulty: 1 -/
theorem two_pow_twenty_bounds : 10 ^ 6 ≤ 2 ^ 20 ∧ 2 ^ 20 < 10 ^ 7 := by sorry

/-- Every natural number is twice some number, or one more than that.
topic: naturals; difficulty: 2 -/
theorem double_or_succ_double (n : Nat) : ∃ k, n = 2 * k ∨ n = 2 * k + 1 := by sorry

/-- Every natural number is smaller than the power of two with it as exponent.
topic: naturals; difficulty: 2 -/
theorem lt_two_pow_of_nat (n : Nat) : n < 2 ^ n := by sorry

/-- Every amount of at least 8 can be paid with coins of 3 and 5.
topic: naturals; difficulty: 4 -/
theorem coins_three_five (n : Nat) (h : 8 ≤ n) : ∃ a b, 3 * a + 5 * b = n := by sorry

/-- From 4 on, a square is at most the power of two with the same number as exponent.
topic: naturals; difficulty: 4 -/
theorem sq_le_two_pow (k : Nat) : (k + 4) ^ 2 ≤ 2 ^ (k + 4) := by sorry

/-- Two natural numbers with the same square are equal.
topic: naturals; difficulty: 2 -/
theorem eq_of_sq_eq (a b : Nat) (h : a * a = b * b) : a = b := by sorry

/-- Every positive number lies between two neighbouring powers of two.
topic: naturals; difficulty: 4 -/
theorem between_powers_of_two (n : Nat) (h : 0 < n) : ∃ k, 2 ^ k ≤ n ∧ n < 2 ^ (k + 1) := by sorry

/-- The multiples of a positive number grow beyond every bound.
topic: naturals; difficulty: 3 -/
theorem multiples_unbounded (a b : Nat) (h : 0 < b) : ∃ n, a < n * b := by sorry

/-- Quotient and remainder are unique.
topic: naturals; difficulty: 4 -/
theorem quotient_unique (d q₁ q₂ r₁ r₂ : Nat) (h₁ : r₁ < d) (h₂ : r₂ < d)
    (h : d * q₁ + r₁ = d * q₂ + r₂) : q₁ = q₂ := by sorry

/-- The product of two neighbouring numbers is even.
topic: naturals; difficulty: 3 -/
theorem mul_succ_even (n : Nat) : ∃ k, n * (n + 1) = 2 * k := by sorry

/-- If two squares add up to zero, both numbers are zero.
topic: naturals; difficulty: 2 -/
theorem both_zero_of_sq_add_sq (a b : Nat) (h : a * a + b * b = 0) : a = 0 ∧ b = 0 := by sorry

/-- No natural number has square 2.
topic: naturals; difficulty: 3 -/
theorem no_nat_sq_two : ¬ ∃ n : Nat, n * n = 2 := by sorry

/-- Every natural number lies between two neighbouring squares.
topic: naturals; difficulty: 4 -/
theorem between_squares (n : Nat) : ∃ r, r * r ≤ n ∧ n < (r + 1) * (r + 1) := by sorry

/-- A property that some number has, some least number has.
topic: naturals; difficulty: 4 -/
theorem least_witness (p : Nat → Prop) (n : Nat) (h : p n) : ∃ m, p m ∧ ∀ k, k < m → ¬ p k := by sorry

/-- A sequence that never falls from one term to the next never falls at all.
topic: naturals; difficulty: 3 -/
theorem mono_of_step (f : Nat → Nat) (h : ∀ n, f n ≤ f (n + 1)) (m k : Nat) : f m ≤ f (m + k) := by sorry

/-- A strictly growing sequence of natural numbers is at least its index.
topic: naturals; difficulty: 3 -/
theorem le_of_strict_growth (f : Nat → Nat) (h : ∀ n, f n < f (n + 1)) (n : Nat) : n ≤ f n := by sorry

/-- One less times one more is one less than the square.
topic: naturals; difficulty: 3 -/
theorem pred_mul_succ (n : Nat) : (n - 1) * (n + 1) = n * n - 1 := by sorry

/-- A number above 1 is smaller than its square.
topic: naturals; difficulty: 1 -/
theorem lt_self_mul_self (n : Nat) (h : 1 < n) : n < n * n := by sorry

/-- Powers of the same base above 1 with equal values have equal exponents.
topic: naturals; difficulty: 3 -/
theorem pow_exponent_unique (b m n : Nat) (h : 1 < b) (e : b ^ m = b ^ n) : m = n := by sorry

/-- A natural number that is at most every positive number is 0 or 1.
topic: naturals; difficulty: 2 -/
theorem le_all_positive (n : Nat) (h : ∀ m, 0 < m → n ≤ m) : n = 0 ∨ n = 1 := by sorry
