/-- The sum of the numbers below n. -/
def sumBelow : Nat → Nat
  | 0 => 0
  | n + 1 => sumBelow n + n

/-- Subtracting a natural number and adding it again changes nothing.
topic: naturals; difficulty: 1; expect: false; tags: natural subtraction -/
theorem claim_sub_add (a b : Nat) : a - b + b = a := by sorry

/-- Taking away b − c is taking away b and adding c, for natural numbers.
topic: naturals; difficulty: 1; expect: false; tags: natural subtraction -/
theorem claim_sub_sub (a b c : Nat) : a - (b - c) = a - b + c := by sorry

/-- Adding and subtracting natural numbers can be done in either order.
topic: naturals; difficulty: 1; expect: false; tags: natural subtraction -/
theorem claim_add_sub_comm (a b c : Nat) : a - b + c = a + c - b := by sorry

/-- One less than a natural number is smaller than the number.
topic: naturals; difficulty: 1; expect: false; tags: natural subtraction -/
theorem claim_pred_lt (n : Nat) : n - 1 < n := by sorry

/-- Half of a natural number, doubled, is the number.
topic: naturals; difficulty: 1; expect: false; tags: truncated division -/
theorem claim_half_double (n : Nat) : n / 2 * 2 = n := by sorry

/-- Half of a sum is the sum of the halves, for natural numbers.
topic: naturals; difficulty: 1; expect: false; tags: truncated division -/
theorem claim_add_div (a b : Nat) : (a + b) / 2 = a / 2 + b / 2 := by sorry

/-- Multiplying by a number and dividing by it again changes nothing.
topic: naturals; difficulty: 1; expect: false; tags: missing hypothesis -/
theorem claim_mul_div_cancel (a b : Nat) : a * b / b = a := by sorry

/-- A remainder is smaller than the modulus.
topic: naturals; difficulty: 1; expect: false; tags: missing hypothesis -/
theorem claim_mod_lt (a m : Nat) : a % m < m := by sorry

/-- A rational divided by itself is 1.
topic: rationals; difficulty: 1; expect: false; tags: missing hypothesis -/
theorem claim_div_self (x : Rat) : x / x = 1 := by sorry

/-- A rational that is not negative is at most its square.
topic: rationals; difficulty: 2; expect: false; tags: missing hypothesis -/
theorem claim_rat_le_sq (x : Rat) (h : 0 ≤ x) : x ≤ x * x := by sorry

/-- If x² ≤ y² for integers, then x ≤ y.
topic: inequalities; difficulty: 2; expect: false; tags: missing hypothesis -/
theorem claim_sq_le_sq (x y : Int) (h : x * x ≤ y * y) : x ≤ y := by sorry

/-- Integers with equal squares are equal.
topic: integers; difficulty: 1; expect: false; tags: missing hypothesis -/
theorem claim_eq_of_sq_eq (x y : Int) (h : x * x = y * y) : x = y := by sorry

/-- Both sides of an inequality between integers can be multiplied by the same integer.
topic: inequalities; difficulty: 1; expect: false; tags: missing hypothesis -/
theorem claim_mul_le_mul (x y z : Int) (h : x ≤ y) : x * z ≤ y * z := by sorry

/-- A common factor of two equal products can be cancelled.
topic: integers; difficulty: 1; expect: false; tags: missing hypothesis -/
theorem claim_mul_cancel (x y z : Int) (h : x * z = y * z) : x = y := by sorry

/-- The number n² + n + 41 has no divisors but 1 and itself.
topic: divisibility; difficulty: 3; expect: false; tags: late counterexample -/
theorem claim_euler_formula (n d : Nat) (h : d ∣ n * n + n + 41) : d = 1 ∨ d = n * n + n + 41 := by sorry

/-- The square of a natural number is smaller than the power of two with it as exponent.
topic: inequalities; difficulty: 1; expect: false; tags: small counterexample -/
theorem claim_sq_lt_two_pow (n : Nat) : n ^ 2 < 2 ^ n := by sorry

/-- Twice the sum of the numbers below n is n(n + 1).
topic: sequences; difficulty: 2; expect: false; tags: off by one -/
theorem claim_sumBelow (n : Nat) : 2 * sumBelow n = n * (n + 1) := by sorry

/-- The number n is in the list of the numbers up to n.
topic: lists; difficulty: 1; expect: false; tags: off by one -/
theorem claim_mem_range (n : Nat) : n ∈ List.range n := by sorry

/-- Half of the numbers below n are even.
topic: counting; difficulty: 2; expect: false; tags: off by one -/
theorem claim_even_count (n : Nat) : 2 * ((List.range n).filter (· % 2 == 0)).length = n := by sorry

/-- A number divisible by 4 and by 6 is divisible by 24.
topic: divisibility; difficulty: 1; expect: false; tags: missing hypothesis -/
theorem claim_dvd_product (n : Nat) (h₁ : 4 ∣ n) (h₂ : 6 ∣ n) : 24 ∣ n := by sorry

/-- A divisor of a product divides one of the factors.
topic: divisibility; difficulty: 2; expect: false; tags: missing hypothesis -/
theorem claim_dvd_factor (d a b : Nat) (h : d ∣ a * b) : d ∣ a ∨ d ∣ b := by sorry

/-- A divisor of a natural number is at most the number.
topic: divisibility; difficulty: 1; expect: false; tags: missing hypothesis -/
theorem claim_le_of_dvd (d n : Nat) (h : d ∣ n) : d ≤ n := by sorry

/-- The remainder of a sum by 3 is the sum of the remainders.
topic: divisibility; difficulty: 1; expect: false; tags: modular -/
theorem claim_add_mod (a b : Nat) : (a + b) % 3 = a % 3 + b % 3 := by sorry

/-- If 2a and 2b leave the same remainder by 6, so do a and b.
topic: divisibility; difficulty: 2; expect: false; tags: modular, missing hypothesis -/
theorem claim_mod_cancel (a b : Nat) (h : 2 * a % 6 = 2 * b % 6) : a % 6 = b % 6 := by sorry

/-- Half of −x, rounded down, is the negative of half of x, rounded down.
topic: integers; difficulty: 2; expect: false; tags: truncated division -/
theorem claim_neg_div (x : Int) : -x / 2 = -(x / 2) := by sorry

/-- If every x is related to some y, then some y has every x related to it.
topic: logic; difficulty: 2; expect: false; tags: swapped quantifier -/
theorem claim_quantifier_swap (r : Nat → Nat → Prop) (h : ∀ x, ∃ y, r x y) : ∃ y, ∀ x, r x y := by sorry

/-- If something is p and something is q, then something is both.
topic: logic; difficulty: 2; expect: false; tags: quantifier -/
theorem claim_exists_and (p q : Nat → Prop) (h₁ : ∃ x, p x) (h₂ : ∃ x, q x) : ∃ x, p x ∧ q x := by sorry

/-- An implication gives its converse.
topic: logic; difficulty: 1; expect: false; tags: converse -/
theorem claim_converse (p q : Prop) (h : p → q) : q → p := by sorry

/-- If everything that is p is q, then something is both.
topic: logic; difficulty: 2; expect: false; tags: empty case -/
theorem claim_existential_import (p q : Nat → Prop) (h : ∀ x, p x → q x) : ∃ x, p x ∧ q x := by sorry

/-- A symmetric and transitive relation is reflexive.
topic: logic; difficulty: 2; expect: false; tags: missing hypothesis -/
theorem claim_refl (r : Nat → Nat → Prop) (symm : ∀ x y, r x y → r y x)
    (trans : ∀ x y z, r x y → r y z → r x z) (x : Nat) : r x x := by sorry

/-- Turning around two lists put together is turning around each of them.
topic: lists; difficulty: 1; expect: false; tags: order -/
theorem claim_reverse_append (xs ys : List Nat) :
    (xs ++ ys).reverse = xs.reverse ++ ys.reverse := by sorry

/-- The first n elements of a list are n elements.
topic: lists; difficulty: 1; expect: false; tags: missing hypothesis -/
theorem claim_length_take (n : Nat) (xs : List Nat) : (xs.take n).length = n := by sorry

/-- Lists of the same length and the same sum are equal.
topic: lists; difficulty: 2; expect: false; tags: missing hypothesis -/
theorem claim_eq_of_sum (xs ys : List Nat) (h₁ : xs.length = ys.length) (h₂ : xs.sum = ys.sum) :
    xs = ys := by sorry

/-- A function on the natural numbers that takes no value twice takes every value.
topic: functional; difficulty: 2; expect: false; tags: infinite -/
theorem claim_injective_surjective (f : Nat → Nat) (h : ∀ x y, f x = f y → x = y) (y : Nat) :
    ∃ x, f x = y := by sorry

/-- If f(f(x)) = f(x) for all x, then f(x) = x for all x.
topic: functional; difficulty: 2; expect: false; tags: missing hypothesis -/
theorem claim_idempotent_identity (f : Nat → Nat) (h : ∀ x, f (f x) = f x) (x : Nat) : f x = x := by sorry

/-- The square of a sum of integers is the sum of the squares.
topic: algebra; difficulty: 1; expect: false; tags: freshman's dream -/
theorem claim_sq_add (x y : Int) : (x + y) ^ 2 = x ^ 2 + y ^ 2 := by sorry

/-- The square of a difference of natural numbers does not depend on the order.
topic: naturals; difficulty: 1; expect: false; tags: natural subtraction -/
theorem claim_sub_comm (a b : Nat) : (a - b) * (a - b) = (b - a) * (b - a) := by sorry

/-- Every amount of at least 7 can be paid with coins of 3 and 5.
topic: naturals; difficulty: 3; expect: false; tags: off by one -/
theorem claim_coins (n : Nat) (h : 7 ≤ n) : ∃ a b, 3 * a + 5 * b = n := by sorry
