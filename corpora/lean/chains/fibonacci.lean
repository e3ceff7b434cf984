/-- The Fibonacci numbers. -/
def fibo : Nat → Nat
  | 0 => 0
  | 1 => 1
  | n + 2 => fibo n + fibo (n + 1)

/-- The sum of the first n Fibonacci numbers. -/
def fiboSum : Nat → Nat
  | 0 => 0
  | n + 1 => fiboSum n + fibo (n + 1)

/-- Fibonacci numbers with an accumulator for two of them. -/
def fiboFrom : Nat → Nat → Nat → Nat
  | 0, a, _ => a
  | n + 1, a, b => fiboFrom n b (a + b)

/-- The sum of the first n Fibonacci numbers is one less than the one after the next.
topic: chains; difficulty: 2; tags: recursion -/
theorem fiboSum_succ (n : Nat) : fiboSum n + 1 = fibo (n + 2) := by sorry

/-- A Fibonacci number at a sum.
topic: chains; difficulty: 4; tags: recursion -/
theorem fibo_add (m n : Nat) : fibo (m + n + 1) = fibo m * fibo n + fibo (m + 1) * fibo (n + 1) := by sorry

/-- A Fibonacci number at an odd place is a sum of two squares.
topic: chains; difficulty: 4; tags: recursion -/
theorem fibo_double_succ (n : Nat) :
    fibo (2 * n + 1) = fibo n * fibo n + fibo (n + 1) * fibo (n + 1) := by sorry

/-- A Fibonacci number divides those at multiples of its place.
topic: chains; difficulty: 5; tags: recursion, divisibility -/
theorem fibo_dvd_mul (m k : Nat) : fibo m ∣ fibo (m * k) := by sorry

/-- The accumulator moves on like Fibonacci numbers.
topic: chains; difficulty: 4; tags: recursion, accumulators -/
theorem fiboFrom_eq (n a b : Nat) : fiboFrom (n + 1) a b = a * fibo n + b * fibo (n + 1) := by sorry

/-- Computed with an accumulator, it is the Fibonacci number.
topic: chains; difficulty: 4; tags: recursion, accumulators -/
theorem fiboFrom_fibo (n : Nat) : fiboFrom n 0 1 = fibo n := by sorry
