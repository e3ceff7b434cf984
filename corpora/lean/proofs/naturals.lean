theorem add_three_sub (a b : Nat) (h : a + 3 = b) : b - 3 = a := by
  omega

theorem max_add_min_eq_add (a b : Nat) : max a b + min a b = a + b := by
  omega

theorem three_five_pos_ne_one (a b : Nat) (ha : 0 < a) (hb : 0 < b) : 3 * a + 5 * b ≠ 1 := by
  omega

theorem sum_seven_diff_three (a b : Nat) (h₁ : a + b = 7) (h₂ : a - b = 3) : a = 5 := by
  omega

theorem two_pow_twenty_bounds : 10 ^ 6 ≤ 2 ^ 20 ∧ 2 ^ 20 < 10 ^ 7 := by
  decide

theorem double_or_succ_double (n : Nat) : ∃ k, n = 2 * k ∨ n = 2 * k + 1 := by
  refine ⟨n / 2, ?_⟩
  omega

theorem lt_two_pow_of_nat (n : Nat) : n < 2 ^ n := by
  induction n with
  | zero => decide
  | succ n ih => omega

theorem coins_three_five (n : Nat) (h : 8 ≤ n) : ∃ a b, 3 * a + 5 * b = n := by
  have h3 : n % 3 = 0 ∨ n % 3 = 1 ∨ n % 3 = 2 := by omega
  rcases h3 with h3 | h3 | h3
  · exact ⟨n / 3, 0, by omega⟩
  · exact ⟨(n - 10) / 3, 2, by omega⟩
  · exact ⟨(n - 5) / 3, 1, by omega⟩

theorem sq_le_two_pow (k : Nat) : (k + 4) ^ 2 ≤ 2 ^ (k + 4) := by
  induction k with
  | zero => decide
  | succ k ih => grind

theorem eq_of_sq_eq (a b : Nat) (h : a * a = b * b) : a = b := by
  exact Nat.mul_self_inj.mp h

theorem between_powers_of_two (n : Nat) (h : 0 < n) : ∃ k, 2 ^ k ≤ n ∧ n < 2 ^ (k + 1) := by
  exact ⟨n.log2, Nat.log2_self_le (by omega), Nat.lt_log2_self⟩

theorem multiples_unbounded (a b : Nat) (h : 0 < b) : ∃ n, a < n * b := by
  refine ⟨a + 1, ?_⟩
  exact Nat.le_mul_of_pos_right (a + 1) h

theorem quotient_unique (d q₁ q₂ r₁ r₂ : Nat) (h₁ : r₁ < d) (h₂ : r₂ < d)
    (h : d * q₁ + r₁ = d * q₂ + r₂) : q₁ = q₂ := by
  have hd : 0 < d := by omega
  have e₁ : (d * q₁ + r₁) / d = q₁ := by
    rw [Nat.mul_add_div hd, Nat.div_eq_of_lt h₁]; rfl
  have e₂ : (d * q₂ + r₂) / d = q₂ := by
    rw [Nat.mul_add_div hd, Nat.div_eq_of_lt h₂]; rfl
  rw [← e₁, ← e₂, h]

theorem mul_succ_even (n : Nat) : ∃ k, n * (n + 1) = 2 * k := by
  induction n with
  | zero => exact ⟨0, rfl⟩
  | succ n ih =>
    obtain ⟨k, hk⟩ := ih
    exact ⟨k + n + 1, by grind⟩

theorem both_zero_of_sq_add_sq (a b : Nat) (h : a * a + b * b = 0) : a = 0 ∧ b = 0 := by
  have := Nat.mul_eq_zero.mp (Nat.eq_zero_of_add_eq_zero h).1
  have := Nat.mul_eq_zero.mp (Nat.eq_zero_of_add_eq_zero h).2
  omega

theorem no_nat_sq_two : ¬ ∃ n : Nat, n * n = 2 := by
  intro ⟨n, h⟩
  have h₂ : n < 2 := by
    apply Decidable.byContradiction
    intro h₂
    have := Nat.mul_le_mul (Nat.le_of_not_lt h₂) (Nat.le_of_not_lt h₂)
    omega
  match n with
  | 0 => omega
  | 1 => omega

theorem between_squares (n : Nat) : ∃ r, r * r ≤ n ∧ n < (r + 1) * (r + 1) := by
  induction n with
  | zero => exact ⟨0, by decide⟩
  | succ n ih =>
    obtain ⟨r, h₁, h₂⟩ := ih
    by_cases h : n + 1 < (r + 1) * (r + 1)
    · exact ⟨r, by omega, h⟩
    · exact ⟨r + 1, by omega, by grind⟩

theorem least_witness (p : Nat → Prop) (n : Nat) (h : p n) : ∃ m, p m ∧ ∀ k, k < m → ¬ p k := by
  induction n using Nat.strongRecOn with
  | ind n ih =>
    by_cases hk : ∃ k, k < n ∧ p k
    · obtain ⟨k, hlt, hpk⟩ := hk
      exact ih k hlt hpk
    · exact ⟨n, h, fun k hlt hpk => hk ⟨k, hlt, hpk⟩⟩

theorem mono_of_step (f : Nat → Nat) (h : ∀ n, f n ≤ f (n + 1)) (m k : Nat) : f m ≤ f (m + k) := by
  induction k with
  | zero => exact Nat.le_refl _
  | succ k ih => exact Nat.le_trans ih (h _)

theorem le_of_strict_growth (f : Nat → Nat) (h : ∀ n, f n < f (n + 1)) (n : Nat) : n ≤ f n := by
  induction n with
  | zero => exact Nat.zero_le _
  | succ n ih => grind

theorem pred_mul_succ (n : Nat) : (n - 1) * (n + 1) = n * n - 1 := by
  cases n with
  | zero => rfl
  | succ n => grind

theorem lt_self_mul_self (n : Nat) (h : 1 < n) : n < n * n := by
  exact Nat.lt_mul_self_iff.mpr h

theorem pow_exponent_unique (b m n : Nat) (h : 1 < b) (e : b ^ m = b ^ n) : m = n := by
  exact (Nat.pow_right_inj h).mp e

theorem le_all_positive (n : Nat) (h : ∀ m, 0 < m → n ≤ m) : n = 0 ∨ n = 1 := by
  have := h 1
  omega
