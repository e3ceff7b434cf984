/-- The sum of the numbers from 1 to n. -/
def sumTo : Nat → Nat
  | 0 => 0
  | n + 1 => sumTo n + (n + 1)

/-- The sum of the first n odd numbers. -/
def sumOdd : Nat → Nat
  | 0 => 0
  | n + 1 => sumOdd n + (2 * n + 1)

/-- The sum of the squares from 1 to n. -/
def sumSq : Nat → Nat
  | 0 => 0
  | n + 1 => sumSq n + (n + 1) ^ 2

/-- The sum of the cubes from 1 to n. -/
def sumCube : Nat → Nat
  | 0 => 0
  | n + 1 => sumCube n + (n + 1) ^ 3

/-- The sum of the powers of two below 2 ^ n. -/
def sumPow : Nat → Nat
  | 0 => 0
  | n + 1 => sumPow n + 2 ^ n

/-- The product of the numbers from 1 to n. -/
def fact : Nat → Nat
  | 0 => 1
  | n + 1 => (n + 1) * fact n

/-- The Fibonacci numbers. -/
def fib : Nat → Nat
  | 0 => 0
  | 1 => 1
  | n + 2 => fib (n + 1) + fib n

/-- The sum of the first n Fibonacci numbers. -/
def sumFib : Nat → Nat
  | 0 => 0
  | n + 1 => sumFib n + fib n

/-- The moves that the tower of Hanoi with n discs takes. -/
def hanoi : Nat → Nat
  | 0 => 0
  | n + 1 => 2 * hanoi n + 1

/-- The sequence 1, 3, 7, 15 … of which each term is one more than twice the last, over the integers. -/
def doubling : Nat → Int
  | 0 => 1
  | n + 1 => 2 * doubling n + 1

/-- Twice the sum of the numbers from 1 to n is n(n + 1).
topic: sequences; difficulty: 2 -/
theorem two_mul_sumTo (n : Nat) : 2 * sumTo n = n * (n + 1) := by sorry

/-- The numbers from 1 to 100 add up to 5050.
topic: sequences; difficulty: 1 -/
theorem sumTo_hundred : sumTo 100 = 5050 := by sorry

/-- The sum of the first n odd numbers is n².
topic: sequences; difficulty: 2 -/
theorem sumOdd_eq_sq (n : Nat) : sumOdd n = n ^ 2 := by sorry

/-- Six times the sum of the squares from 1 to n is n(n + 1)(2n + 1).
topic: sequences; difficulty: 3 -/
theorem six_mul_sumSq (n : Nat) : 6 * sumSq n = n * (n + 1) * (2 * n + 1) := by sorry

/-- The sum of the cubes from 1 to n is the square of the sum of the numbers.
topic: sequences; difficulty: 4 -/
theorem sumCube_eq_sq (n : Nat) : sumCube n = sumTo n ^ 2 := by sorry

/-- The powers of two below 2 ^ n add up to one less than 2 ^ n.
topic: sequences; difficulty: 2 -/
theorem sumPow_add_one (n : Nat) : sumPow n + 1 = 2 ^ n := by sorry

/-- The factorial is positive.
topic: sequences; difficulty: 2 -/
theorem fact_pos (n : Nat) : 0 < fact n := by sorry

/-- The factorial of 6 is 720.
topic: sequences; difficulty: 1 -/
theorem fact_six : fact 6 = 720 := by sorry

/-- Every number is at most its factorial.
topic: sequences; difficulty: 4 -/
theorem le_fact (n : Nat) : n ≤ fact n := by sorry

/-- Two to the n is at most the factorial of n + 1.
topic: sequences; difficulty: 4 -/
theorem two_pow_le_fact (n : Nat) : 2 ^ n ≤ fact (n + 1) := by sorry

/-- Every positive number up to n divides the factorial of n.
topic: sequences; difficulty: 4 -/
theorem dvd_fact (n k : Nat) (h₀ : 0 < k) (h : k ≤ n) : k ∣ fact n := by sorry

/-- The tower of Hanoi with n discs takes 2 ^ n − 1 moves.
topic: sequences; difficulty: 2 -/
theorem hanoi_moves (n : Nat) : hanoi n + 1 = 2 ^ n := by sorry

/-- The closed form of the doubling sequence over the integers.
topic: sequences; difficulty: 3 -/
theorem doubling_closed (n : Nat) : doubling n = 2 ^ (n + 1) - 1 := by sorry

/-- The tenth Fibonacci number is 55.
topic: sequences; difficulty: 1 -/
theorem fib_ten : fib 10 = 55 := by sorry

/-- The first n Fibonacci numbers add up to one less than the one after the next.
topic: sequences; difficulty: 3 -/
theorem sumFib_add_one (n : Nat) : sumFib n + 1 = fib (n + 1) := by sorry

/-- The Fibonacci numbers never fall.
topic: sequences; difficulty: 3 -/
theorem fib_le_succ (n : Nat) : fib n ≤ fib (n + 1) := by sorry

/-- The Fibonacci numbers from the first on are positive.
topic: sequences; difficulty: 3 -/
theorem fib_succ_pos (n : Nat) : 0 < fib (n + 1) := by sorry

/-- A Fibonacci number is smaller than the power of two with its index.
topic: sequences; difficulty: 4 -/
theorem fib_lt_two_pow (n : Nat) : fib n < 2 ^ n := by sorry

/-- Every third Fibonacci number is even.
topic: sequences; difficulty: 3 -/
theorem fib_three_mul_even (n : Nat) : fib (3 * n) % 2 = 0 := by sorry

/-- Neighbouring Fibonacci numbers satisfy Cassini's identity, over the integers.
topic: sequences; difficulty: 5 -/
theorem cassini (n : Nat) :
    (fib (n + 1) : Int) ^ 2 - fib n * fib (n + 1) - (fib n : Int) ^ 2 = (-1) ^ n := by sorry

/-- The sum formula for Fibonacci numbers: F(m + n + 1) = F(m)F(n) + F(m + 1)F(n + 1).
topic: sequences; difficulty: 5 -/
theorem fib_add (m n : Nat) : fib (m + n + 1) = fib m * fib n + fib (m + 1) * fib (n + 1) := by sorry

/-- A sequence with a₀ = 2 and aₙ₊₁ = aₙ + 3 is aₙ = 3n + 2.
topic: sequences; difficulty: 2 -/
theorem arithmetic_sequence (a : Nat → Nat) (h₀ : a 0 = 2) (h : ∀ n, a (n + 1) = a n + 3) (n : Nat) :
    a n = 3 * n + 2 := by sorry

/-- A sequence that is tripled at each step is a₀ · 3ⁿ.
topic: sequences; difficulty: 2 -/
theorem geometric_sequence (a : Nat → Int) (h : ∀ n, a (n + 1) = 3 * a n) (n : Nat) :
    a n = a 0 * 3 ^ n := by sorry

/-- A sequence with a₀ = 1 and aₙ₊₁ = aₙ² + aₙ stays positive.
topic: sequences; difficulty: 3 -/
theorem squaring_sequence_pos (a : Nat → Nat) (h₀ : a 0 = 1) (h : ∀ n, a (n + 1) = a n ^ 2 + a n) (n : Nat) :
    0 < a n := by sorry

/-- A sequence of period 2 takes the value of index 0 at every even index.
topic: sequences; difficulty: 3 -/
theorem period_two (a : Nat → Nat) (h : ∀ n, a (n + 2) = a n) (n : Nat) : a (2 * n) = a 0 := by sorry

/-- A sequence that starts with 0, 1 and follows aₙ₊₂ = 2aₙ₊₁ − aₙ is aₙ = n.
topic: sequences; difficulty: 4 -/
theorem second_difference_zero (a : Nat → Int) (h₀ : a 0 = 0) (h₁ : a 1 = 1)
    (h : ∀ n, a (n + 2) = 2 * a (n + 1) - a n) (n : Nat) : a n = n := by sorry
