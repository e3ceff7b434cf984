/-- A natural number other than 0 and 1 with no divisors but 1 and itself. -/
def IsPrime (p : Nat) : Prop := 2 ≤ p ∧ ∀ d, d ∣ p → d = 1 ∨ d = p

theorem digit_sum_mod_nine (a b : Nat) : (10 * a + b) % 9 = (a + b) % 9 := by
  omega

theorem units_digit_sum : (29 * 79 + 31 * 81) % 10 = 2 := by
  decide

theorem two_pow_hundred_mod_seven : 2 ^ 100 % 7 = 2 := by
  decide

theorem dvd_four_and_nine (n : Nat) (h₁ : 4 ∣ n) (h₂ : 9 ∣ n) : 36 ∣ n := by
  omega

theorem chinese_three_five (n : Nat) (h₁ : n % 3 = 2) (h₂ : n % 5 = 3) : n % 15 = 8 := by
  omega

theorem gcd_180_168 : Nat.gcd 180 168 = 12 := by
  decide

theorem coprime_olympiad (n d : Nat) (h₁ : d ∣ 21 * n + 4) (h₂ : d ∣ 14 * n + 3) : d = 1 := by
  have h3 : d ∣ 2 * (21 * n + 4) := Nat.dvd_trans h₁ (Nat.dvd_mul_left _ _)
  have h4 : d ∣ 3 * (14 * n + 3) := Nat.dvd_trans h₂ (Nat.dvd_mul_left _ _)
  have h5 := Nat.dvd_sub h4 h3
  have h6 : 3 * (14 * n + 3) - 2 * (21 * n + 4) = 1 := by omega
  rw [h6] at h5
  exact Nat.dvd_one.mp h5

theorem nat_sq_mod_four (n : Nat) : n * n % 4 = 0 ∨ n * n % 4 = 1 := by
  have h : n % 4 = 0 ∨ n % 4 = 1 ∨ n % 4 = 2 ∨ n % 4 = 3 := by omega
  rcases h with h | h | h | h <;> simp [Nat.mul_mod, h]

theorem odd_sq_mod_eight (n : Nat) (h : n % 2 = 1) : n * n % 8 = 1 := by
  have h8 : n % 8 = 1 ∨ n % 8 = 3 ∨ n % 8 = 5 ∨ n % 8 = 7 := by omega
  rcases h8 with h8 | h8 | h8 | h8 <;> simp [Nat.mul_mod, h8]

theorem three_dvd_four_pow_sub_one (n : Nat) : 3 ∣ 4 ^ n - 1 := by
  induction n with
  | zero => decide
  | succ n ih =>
    have : 0 < 4 ^ n := Nat.pow_pos (by decide)
    omega

theorem eight_pow_mod_seven (n : Nat) : 8 ^ n % 7 = 1 := by
  induction n with
  | zero => rfl
  | succ n ih => omega

theorem ten_pow_mod_nine (n : Nat) : 10 ^ n % 9 = 1 := by
  simp [Nat.pow_mod]

theorem six_dvd_three_in_a_row (n : Nat) : 6 ∣ n * (n + 1) * (n + 2) := by
  apply Nat.dvd_of_mod_eq_zero
  have h : n % 6 = 0 ∨ n % 6 = 1 ∨ n % 6 = 2 ∨ n % 6 = 3 ∨ n % 6 = 4 ∨ n % 6 = 5 := by omega
  rcases h with h | h | h | h | h | h <;> simp [Nat.mul_mod, Nat.add_mod, h]

theorem three_dvd_cube_add_double (n : Nat) : 3 ∣ n ^ 3 + 2 * n := by
  induction n with
  | zero => decide
  | succ n ih =>
    have : (n + 1) ^ 3 + 2 * (n + 1) = n ^ 3 + 2 * n + 3 * (n * n + n + 1) := by grind
    omega

theorem fermat_five (n : Int) : (n ^ 5 - n) % 5 = 0 := by
  have h : n % 5 = 0 ∨ n % 5 = 1 ∨ n % 5 = 2 ∨ n % 5 = 3 ∨ n % 5 = 4 := by omega
  rcases h with h | h | h | h | h <;> simp [Int.sub_emod, Int.pow_succ, Int.mul_emod, h]

theorem nat_dvd_antisymm (m n : Nat) (h₁ : m ∣ n) (h₂ : n ∣ m) : m = n := by
  exact Nat.dvd_antisymm h₁ h₂

theorem dvd_three_five (d a b : Nat) (h₁ : d ∣ a) (h₂ : d ∣ b) : d ∣ 3 * a + 5 * b := by
  apply Nat.dvd_add
  · exact Nat.dvd_trans h₁ (Nat.dvd_mul_left a 3)
  · exact Nat.dvd_trans h₂ (Nat.dvd_mul_left b 5)

theorem sq_dvd_sq (a b : Nat) (h : a ∣ b) : a ^ 2 ∣ b ^ 2 := by
  obtain ⟨k, rfl⟩ := h
  exact ⟨k ^ 2, by grind⟩

theorem zero_of_succ_dvd (n : Nat) (h : (n + 1) ∣ n) : n = 0 := by
  apply Decidable.byContradiction
  intro hn
  have := Nat.le_of_dvd (by omega) h
  omega

theorem neighbours_coprime (n d : Nat) (h₁ : d ∣ n) (h₂ : d ∣ n + 1) : d = 1 := by
  have h := (Nat.dvd_add_right h₁).mp h₂
  exact Nat.dvd_one.mp h

theorem five_in_a_row (n : Int) : 5 ∣ n + (n + 1) + (n + 2) + (n + 3) + (n + 4) := by
  omega

theorem odd_add_odd (a b : Nat) (ha : ∃ k, a = 2 * k + 1) (hb : ∃ k, b = 2 * k + 1) :
    ∃ k, a + b = 2 * k := by
  exact ⟨(a + b) / 2, by omega⟩

theorem odd_mul_odd (a b : Nat) (ha : ∃ k, a = 2 * k + 1) (hb : ∃ k, b = 2 * k + 1) :
    ∃ k, a * b = 2 * k + 1 := by
  obtain ⟨j, rfl⟩ := ha
  obtain ⟨k, rfl⟩ := hb
  exact ⟨2 * j * k + j + k, by grind⟩

theorem even_of_sq_even (n : Nat) (h : n * n % 2 = 0) : n % 2 = 0 := by
  have h2 : n % 2 = 0 ∨ n % 2 = 1 := by omega
  rcases h2 with h2 | h2
  · exact h2
  · simp [Nat.mul_mod, h2] at h

theorem no_sq_three_mul_sq_add_two (a b : Nat) : a * a ≠ 3 * (b * b) + 2 := by
  intro h
  have h1 : a * a % 3 = 2 := by omega
  have h2 : a % 3 = 0 ∨ a % 3 = 1 ∨ a % 3 = 2 := by omega
  rcases h2 with h2 | h2 | h2 <;> simp [Nat.mul_mod, h2] at h1

theorem mod_add_same (a b c m : Nat) (h : a % m = b % m) : (a + c) % m = (b + c) % m := by
  rw [Nat.add_mod, h, ← Nat.add_mod]

theorem mod_mul_same (a b c m : Nat) (h : a % m = b % m) : (c * a) % m = (c * b) % m := by
  rw [Nat.mul_mod, h, ← Nat.mul_mod]

theorem mod_sq_same (a b m : Nat) (h : a % m = b % m) : (a * a) % m = (b * b) % m := by
  rw [Nat.mul_mod, h, ← Nat.mul_mod]

theorem seven_prime : IsPrime 7 := by
  refine ⟨by decide, ?_⟩
  intro d h
  have hd : d ≤ 7 := Nat.le_of_dvd (by decide) h
  have key : ∀ d, d ≤ 7 → d ∣ 7 → d = 1 ∨ d = 7 := by decide
  exact key d hd h

theorem even_prime (p : Nat) (hp : IsPrime p) (h : 2 ∣ p) : p = 2 := by
  have := hp.2 2 h
  omega

theorem primes_not_dvd (p q : Nat) (hp : IsPrime p) (hq : IsPrime q) (h : p ≠ q) : ¬ p ∣ q := by
  intro hd
  have h1 := hq.2 p hd
  have h2 := hp.1
  omega

theorem exists_prime_divisor (n : Nat) (h : 2 ≤ n) : ∃ p, IsPrime p ∧ p ∣ n := by
  induction n using Nat.strongRecOn with
  | ind n ih =>
    by_cases hp : ∀ d, d ∣ n → d = 1 ∨ d = n
    · exact ⟨n, ⟨h, hp⟩, Nat.dvd_refl n⟩
    · simp only [Classical.not_forall] at hp
      obtain ⟨d, hd, hne⟩ := hp
      have hle := Nat.le_of_dvd (by omega) hd
      have hpos := Nat.pos_of_dvd_of_pos hd (by omega)
      obtain ⟨p, hp, hpd⟩ := ih d (by omega) (by omega)
      exact ⟨p, hp, Nat.dvd_trans hpd hd⟩
