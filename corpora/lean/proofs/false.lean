set_option linter.unusedVariables false

/-- The sum of the numbers below n. -/
def sumBelow : Nat → Nat
  | 0 => 0
  | n + 1 => sumBelow n + n

/-- Natural subtraction is not undone by addition: 0 − 1 + 1 is 1. -/
theorem not_claim_sub_add : ¬ (∀ (a b : Nat), a - b + b = a) := by
  intro h
  exact absurd (h 0 1) (by decide)

/-- Natural subtraction cut off at zero loses the order of brackets. -/
theorem not_claim_sub_sub : ¬ (∀ (a b c : Nat), a - (b - c) = a - b + c) := by
  intro h
  exact absurd (h 0 0 1) (by decide)

/-- The order of adding and subtracting matters for natural numbers. -/
theorem not_claim_add_sub_comm : ¬ (∀ (a b c : Nat), a - b + c = a + c - b) := by
  intro h
  exact absurd (h 0 1 1) (by decide)

/-- The predecessor of 0 is 0, so it is not smaller. -/
theorem not_claim_pred_lt : ¬ (∀ (n : Nat), n - 1 < n) := by
  intro h
  exact absurd (h 0) (by decide)

/-- Integer division truncates: half of 1, doubled, is 0. -/
theorem not_claim_half_double : ¬ (∀ (n : Nat), n / 2 * 2 = n) := by
  intro h
  exact absurd (h 1) (by decide)

/-- Truncated division does not distribute over addition. -/
theorem not_claim_add_div : ¬ (∀ (a b : Nat), (a + b) / 2 = a / 2 + b / 2) := by
  intro h
  exact absurd (h 1 1) (by decide)

/-- Division by zero gives 0, so multiplying back fails. -/
theorem not_claim_mul_div_cancel : ¬ (∀ (a b : Nat), a * b / b = a) := by
  intro h
  exact absurd (h 1 0) (by decide)

/-- A remainder is not smaller than a modulus of zero. -/
theorem not_claim_mod_lt : ¬ (∀ (a m : Nat), a % m < m) := by
  intro h
  exact absurd (h 0 0) (by decide)

/-- A quotient of a rational by itself is 1 only if it is not zero. -/
theorem not_claim_div_self : ¬ (∀ (x : Rat), x / x = 1) := by
  intro h
  have := h 0
  grind

/-- A product with itself is not always at least the factor over the rationals. -/
theorem not_claim_rat_le_sq : ¬ (∀ (x : Rat) (h : 0 ≤ x), x ≤ x * x) := by
  intro h
  have := h (1 / 2) (by grind)
  grind

/-- A square that is at most another does not order the numbers when negatives are allowed. -/
theorem not_claim_sq_le_sq : ¬ (∀ (x y : Int) (h : x * x ≤ y * y), x ≤ y) := by
  intro h
  exact absurd (h 0 (-1) (by decide)) (by decide)

/-- Equal squares do not make equal integers. -/
theorem not_claim_eq_of_sq_eq : ¬ (∀ (x y : Int) (h : x * x = y * y), x = y) := by
  intro h
  exact absurd (h 1 (-1) (by decide)) (by decide)

/-- Multiplying an inequality with a negative integer turns it. -/
theorem not_claim_mul_le_mul : ¬ (∀ (x y z : Int) (h : x ≤ y), x * z ≤ y * z) := by
  intro h
  exact absurd (h 0 1 (-1) (by decide)) (by decide)

/-- A factor cannot be cancelled where it may be zero. -/
theorem not_claim_mul_cancel : ¬ (∀ (x y z : Int) (h : x * z = y * z), x = y) := by
  intro h
  exact absurd (h 0 1 0 (by decide)) (by decide)

/-- Euler's prime formula n² + n + 41 fails at 40. -/
theorem not_claim_euler_formula :
    ¬ (∀ (n d : Nat) (h : d ∣ n * n + n + 41), d = 1 ∨ d = n * n + n + 41) := by
  intro h
  exact absurd (h 40 41 (by decide)) (by decide)

/-- Two to the n is above n² only from 5 on. -/
theorem not_claim_sq_lt_two_pow : ¬ (∀ (n : Nat), n ^ 2 < 2 ^ n) := by
  intro h
  exact absurd (h 2) (by decide)

/-- The sum below n misses the last number: off by one. -/
theorem not_claim_sumBelow : ¬ (∀ (n : Nat), 2 * sumBelow n = n * (n + 1)) := by
  intro h
  exact absurd (h 1) (by decide)

/-- A range ends before its bound: off by one. -/
theorem not_claim_mem_range : ¬ (∀ (n : Nat), n ∈ List.range n) := by
  intro h
  exact absurd (h 0) (by decide)

/-- Of the numbers from 1 to n, half are even only if n is even. -/
theorem not_claim_even_count :
    ¬ (∀ (n : Nat), 2 * ((List.range n).filter (· % 2 == 0)).length = n) := by
  intro h
  exact absurd (h 1) (by decide)

/-- A number divisible by 4 and by 6 need not be divisible by 24. -/
theorem not_claim_dvd_product : ¬ (∀ (n : Nat) (h₁ : 4 ∣ n) (h₂ : 6 ∣ n), 24 ∣ n) := by
  intro h
  exact absurd (h 12 (by decide) (by decide)) (by decide)

/-- A divisor of a product need not divide a factor if it is not prime. -/
theorem not_claim_dvd_factor : ¬ (∀ (d a b : Nat) (h : d ∣ a * b), d ∣ a ∨ d ∣ b) := by
  intro h
  exact absurd (h 4 2 2 (by decide)) (by decide)

/-- Every divisor is at most the number, unless the number is zero. -/
theorem not_claim_le_of_dvd : ¬ (∀ (d n : Nat) (h : d ∣ n), d ≤ n) := by
  intro h
  exact absurd (h 1 0 (by decide)) (by decide)

/-- The remainder of a sum is not the sum of the remainders. -/
theorem not_claim_add_mod : ¬ (∀ (a b : Nat), (a + b) % 3 = a % 3 + b % 3) := by
  intro h
  exact absurd (h 1 2) (by decide)

/-- Equal remainders of products do not give equal remainders of factors. -/
theorem not_claim_mod_cancel : ¬ (∀ (a b : Nat) (h : 2 * a % 6 = 2 * b % 6), a % 6 = b % 6) := by
  intro h
  exact absurd (h 0 3 (by decide)) (by decide)

/-- Integer division rounds towards minus infinity, so a negative quotient is not the negative of the quotient. -/
theorem not_claim_neg_div : ¬ (∀ (x : Int), -x / 2 = -(x / 2)) := by
  intro h
  exact absurd (h 1) (by decide)

/-- If every x has a y, it does not follow that one y works for every x. -/
theorem not_claim_quantifier_swap :
    ¬ (∀ (r : Nat → Nat → Prop) (h : ∀ x, ∃ y, r x y), ∃ y, ∀ x, r x y) := by
  intro h
  obtain ⟨y, hy⟩ := h (fun x y => y = x + 1) (fun x => ⟨x + 1, rfl⟩)
  have := hy y
  omega

/-- Two existence claims do not give one witness for both. -/
theorem not_claim_exists_and :
    ¬ (∀ (p q : Nat → Prop) (h₁ : ∃ x, p x) (h₂ : ∃ x, q x), ∃ x, p x ∧ q x) := by
  intro h
  obtain ⟨x, h₁, h₂⟩ := h (· = 0) (· = 1) ⟨0, rfl⟩ ⟨1, rfl⟩
  omega

/-- The converse of an implication does not follow from it. -/
theorem not_claim_converse : ¬ (∀ (p q : Prop) (h : p → q), q → p) := by
  intro h
  exact h False True (fun _ => trivial) trivial

/-- From all x in p being in q it does not follow that some x is in both: p may be empty. -/
theorem not_claim_existential_import :
    ¬ (∀ (p q : Nat → Prop) (h : ∀ x, p x → q x), ∃ x, p x ∧ q x) := by
  intro h
  obtain ⟨x, hx, _⟩ := h (fun _ => False) (fun _ => True) (fun _ _ => trivial)
  exact hx

/-- A symmetric and transitive relation need not be reflexive. -/
theorem not_claim_refl :
    ¬ (∀ (r : Nat → Nat → Prop) (symm : ∀ x y, r x y → r y x)
    (trans : ∀ x y z, r x y → r y z → r x z) (x : Nat), r x x) := by
  intro h
  exact h (fun _ _ => False) (fun _ _ k => k) (fun _ _ _ k _ => k) 0

/-- Turning around a list put together from two keeps their order only by luck. -/
theorem not_claim_reverse_append :
    ¬ (∀ (xs ys : List Nat), (xs ++ ys).reverse = xs.reverse ++ ys.reverse) := by
  intro h
  exact absurd (h [0] [1]) (by decide)

/-- Taking n elements gives n elements only if there are so many. -/
theorem not_claim_length_take : ¬ (∀ (n : Nat) (xs : List Nat), (xs.take n).length = n) := by
  intro h
  exact absurd (h 1 []) (by decide)

/-- Equal sums of lists of equal length do not make equal lists. -/
theorem not_claim_eq_of_sum :
    ¬ (∀ (xs ys : List Nat) (h₁ : xs.length = ys.length) (h₂ : xs.sum = ys.sum), xs = ys) := by
  intro h
  exact absurd (h [0, 1] [1, 0] (by decide) (by decide)) (by decide)

/-- A function on the naturals that takes no value twice need not take every value. -/
theorem not_claim_injective_surjective :
    ¬ (∀ (f : Nat → Nat) (h : ∀ x y, f x = f y → x = y) (y : Nat), ∃ x, f x = y) := by
  intro h
  obtain ⟨x, hx⟩ := h (· + 1) (fun x y hxy => by simpa using hxy) 0
  omega

/-- A function with f(f(x)) = f(x) need not be the identity. -/
theorem not_claim_idempotent_identity :
    ¬ (∀ (f : Nat → Nat) (h : ∀ x, f (f x) = f x) (x : Nat), f x = x) := by
  intro h
  exact absurd (h (fun _ => 0) (fun _ => rfl) 1) (by decide)

/-- The power of a sum is not the sum of the powers. -/
theorem not_claim_sq_add : ¬ (∀ (x y : Int), (x + y) ^ 2 = x ^ 2 + y ^ 2) := by
  intro h
  exact absurd (h 1 1) (by decide)

/-- The distance of two naturals by subtraction is not symmetric. -/
theorem not_claim_sub_comm : ¬ (∀ (a b : Nat), (a - b) * (a - b) = (b - a) * (b - a)) := by
  intro h
  exact absurd (h 0 1) (by decide)

/-- Payments with coins of 3 and 5: the amount 7 is not possible. -/
theorem not_claim_coins : ¬ (∀ (n : Nat) (h : 7 ≤ n), ∃ a b, 3 * a + 5 * b = n) := by
  intro h
  obtain ⟨a, b, hab⟩ := h 7 (by decide)
  omega
