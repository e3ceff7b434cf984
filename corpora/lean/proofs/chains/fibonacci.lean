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

theorem fiboSum_succ (n : Nat) : fiboSum n + 1 = fibo (n + 2) := by
  induction n with
  | zero => rfl
  | succ n ih => simp only [fiboSum, fibo] at *; omega

theorem fibo_add (m n : Nat) : fibo (m + n + 1) = fibo m * fibo n + fibo (m + 1) * fibo (n + 1) := by
  induction m generalizing n with
  | zero => simp [fibo]
  | succ m ih =>
    have h := ih (n + 1)
    rw [show m + 1 + n + 1 = m + (n + 1) + 1 by omega, h]
    simp only [fibo]
    grind

theorem fibo_double_succ (n : Nat) :
    fibo (2 * n + 1) = fibo n * fibo n + fibo (n + 1) * fibo (n + 1) := by
  rw [Nat.two_mul, fibo_add]

theorem fibo_dvd_mul (m k : Nat) : fibo m ∣ fibo (m * k) := by
  induction k with
  | zero => simp [fibo]
  | succ k ih =>
    match m with
    | 0 => simp [fibo]
    | m + 1 =>
      rw [show (m + 1) * (k + 1) = (m + 1) * k + m + 1 by rw [Nat.mul_add]; omega, fibo_add]
      exact Nat.dvd_add (Nat.dvd_trans ih (Nat.dvd_mul_right _ _)) (Nat.dvd_mul_left _ _)

theorem fiboFrom_eq (n a b : Nat) : fiboFrom (n + 1) a b = a * fibo n + b * fibo (n + 1) := by
  induction n generalizing a b with
  | zero => simp [fiboFrom, fibo]
  | succ n ih => rw [fiboFrom, ih]; simp only [fibo]; grind

theorem fiboFrom_fibo (n : Nat) : fiboFrom n 0 1 = fibo n := by
  match n with
  | 0 => rfl
  | n + 1 => simp [fiboFrom_eq]
