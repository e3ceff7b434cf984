import Mathlib

open Real Finset

/-- For real x, x + 1/x is at least 2 when x is positive.
topic: inequalities; difficulty: 2 -/
theorem real_add_inv_ge_two (x : ℝ) (hx : 0 < x) : 2 ≤ x + 1 / x := by sorry

/-- The arithmetic mean of two nonnegative reals is at least the geometric one.
topic: inequalities; difficulty: 3 -/
theorem real_am_gm (x y : ℝ) (hx : 0 ≤ x) (hy : 0 ≤ y) : √(x * y) ≤ (x + y) / 2 := by sorry

/-- The sum of the squares of three reals is at least the sum of their products in pairs.
topic: inequalities; difficulty: 2 -/
theorem real_sq_sum_ge_products (x y z : ℝ) : x * y + y * z + z * x ≤ x ^ 2 + y ^ 2 + z ^ 2 := by sorry

/-- Nesbitt's inequality.
topic: inequalities; difficulty: 4; tags: olympiad -/
theorem nesbitt (a b c : ℝ) (ha : 0 < a) (hb : 0 < b) (hc : 0 < c) :
    3 / 2 ≤ a / (b + c) + b / (c + a) + c / (a + b) := by sorry

/-- The Cauchy–Schwarz inequality for two terms.
topic: inequalities; difficulty: 2 -/
theorem cauchy_schwarz_two (a b c d : ℝ) :
    (a * c + b * d) ^ 2 ≤ (a ^ 2 + b ^ 2) * (c ^ 2 + d ^ 2) := by sorry

/-- The square root of 2 is irrational.
topic: real numbers; difficulty: 2 -/
theorem sqrt_two_irrational : Irrational (√2) := by sorry

/-- The square root of 12 is twice the square root of 3.
topic: real numbers; difficulty: 2 -/
theorem sqrt_twelve : √12 = 2 * √3 := by sorry

/-- A real root of x² − 3x + 1 satisfies x³ = 8x − 3.
topic: algebra; difficulty: 2 -/
theorem real_root_cube (x : ℝ) (h : x ^ 2 - 3 * x + 1 = 0) : x ^ 3 = 8 * x - 3 := by sorry

/-- If x + y = 5 and xy = 6 for reals, then x³ + y³ = 35.
topic: algebra; difficulty: 2 -/
theorem real_sum_of_cubes (x y : ℝ) (h₁ : x + y = 5) (h₂ : x * y = 6) : x ^ 3 + y ^ 3 = 35 := by sorry

/-- The logarithm of 8 is three times the logarithm of 2.
topic: real numbers; difficulty: 1 -/
theorem log_eight : Real.log 8 = 3 * Real.log 2 := by sorry

/-- The sum of the numbers below n + 1, doubled, is n(n + 1).
topic: sequences; difficulty: 2 -/
theorem two_mul_sum_range (n : ℕ) : 2 * ∑ i ∈ Finset.range (n + 1), i = n * (n + 1) := by sorry

/-- The sum of the first n odd numbers is n².
topic: sequences; difficulty: 2 -/
theorem sum_odd_range (n : ℕ) : ∑ i ∈ Finset.range n, (2 * i + 1) = n ^ 2 := by sorry

/-- The geometric sum with ratio 3.
topic: sequences; difficulty: 3 -/
theorem two_mul_geometric_three (n : ℕ) : 2 * ∑ i ∈ Finset.range n, 3 ^ i + 1 = 3 ^ n := by sorry

/-- There is a prime above every number.
topic: number theory; difficulty: 2 -/
theorem prime_above (n : ℕ) : ∃ p, n < p ∧ p.Prime := by sorry

/-- The number 101 is prime.
topic: number theory; difficulty: 1 -/
theorem prime_one_hundred_one : Nat.Prime 101 := by sorry

/-- Seven divides n⁷ − n for integers.
topic: number theory; difficulty: 3 -/
theorem seven_dvd_pow_sub (n : ℤ) : (7 : ℤ) ∣ n ^ 7 - n := by sorry

/-- The greatest common divisor of 2ⁿ − 1 and 2ⁿ⁺¹ − 1 is 1.
topic: number theory; difficulty: 4 -/
theorem mersenne_neighbours_coprime (n : ℕ) : Nat.gcd (2 ^ n - 1) (2 ^ (n + 1) - 1) = 1 := by sorry

/-- A product of four numbers in a row plus 1 is a square.
topic: number theory; difficulty: 2 -/
theorem four_in_a_row_is_square (n : ℕ) : ∃ k, n * (n + 1) * (n + 2) * (n + 3) + 1 = k ^ 2 := by sorry

/-- A set of n elements has 2ⁿ subsets.
topic: counting; difficulty: 1 -/
theorem subsets_count (s : Finset ℕ) : s.powerset.card = 2 ^ s.card := by sorry

/-- There are 56 ways to choose 3 of 8 things.
topic: counting; difficulty: 1 -/
theorem choose_eight_three : Nat.choose 8 3 = 56 := by sorry

/-- The squares of sine and cosine add up to 1, so (sin x + cos x)² = 1 + sin 2x.
topic: trigonometry; difficulty: 2 -/
theorem sin_add_cos_sq (x : ℝ) : (sin x + cos x) ^ 2 = 1 + sin (2 * x) := by sorry

/-- The product of a complex number and its conjugate is the square of its norm.
topic: complex numbers; difficulty: 2 -/
theorem complex_mul_conj (z : ℂ) : z * (starRingEnd ℂ) z = ((‖z‖ ^ 2 : ℝ) : ℂ) := by sorry

/-- A real function that is additive and monotone vanishes at 0 and is at least 0 at positive points.
topic: functional; difficulty: 3 -/
theorem additive_monotone_nonneg (f : ℝ → ℝ) (h : ∀ x y, f (x + y) = f x + f y) (hm : Monotone f)
    (x : ℝ) (hx : 0 < x) : f 0 = 0 ∧ 0 ≤ f x := by sorry

/-- The derivative of x³ is 3x².
topic: analysis; difficulty: 2 -/
theorem deriv_cube (x : ℝ) : deriv (fun t : ℝ => t ^ 3) x = 3 * x ^ 2 := by sorry
