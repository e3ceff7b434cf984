/-- Powers, by multiplying from the left. -/
def power (b : Nat) : Nat → Nat
  | 0 => 1
  | n + 1 => b * power b n

/-- Powers with an accumulator. -/
def powerOnto (b : Nat) : Nat → Nat → Nat
  | 0, acc => acc
  | n + 1, acc => powerOnto b n (acc * b)

/-- The sum of the powers below n. -/
def powerSum (b : Nat) : Nat → Nat
  | 0 => 0
  | n + 1 => powerSum b n + power b n

theorem power_add (b m n : Nat) : power b (m + n) = power b m * power b n := by
  induction m with
  | zero => simp [power]
  | succ m ih => rw [show m + 1 + n = (m + n) + 1 by omega]; simp only [power, ih, Nat.mul_assoc]

theorem power_mul (b m n : Nat) : power b (m * n) = power (power b m) n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [Nat.mul_succ, Nat.add_comm, power_add, ih]; rfl

theorem power_power_comm (b m n : Nat) : power (power b m) n = power (power b n) m := by
  rw [← power_mul, ← power_mul, Nat.mul_comm]

theorem powerOnto_eq (b n acc : Nat) : powerOnto b n acc = acc * power b n := by
  induction n generalizing acc with
  | zero => simp [powerOnto, power]
  | succ n ih => simp only [powerOnto, power, ih, Nat.mul_assoc]

theorem powerOnto_add (b m n : Nat) : powerOnto b (m + n) 1 = powerOnto b m (powerOnto b n 1) := by
  simp only [powerOnto_eq, power_add, Nat.one_mul]
  rw [Nat.mul_comm]

theorem powerSum_closed (b n : Nat) : b * powerSum (b + 1) n + 1 = power (b + 1) n := by
  induction n with
  | zero => rfl
  | succ n ih => simp only [powerSum, power, Nat.mul_add]; grind

theorem dvd_power_pred (b n : Nat) : b ∣ power (b + 1) n - 1 := by
  rw [← powerSum_closed, Nat.add_sub_cancel]
  exact Nat.dvd_mul_right _ _
