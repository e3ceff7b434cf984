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

theorem two_mul_sumTo (n : Nat) : 2 * sumTo n = n * (n + 1) := by
  induction n with
  | zero => rfl
  | succ n ih => grind [sumTo]

theorem sumTo_hundred : sumTo 100 = 5050 := by
  decide

theorem sumOdd_eq_sq (n : Nat) : sumOdd n = n ^ 2 := by
  induction n with
  | zero => rfl
  | succ n ih => grind [sumOdd]

theorem six_mul_sumSq (n : Nat) : 6 * sumSq n = n * (n + 1) * (2 * n + 1) := by
  induction n with
  | zero => rfl
  | succ n ih => grind [sumSq]

theorem sumCube_eq_sq (n : Nat) : sumCube n = sumTo n ^ 2 := by
  have key : ∀ n, 2 * sumTo n = n * (n + 1) := by
    intro n
    induction n with
    | zero => rfl
    | succ n ih => grind [sumTo]
  induction n with
  | zero => rfl
  | succ n ih => have := key n; grind [sumTo, sumCube]

theorem sumPow_add_one (n : Nat) : sumPow n + 1 = 2 ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => simp only [sumPow]; omega

theorem fact_pos (n : Nat) : 0 < fact n := by
  induction n with
  | zero => decide
  | succ n ih => exact Nat.mul_pos (Nat.succ_pos n) ih

theorem fact_six : fact 6 = 720 := by
  rfl

theorem le_fact (n : Nat) : n ≤ fact n := by
  have pos : ∀ n, 0 < fact n := by
    intro n
    induction n with
    | zero => decide
    | succ n ih => exact Nat.mul_pos (Nat.succ_pos n) ih
  cases n with
  | zero => decide
  | succ n => exact Nat.le_mul_of_pos_right (n + 1) (pos n)

theorem two_pow_le_fact (n : Nat) : 2 ^ n ≤ fact (n + 1) := by
  induction n with
  | zero => decide
  | succ n ih =>
    have h : 2 * 2 ^ n ≤ (n + 2) * fact (n + 1) := Nat.mul_le_mul (by omega) ih
    rw [Nat.pow_succ, Nat.mul_comm]
    exact h

theorem dvd_fact (n k : Nat) (h₀ : 0 < k) (h : k ≤ n) : k ∣ fact n := by
  induction n with
  | zero => omega
  | succ n ih =>
    by_cases hk : k = n + 1
    · subst hk; exact Nat.dvd_mul_right _ _
    · exact Nat.dvd_trans (ih (by omega)) (Nat.dvd_mul_left _ _)

theorem hanoi_moves (n : Nat) : hanoi n + 1 = 2 ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => simp only [hanoi]; omega

theorem doubling_closed (n : Nat) : doubling n = 2 ^ (n + 1) - 1 := by
  induction n with
  | zero => rfl
  | succ n ih => grind [doubling]

theorem fib_ten : fib 10 = 55 := by
  rfl

theorem sumFib_add_one (n : Nat) : sumFib n + 1 = fib (n + 1) := by
  induction n with
  | zero => rfl
  | succ n ih => grind [sumFib, fib]

theorem fib_le_succ (n : Nat) : fib n ≤ fib (n + 1) := by
  cases n with
  | zero => decide
  | succ n => simp only [fib]; omega

theorem fib_succ_pos (n : Nat) : 0 < fib (n + 1) := by
  induction n with
  | zero => decide
  | succ n ih => simp only [fib]; omega

theorem fib_lt_two_pow (n : Nat) : fib n < 2 ^ n := by
  have h : fib n < 2 ^ n ∧ fib (n + 1) < 2 ^ (n + 1) := by
    induction n with
    | zero => decide
    | succ n ih =>
      refine ⟨ih.2, ?_⟩
      simp only [fib]
      omega
  exact h.1

theorem fib_three_mul_even (n : Nat) : fib (3 * n) % 2 = 0 := by
  induction n with
  | zero => rfl
  | succ n ih =>
    rw [show 3 * (n + 1) = 3 * n + 1 + 1 + 1 by omega]
    simp only [fib]
    omega

theorem cassini (n : Nat) :
    (fib (n + 1) : Int) ^ 2 - fib n * fib (n + 1) - (fib n : Int) ^ 2 = (-1) ^ n := by
  induction n with
  | zero => rfl
  | succ n ih =>
    simp only [fib, Int.natCast_add, Int.pow_succ] at *
    grind

theorem fib_add (m n : Nat) : fib (m + n + 1) = fib m * fib n + fib (m + 1) * fib (n + 1) := by
  induction n generalizing m with
  | zero => simp [fib]
  | succ n ih =>
    have h := ih (m + 1)
    rw [show m + (n + 1) + 1 = m + 1 + n + 1 by omega, h]
    simp only [fib]
    grind

theorem arithmetic_sequence (a : Nat → Nat) (h₀ : a 0 = 2) (h : ∀ n, a (n + 1) = a n + 3) (n : Nat) :
    a n = 3 * n + 2 := by
  induction n with
  | zero => exact h₀
  | succ n ih => rw [h, ih]; omega

theorem geometric_sequence (a : Nat → Int) (h : ∀ n, a (n + 1) = 3 * a n) (n : Nat) :
    a n = a 0 * 3 ^ n := by
  induction n with
  | zero => simp
  | succ n ih => grind

theorem squaring_sequence_pos (a : Nat → Nat) (h₀ : a 0 = 1) (h : ∀ n, a (n + 1) = a n ^ 2 + a n) (n : Nat) :
    0 < a n := by
  induction n with
  | zero => omega
  | succ n ih => rw [h]; omega

theorem period_two (a : Nat → Nat) (h : ∀ n, a (n + 2) = a n) (n : Nat) : a (2 * n) = a 0 := by
  induction n with
  | zero => rfl
  | succ n ih => rw [show 2 * (n + 1) = 2 * n + 2 by omega, h, ih]

theorem second_difference_zero (a : Nat → Int) (h₀ : a 0 = 0) (h₁ : a 1 = 1)
    (h : ∀ n, a (n + 2) = 2 * a (n + 1) - a n) (n : Nat) : a n = n := by
  have key : a n = n ∧ a (n + 1) = n + 1 := by
    induction n with
    | zero => simp [h₀, h₁]
    | succ n ih => refine ⟨by simp [ih.2], ?_⟩; rw [h, ih.1, ih.2]; simp; omega
  exact key.1
