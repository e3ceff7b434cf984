/-- A natural number other than 0 and 1 with no divisors but 1 and itself. -/
def IsPrime (p : Nat) : Prop := 2 ≤ p ∧ ∀ d, d ∣ p → d = 1 ∨ d = p

/-- A number leaves the same remainder by 9 as the sum of its two digits.
topic: divisibility; difficulty: 1 -/
theorem digit_sum_mod_nine (a b : Nat) : (10 * a + b) % 9 = (a + b) % 9 := by sorry

/-- The units digit of 29 · 79 + 31 · 81 is 2.
topic: divisibility; difficulty: 1 -/
theorem units_digit_sum : (29 * 79 + 31 * 81) % 10 = 2 := by sorry

/-- The remainder of 2 ^ 100 by 7 is 2.
topic: divisibility; difficulty: 1 -/
theorem two_pow_hundred_mod_seven : 2 ^ 100 % 7 = 2 := by sorry

/-- A number divisible by 4 and by 9 is divisible by 36.
topic: divisibility; difficulty: 1 -/
theorem dvd_four_and_nine (n : Nat) (h₁ : 4 ∣ n) (h₂ : 9 ∣ n) : 36 ∣ n := by sorry

/-- A number that leaves 2 by 3 and 3 by 5 leaves 8 by 15.
topic: divisibility; difficulty: 1 -/
theorem chinese_three_five (n : Nat) (h₁ : n % 3 = 2) (h₂ : n % 5 = 3) : n % 15 = 8 := by sorry

/-- The greatest common divisor of 180 and 168 is 12.
topic: divisibility; difficulty: 1 -/
theorem gcd_180_168 : Nat.gcd 180 168 = 12 := by sorry

/-- The numbers 21n + 4 and 14n + 3 have no common divisor but 1.
topic: divisibility; difficulty: 4; tags: olympiad -/
theorem coprime_olympiad (n d : Nat) (h₁ : d ∣ 21 * n + 4) (h₂ : d ∣ 14 * n + 3) : d = 1 := by sorry

/-- The square of a number leaves remainder 0 or 1 by 4.
topic: divisibility; difficulty: 3 -/
theorem nat_sq_mod_four (n : Nat) : n * n % 4 = 0 ∨ n * n % 4 = 1 := by sorry

/-- The square of an odd number leaves remainder 1 by 8.
topic: divisibility; difficulty: 4 -/
theorem odd_sq_mod_eight (n : Nat) (h : n % 2 = 1) : n * n % 8 = 1 := by sorry

/-- One less than a power of 4 is divisible by 3.
topic: divisibility; difficulty: 2 -/
theorem three_dvd_four_pow_sub_one (n : Nat) : 3 ∣ 4 ^ n - 1 := by sorry

/-- The remainder of 8 ^ n by 7 is 1.
topic: divisibility; difficulty: 2 -/
theorem eight_pow_mod_seven (n : Nat) : 8 ^ n % 7 = 1 := by sorry

/-- The remainder of 10 ^ n by 9 is 1.
topic: divisibility; difficulty: 2 -/
theorem ten_pow_mod_nine (n : Nat) : 10 ^ n % 9 = 1 := by sorry

/-- Six divides n(n + 1)(n + 2).
topic: divisibility; difficulty: 4 -/
theorem six_dvd_three_in_a_row (n : Nat) : 6 ∣ n * (n + 1) * (n + 2) := by sorry

/-- Three divides n³ + 2n.
topic: divisibility; difficulty: 3 -/
theorem three_dvd_cube_add_double (n : Nat) : 3 ∣ n ^ 3 + 2 * n := by sorry

/-- Five divides n⁵ − n for integers.
topic: divisibility; difficulty: 4 -/
theorem fermat_five (n : Int) : (n ^ 5 - n) % 5 = 0 := by sorry

/-- If n divides m and m divides n, they are equal.
topic: divisibility; difficulty: 2 -/
theorem nat_dvd_antisymm (m n : Nat) (h₁ : m ∣ n) (h₂ : n ∣ m) : m = n := by sorry

/-- If d divides a and b, it divides 3a + 5b.
topic: divisibility; difficulty: 3 -/
theorem dvd_three_five (d a b : Nat) (h₁ : d ∣ a) (h₂ : d ∣ b) : d ∣ 3 * a + 5 * b := by sorry

/-- If a divides b then a² divides b².
topic: divisibility; difficulty: 3 -/
theorem sq_dvd_sq (a b : Nat) (h : a ∣ b) : a ^ 2 ∣ b ^ 2 := by sorry

/-- A number that is divisible by its successor is zero.
topic: divisibility; difficulty: 3 -/
theorem zero_of_succ_dvd (n : Nat) (h : (n + 1) ∣ n) : n = 0 := by sorry

/-- Neighbouring numbers have no common divisor but 1.
topic: divisibility; difficulty: 3 -/
theorem neighbours_coprime (n d : Nat) (h₁ : d ∣ n) (h₂ : d ∣ n + 1) : d = 1 := by sorry

/-- The sum of five integers in a row is divisible by 5.
topic: divisibility; difficulty: 1 -/
theorem five_in_a_row (n : Int) : 5 ∣ n + (n + 1) + (n + 2) + (n + 3) + (n + 4) := by sorry

/-- Two odd numbers have an even sum.
topic: divisibility; difficulty: 2 -/
theorem odd_add_odd (a b : Nat) (ha : ∃ k, a = 2 * k + 1) (hb : ∃ k, b = 2 * k + 1) :
    ∃ k, a + b = 2 * k := by sorry

/-- Two odd numbers have an odd product.
topic: divisibility; difficulty: 4 -/
theorem odd_mul_odd (a b : Nat) (ha : ∃ k, a = 2 * k + 1) (hb : ∃ k, b = 2 * k + 1) :
    ∃ k, a * b = 2 * k + 1 := by sorry

/-- If the square of a number is even, the number is even.
topic: divisibility; difficulty: 3 -/
theorem even_of_sq_even (n : Nat) (h : n * n % 2 = 0) : n % 2 = 0 := by sorry

/-- The equation a² = 3b² + 2 has no solution in natural numbers.
topic: divisibility; difficulty: 4 -/
theorem no_sq_three_mul_sq_add_two (a b : Nat) : a * a ≠ 3 * (b * b) + 2 := by sorry

/-- Remainders add: equal remainders stay equal after adding the same number.
topic: divisibility; difficulty: 2 -/
theorem mod_add_same (a b c m : Nat) (h : a % m = b % m) : (a + c) % m = (b + c) % m := by sorry

/-- Remainders multiply: equal remainders stay equal after multiplying with the same number.
topic: divisibility; difficulty: 2 -/
theorem mod_mul_same (a b c m : Nat) (h : a % m = b % m) : (c * a) % m = (c * b) % m := by sorry

/-- Equal remainders stay equal after squaring.
topic: divisibility; difficulty: 3 -/
theorem mod_sq_same (a b m : Nat) (h : a % m = b % m) : (a * a) % m = (b * b) % m := by sorry

/-- Seven is prime.
topic: divisibility; difficulty: 4 -/
theorem seven_prime : IsPrime 7 := by sorry

/-- The only even prime is 2.
topic: divisibility; difficulty: 1 -/
theorem even_prime (p : Nat) (hp : IsPrime p) (h : 2 ∣ p) : p = 2 := by sorry

/-- Two different primes do not divide each other.
topic: divisibility; difficulty: 1 -/
theorem primes_not_dvd (p q : Nat) (hp : IsPrime p) (hq : IsPrime q) (h : p ≠ q) : ¬ p ∣ q := by sorry

/-- Every number above 1 has a prime divisor.
topic: divisibility; difficulty: 5 -/
theorem exists_prime_divisor (n : Nat) (h : 2 ≤ n) : ∃ p, IsPrime p ∧ p ∣ n := by sorry
