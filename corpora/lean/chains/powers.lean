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

/-- A power of a sum is a product of powers.
topic: chains; difficulty: 2; tags: powers -/
theorem power_add (b m n : Nat) : power b (m + n) = power b m * power b n := by sorry

/-- A power of a product is a power of a power.
topic: chains; difficulty: 3; tags: powers -/
theorem power_mul (b m n : Nat) : power b (m * n) = power (power b m) n := by sorry

/-- Powers of powers commute.
topic: chains; difficulty: 4; tags: powers -/
theorem power_power_comm (b m n : Nat) : power (power b m) n = power (power b n) m := by sorry

/-- Powers with an accumulator are powers.
topic: chains; difficulty: 3; tags: powers, accumulators -/
theorem powerOnto_eq (b n acc : Nat) : powerOnto b n acc = acc * power b n := by sorry

/-- With an accumulator, the power of a sum is got in two stages.
topic: chains; difficulty: 4; tags: powers, accumulators -/
theorem powerOnto_add (b m n : Nat) : powerOnto b (m + n) 1 = powerOnto b m (powerOnto b n 1) := by sorry

/-- The geometric sum.
topic: chains; difficulty: 4; tags: powers, sums -/
theorem powerSum_closed (b n : Nat) : b * powerSum (b + 1) n + 1 = power (b + 1) n := by sorry

/-- One less than the base divides one less than the power.
topic: chains; difficulty: 4; tags: powers, divisibility -/
theorem dvd_power_pred (b n : Nat) : b ∣ power (b + 1) n - 1 := by sorry
