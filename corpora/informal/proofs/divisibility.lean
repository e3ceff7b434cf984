namespace three_consecutive_product

theorem reference (n : Nat) : 6 ∣ n * (n + 1) * (n + 2) := by
  have h : n % 6 = 0 ∨ n % 6 = 1 ∨ n % 6 = 2 ∨ n % 6 = 3 ∨ n % 6 = 4 ∨ n % 6 = 5 := by omega
  rcases h with h | h | h | h | h | h <;> simp [Nat.dvd_iff_mod_eq_zero, Nat.mul_mod, Nat.add_mod, h]

theorem right_1 : ∀ n : Nat, ∃ k : Nat, n * (n + 1) * (n + 2) = 6 * k := by
  exact fun n => reference n

theorem right_2 (n : Nat) : (n + 2) * (n + 1) * n % 6 = 0 := by
  have := reference n
  have e : (n + 2) * (n + 1) * n = n * (n + 1) * (n + 2) := by grind
  omega

theorem wrong_1_is_false : ¬ (∀ (n : Nat), n * (n + 1) * (n + 2) ∣ 6) := by
  intro h
  exact absurd (h 2) (by decide)

theorem wrong_2_is_false : ¬ (∀ (n : Nat), 6 ∣ n * (n + 1) * (n + 3)) := by
  intro h
  exact absurd (h 1) (by decide)

theorem wrong_3_is_false : ¬ (∀ (n : Nat), 6 ∣ n * n + 1 * n + 2) := by
  intro h
  exact absurd (h 0) (by decide)

end three_consecutive_product

namespace divides_the_sum

theorem reference (d a b : Nat) (ha : d ∣ a) (hb : d ∣ b) : d ∣ a + b := by
  exact Nat.dvd_add ha hb

theorem right_1 : ∀ d a b : Nat, (∃ k, a = d * k) ∧ (∃ l, b = d * l) → ∃ m, a + b = d * m := by
  exact fun d a b h => Nat.dvd_add h.1 h.2

theorem wrong_1_is_false : ¬ (∀ (d a b : Nat) (h : d ∣ a ∨ d ∣ b), d ∣ a + b) := by
  intro h
  exact absurd (h 2 2 1 (by decide)) (by decide)

theorem wrong_2_is_false : ¬ (∀ (d a b : Nat) (h : d ∣ a + b), d ∣ a ∧ d ∣ b) := by
  intro h
  exact absurd (h 2 1 1 (by decide)) (by decide)

theorem wrong_3_holds (d a b : Nat) (ha : d ∣ a) (hb : d ∣ b) : d ∣ a * b := by
  exact Nat.dvd_mul_right_of_dvd ha b

end divides_the_sum

namespace no_square_ends_in_two

theorem reference (n : Nat) : n ^ 2 % 10 ≠ 2 := by
  have key : ∀ r : Nat, r < 10 → r ^ 2 % 10 ≠ 2 := by decide
  rw [Nat.pow_mod]
  exact key _ (Nat.mod_lt n (by decide))

theorem right_1 : ¬ ∃ n q : Nat, n * n = 10 * q + 2 := by
  intro ⟨n, q, h⟩
  have h₁ := reference n
  have h₂ : n ^ 2 = n * n := by grind
  omega

theorem wrong_1_holds (n : Nat) : n ^ (2 % 10) ≠ 2 := by
  have h : n ^ (2 % 10) = n * n := by simp [Nat.pow_succ]
  rw [h]
  rcases n with _ | _ | n <;> grind

theorem wrong_2_holds (n : Nat) : n ^ 2 % 10 ≠ 12 := by
  omega

theorem wrong_3_is_false : ¬ (∀ (n : Nat), n ^ 2 % 10 ≠ 6) := by
  intro h
  exact absurd (h 4) (by decide)

end no_square_ends_in_two

namespace odd_square_mod_eight

theorem reference (n : Int) (h : n % 2 = 1) : n ^ 2 % 8 = 1 := by
  have h8 : n % 8 = 1 ∨ n % 8 = 3 ∨ n % 8 = 5 ∨ n % 8 = 7 := by omega
  rcases h8 with h8 | h8 | h8 | h8 <;> simp [Int.pow_succ, Int.mul_emod, h8]

theorem right_1 : ∀ n : Int, (∃ k : Int, n = 2 * k + 1) → 8 ∣ n * n - 1 := by
  intro n ⟨k, hk⟩
  have h₁ := reference n (by omega)
  have h₂ : n ^ 2 = n * n := by grind
  omega

theorem right_2 : ∀ n : Int, ¬ (2 ∣ n) → ∃ q : Int, n ^ 2 = 8 * q + 1 := by
  intro n h
  have := reference n (by omega)
  exact ⟨n ^ 2 / 8, by omega⟩

theorem wrong_1_is_vacuous (n : Int) (h : n % 2 = -1) : False := by
  omega

theorem wrong_2_is_false : ¬ (∀ (n : Int), n ^ 2 % 8 = 1) := by
  intro h
  exact absurd (h 0) (by decide)

theorem wrong_3_is_false : ¬ (∀ (n : Int) (h : n % 2 = 1), n ^ 2 % 16 = 1) := by
  intro h
  exact absurd (h 3 (by decide)) (by decide)

end odd_square_mod_eight

namespace basket_of_eggs

theorem reference (n : Nat) (h : n < 100) (h₃ : n % 3 = 2) (h₅ : n % 5 = 3) (h₇ : n % 7 = 2) : n = 23 := by
  omega

theorem right_1 :
    ∀ eggs : Nat, (∃ a, eggs = 3 * a + 2) → (∃ b, eggs = 5 * b + 3) → (∃ c, eggs = 7 * c + 2) → eggs ≤ 99 → eggs = 23 := by
  intro n ⟨a, ha⟩ ⟨b, hb⟩ ⟨c, hc⟩ h
  omega

theorem wrong_1_is_false : ¬ (∀ (n : Nat) (h₃ : n % 3 = 2) (h₅ : n % 5 = 3) (h₇ : n % 7 = 2), n = 23) := by
  intro h
  exact absurd (h 128 (by decide) (by decide) (by decide)) (by decide)

theorem wrong_2_is_vacuous (n : Nat) (h : n < 100) (h₃ : 3 % n = 2) (h₅ : 5 % n = 3) (h₇ : 7 % n = 2) : False := by
  have : n = 0 ∨ n = 1 ∨ n = 2 ∨ n = 3 ∨ 3 < n := by omega
  rcases this with rfl | rfl | rfl | rfl | hn
  · simp at h₃
  · simp at h₃
  · simp at h₃
  · simp at h₃
  · rw [Nat.mod_eq_of_lt hn] at h₃
    omega

theorem wrong_3_is_false :
    ¬ (∀ (n : Nat) (h : n < 100) (h₃ : n % 3 = 2) (h₅ : n % 5 = 3) (h₇ : n % 7 = 4), n = 23) := by
  intro h
  exact absurd (h 53 (by decide) (by decide) (by decide) (by decide)) (by decide)

end basket_of_eggs

namespace neighbours_are_coprime

theorem reference (n d : Nat) (h₁ : d ∣ n) (h₂ : d ∣ n + 1) : d = 1 := by
  exact Nat.dvd_one.mp ((Nat.dvd_add_right h₁).mp h₂)

theorem right_1 : ∀ n d : Nat, d ∣ n ∧ d ∣ n + 1 → d ∣ 1 := by
  exact fun n d h => (Nat.dvd_add_right h.1).mp h.2

theorem right_2 (n d : Nat) (h₁ : n % d = 0) (h₂ : (n + 1) % d = 0) : d = 1 := by
  exact reference n d (Nat.dvd_of_mod_eq_zero h₁) (Nat.dvd_of_mod_eq_zero h₂)

theorem wrong_1_is_vacuous (n d : Nat) (hd : 1 < d) (h₁ : d ∣ n) (h₂ : d ∣ n + 1) : False := by
  have := Nat.dvd_one.mp ((Nat.dvd_add_right h₁).mp h₂)
  omega

theorem wrong_2_is_false : ¬ (∀ (n d : Nat) (h₁ : d ∣ n) (h₂ : d ∣ n + 2), d = 1) := by
  intro h
  exact absurd (h 0 2 (by decide) (by decide)) (by decide)

theorem wrong_3_is_false : ¬ (∀ (n d : Nat) (h : d ∣ n ∨ d ∣ n + 1), d = 1) := by
  intro h
  exact absurd (h 2 2 (by decide)) (by decide)

end neighbours_are_coprime

namespace gcd_times_lcm

theorem reference (a b : Nat) : Nat.gcd a b * Nat.lcm a b = a * b := by
  exact Nat.gcd_mul_lcm a b

theorem right_1 : ∀ b a : Nat, a * b = Nat.lcm a b * Nat.gcd a b := by
  exact fun b a => by rw [Nat.mul_comm (Nat.lcm a b), Nat.gcd_mul_lcm]

theorem wrong_1_is_false : ¬ (∀ (a b : Nat), Nat.gcd a b + Nat.lcm a b = a + b) := by
  intro h
  exact absurd (h 2 3) (by decide)

theorem wrong_2_is_false : ¬ (∀ (a b g l : Nat) (hg : g ∣ a ∧ g ∣ b) (hl : a ∣ l ∧ b ∣ l), g * l = a * b) := by
  intro h
  exact absurd (h 1 1 1 2 (by decide) (by decide)) (by decide)

theorem wrong_3_holds (a b : Nat) : Nat.gcd a b * Nat.lcm a b ∣ a * b := by
  exact ⟨1, by rw [Nat.gcd_mul_lcm, Nat.mul_one]⟩

end gcd_times_lcm

namespace only_even_prime

def prime (p : Nat) : Prop := 2 ≤ p ∧ ∀ d : Nat, d ∣ p → d = 1 ∨ d = p

theorem reference (p : Nat) (hp : prime p) (h : 2 ∣ p) : p = 2 := by
  have := hp.2 2 h
  omega

theorem right_1 : ∀ p : Nat, prime p ∧ p % 2 = 0 → p = 2 := by
  exact fun p h => reference p h.1 (by omega)

theorem wrong_1_holds (p : Nat) (h : p = 2) : prime p ∧ 2 ∣ p := by
  subst h
  refine ⟨⟨by decide, fun d hd => ?_⟩, by decide⟩
  have := Nat.le_of_dvd (by decide) hd
  have : d ≠ 0 := fun h => by subst h; exact absurd hd (by decide)
  omega

theorem wrong_2_is_false : ¬ (∀ (p : Nat) (hp : prime p), p = 2) := by
  intro h
  refine absurd (h 3 ⟨by decide, fun d hd => ?_⟩) (by decide)
  have key : ∀ d : Nat, d < 4 → d ∣ 3 → d = 1 ∨ d = 3 := by decide
  exact key d (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) hd)) hd

theorem wrong_3_is_vacuous (p : Nat) (hp : prime p) (h : 2 ∣ p) (h₂ : 2 < p) : False := by
  have := hp.2 2 h
  omega

end only_even_prime

namespace primes_mod_six

def prime (p : Nat) : Prop := 2 ≤ p ∧ ∀ d : Nat, d ∣ p → d = 1 ∨ d = p

theorem reference (p : Nat) (hp : prime p) (h : 3 < p) : p % 6 = 1 ∨ p % 6 = 5 := by
  have h₂ : ¬ 2 ∣ p := fun k => by have := hp.2 2 k; omega
  have h₃ : ¬ 3 ∣ p := fun k => by have := hp.2 3 k; omega
  omega

theorem right_1 : ∀ p : Nat, 4 ≤ p ∧ prime p → ∃ k : Nat, p = 6 * k + 1 ∨ p = 6 * k + 5 := by
  intro p h
  have := reference p h.2 (by omega)
  exact ⟨p / 6, by omega⟩

theorem wrong_1_is_false : ¬ (∀ (p : Nat) (hp : prime p) (h : 3 ≤ p), p % 6 = 1 ∨ p % 6 = 5) := by
  intro h
  refine absurd (h 3 ⟨by decide, fun d hd => ?_⟩ (by decide)) (by decide)
  have key : ∀ d : Nat, d < 4 → d ∣ 3 → d = 1 ∨ d = 3 := by decide
  exact key d (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) hd)) hd

theorem wrong_2_is_false : ¬ (∀ (p : Nat) (h : 3 < p) (h₆ : p % 6 = 1 ∨ p % 6 = 5), prime p) := by
  intro h
  have := (h 25 (by decide) (by decide)).2 5 (by decide)
  omega

theorem wrong_3_is_vacuous (p : Nat) (hp : prime p) (h : 3 < p) (hd : 2 ∣ p ∨ 3 ∣ p) : False := by
  rcases hd with k | k
  · have := hp.2 2 k; omega
  · have := hp.2 3 k; omega

end primes_mod_six

namespace prime_divisor_exists

def prime (p : Nat) : Prop := 2 ≤ p ∧ ∀ d : Nat, d ∣ p → d = 1 ∨ d = p

theorem reference (n : Nat) (h : 2 ≤ n) : ∃ p : Nat, prime p ∧ p ∣ n := by
  induction n using Nat.strongRecOn with
  | ind n ih =>
    by_cases hn : prime n
    · exact ⟨n, hn, Nat.dvd_refl n⟩
    · have : ∃ d, d ∣ n ∧ d ≠ 1 ∧ d ≠ n := by
        apply Classical.byContradiction
        intro k
        exact hn ⟨h, fun d hd => by
          by_cases h₁ : d = 1
          · exact Or.inl h₁
          · by_cases h₂ : d = n
            · exact Or.inr h₂
            · exact absurd ⟨d, hd, h₁, h₂⟩ k⟩
      obtain ⟨d, hd, h₁, h₂⟩ := this
      have hle := Nat.le_of_dvd (by omega) hd
      have h₀ : d ≠ 0 := fun e => by rw [e, Nat.zero_dvd] at hd; omega
      obtain ⟨p, hp, hpd⟩ := ih d (by omega) (by omega)
      exact ⟨p, hp, Nat.dvd_trans hpd hd⟩

theorem right_1 : ∀ n : Nat, 1 < n → ∃ p k : Nat, prime p ∧ n = p * k := by
  intro n h
  obtain ⟨p, hp, k, hk⟩ := reference n h
  exact ⟨p, k, hp, hk⟩

theorem wrong_1_is_false : ¬ (∀ (n : Nat) (h : 1 ≤ n), ∃ p : Nat, prime p ∧ p ∣ n) := by
  intro h
  obtain ⟨p, hp, hd⟩ := h 1 (by decide)
  have := Nat.dvd_one.mp hd
  have := hp.1
  omega

theorem wrong_2_is_false : ¬ (∃ p : Nat, prime p ∧ ∀ n : Nat, 2 ≤ n → p ∣ n) := by
  intro ⟨p, hp, h⟩
  have := hp.1
  have := Nat.dvd_one.mp ((Nat.dvd_add_right (h p hp.1)).mp (h (p + 1) (by omega)))
  omega

theorem wrong_3_holds (n : Nat) (h : 2 ≤ n) : ∃ p : Nat, p ∣ n := by
  exact ⟨n, Nat.dvd_refl n⟩

end prime_divisor_exists

namespace square_minus_one_not_prime

def prime (p : Nat) : Prop := 2 ≤ p ∧ ∀ d : Nat, d ∣ p → d = 1 ∨ d = p

theorem reference (n : Nat) (h : 3 ≤ n) : ¬ prime (n ^ 2 - 1) := by
  intro hp
  obtain ⟨k, rfl⟩ := Nat.le.dest h
  have e : (3 + k) ^ 2 - 1 = (k + 2) * (k + 4) := by
    have : (3 + k) ^ 2 = (k + 2) * (k + 4) + 1 := by grind
    omega
  rw [e] at hp
  have h₁ := hp.2 (k + 2) ⟨k + 4, rfl⟩
  have h₂ : (k + 2) * (k + 4) = k * k + 6 * k + 8 := by grind
  omega

theorem right_1 : ∀ n : Nat, n > 2 → ∃ d : Nat, d ∣ n * n - 1 ∧ d ≠ 1 ∧ d ≠ n * n - 1 := by
  intro n h
  obtain ⟨k, rfl⟩ : ∃ k, n = k + 3 := ⟨n - 3, by omega⟩
  have e : (k + 3) * (k + 3) = (k + 2) * (k + 4) + 1 := by grind
  have e₂ : (k + 2) * (k + 4) = k * k + 6 * k + 8 := by grind
  exact ⟨k + 2, ⟨k + 4, by omega⟩, by omega, by omega⟩

theorem wrong_1_is_false : ¬ (∀ (n : Nat) (h : 2 ≤ n), ¬ prime (n ^ 2 - 1)) := by
  intro h
  refine absurd ⟨by decide, fun d hd => ?_⟩ (h 2 (by decide))
  have key : ∀ d : Nat, d < 4 → d ∣ 3 → d = 1 ∨ d = 3 := by decide
  exact key d (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) hd)) hd

theorem wrong_2_is_false : ¬ (∀ (n : Nat) (h : 3 ≤ n), ¬ prime (n ^ 2 + 1)) := by
  intro h
  refine absurd ⟨by decide, fun d hd => ?_⟩ (h 4 (by decide))
  have key : ∀ d : Nat, d < 18 → d ∣ 17 → d = 1 ∨ d = 17 := by decide
  exact key d (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) hd)) hd

theorem wrong_3_is_false : ¬ (∀ (n : Nat) (h : 3 ≤ n), ¬ prime (n ^ (2 - 1))) := by
  intro h
  refine absurd ⟨by decide, fun d hd => ?_⟩ (h 3 (by decide))
  have key : ∀ d : Nat, d < 4 → d ∣ 3 → d = 1 ∨ d = 3 := by decide
  exact key d (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) hd)) hd

end square_minus_one_not_prime

namespace two_digits_reversed

theorem reference (a b : Nat) (ha : a ≤ 9) (hb : b ≤ 9) (h : b < a) : 9 ∣ (10 * a + b) - (10 * b + a) := by
  omega

theorem right_1 : ∀ a b : Nat, a < 10 ∧ b < 10 ∧ a > b → ((10 * a + b) - (10 * b + a)) % 9 = 0 := by
  omega

theorem right_2 (a b : Nat) (ha : a < 10) (hb : b < 10) (h : a > b) :
    ∃ k : Nat, 10 * a + b = (10 * b + a) + 9 * k := by
  exact ⟨a - b, by omega⟩

theorem wrong_1_is_vacuous (a b : Nat) (ha : a ≤ 9) (hb : 9 ≤ b) (h : b < a) : False := by
  omega

theorem wrong_2_holds (a b : Nat) (ha : a ≤ 9) (hb : b ≤ 9) (h : a < b) : 9 ∣ (10 * a + b) - (10 * b + a) := by
  omega

theorem wrong_3_is_false :
    ¬ (∀ (a b : Nat) (ha : a ≤ 9) (hb : b ≤ 9) (h : b < a), 11 ∣ (10 * a + b) - (10 * b + a)) := by
  intro h
  exact absurd (h 1 0 (by decide) (by decide) (by decide)) (by decide)

end two_digits_reversed

namespace divisibility_by_three

theorem reference (a b c : Nat) (ha : a ≤ 9) (hb : b ≤ 9) (hc : c ≤ 9) :
    3 ∣ 100 * a + 10 * b + c ↔ 3 ∣ a + b + c := by
  omega

theorem right_1 :
    ∀ a b c : Nat, a < 10 → b < 10 → c < 10 → ((a + b + c) % 3 = 0 ↔ (100 * a + 10 * b + c) % 3 = 0) := by
  omega

theorem wrong_1_is_false :
    ¬ (∀ (a b c : Nat) (ha : a ≤ 9) (hb : b ≤ 9) (hc : c ≤ 9), 3 ∣ a * b * c ↔ 3 ∣ a + b + c) := by
  intro h
  exact absurd (h 1 1 1 (by decide) (by decide) (by decide)) (by decide)

theorem wrong_2_holds (a b c : Nat) (ha : a ≤ 9) (hb : b ≤ 9) (hc : c ≤ 9) (h : 3 ∣ a + b + c) :
    3 ∣ 100 * a + 10 * b + c := by
  omega

theorem wrong_3_is_false :
    ¬ (∀ (a b c : Nat) (ha : a ≤ 9) (hb : b ≤ 9) (hc : c ≤ 9), 100 * a + 10 * b + c ∣ 3 ↔ a + b + c ∣ 3) := by
  intro h
  exact absurd (h 1 0 0 (by decide) (by decide) (by decide)) (by decide)

end divisibility_by_three

namespace powers_of_six_end_in_six

theorem reference (n : Nat) (h : 0 < n) : 6 ^ n % 10 = 6 := by
  induction n with
  | zero => omega
  | succ n ih =>
    cases n with
    | zero => rfl
    | succ n => have := ih (by omega); rw [Nat.pow_succ]; omega

theorem right_1 : ∀ n : Nat, n ≠ 0 → ∃ q : Nat, 6 ^ n = 10 * q + 6 := by
  intro n h
  have := reference n (by omega)
  exact ⟨6 ^ n / 10, by omega⟩

theorem wrong_1_is_false : ¬ (∀ (n : Nat), 6 ^ n % 10 = 6) := by
  intro h
  exact absurd (h 0) (by decide)

theorem wrong_2_is_false : ¬ (∀ (n : Nat) (h : 0 < n), 6 ^ (n % 10) = 6) := by
  intro h
  exact absurd (h 2 (by decide)) (by decide)

theorem wrong_3_holds (n : Nat) (h : 6 ^ n % 10 = 6) : 0 < n := by
  cases n with
  | zero => exact absurd h (by decide)
  | succ n => exact Nat.succ_pos n

end powers_of_six_end_in_six

namespace odd_sum_even_product

theorem reference (a b : Nat) (h : (a + b) % 2 = 1) : 2 ∣ a * b := by
  have : a % 2 = 0 ∨ b % 2 = 0 := by omega
  rcases this with k | k
  · exact Nat.dvd_mul_right_of_dvd (Nat.dvd_of_mod_eq_zero k) b
  · exact Nat.dvd_mul_left_of_dvd (Nat.dvd_of_mod_eq_zero k) a

theorem right_1 : ∀ a b : Nat, (∃ k, a + b = 2 * k + 1) → ∃ l, a * b = l + l := by
  intro a b ⟨k, hk⟩
  obtain ⟨l, hl⟩ := reference a b (by omega)
  exact ⟨l, by omega⟩

theorem wrong_1_is_vacuous (a b : Nat) (ha : a % 2 = 1) (hb : b % 2 = 1) (h : (a + b) % 2 = 1) : False := by
  omega

theorem wrong_2_is_false : ¬ (∀ (a b : Nat) (h : 2 ∣ a * b), (a + b) % 2 = 1) := by
  intro h
  exact absurd (h 0 0 (by decide)) (by decide)

theorem wrong_3_is_false : ¬ (∀ (a b : Nat) (h : (a + b) % 2 = 1), 4 ∣ a * b) := by
  intro h
  exact absurd (h 1 2 (by decide)) (by decide)

end odd_sum_even_product

namespace odd_power_plus_one

theorem reference (n : Nat) (h : n % 2 = 1) : 3 ∣ 2 ^ n + 1 := by
  have key : ∀ k : Nat, 2 ^ (2 * k + 1) % 3 = 2 := by
    intro k
    induction k with
    | zero => rfl
    | succ k ih =>
      rw [show 2 * (k + 1) + 1 = 2 * k + 1 + 1 + 1 by omega, Nat.pow_succ, Nat.pow_succ]
      omega
  have := key (n / 2)
  rw [show 2 * (n / 2) + 1 = n by omega] at this
  omega

theorem right_1 : ∀ n : Nat, (∃ k, n = 2 * k + 1) → (2 ^ n + 1) % 3 = 0 := by
  intro n ⟨k, hk⟩
  have := reference n (by omega)
  omega

theorem wrong_1_is_false : ¬ (∀ (n : Nat) (h : n % 2 = 1), 3 ∣ 2 ^ (n + 1)) := by
  intro h
  exact absurd (h 1 (by decide)) (by decide)

theorem wrong_2_is_false : ¬ (∀ (n : Nat), 3 ∣ 2 ^ n + 1) := by
  intro h
  exact absurd (h 0) (by decide)

theorem wrong_3_holds : ∃ n : Nat, n % 2 = 1 ∧ 3 ∣ 2 ^ n + 1 := by
  exact ⟨1, by decide⟩

end odd_power_plus_one

namespace six_and_ten_give_sixty

theorem refuted : ¬ (∀ (n : Nat) (h₁ : 6 ∣ n) (h₂ : 10 ∣ n), 60 ∣ n) := by
  intro h
  exact absurd (h 30 (by decide) (by decide)) (by decide)

theorem right_1_is_false : ¬ (∀ n : Nat, n % 6 = 0 ∧ n % 10 = 0 → ∃ k, n = 60 * k) := by
  intro h
  obtain ⟨k, hk⟩ := h 30 (by decide)
  omega

theorem wrong_1_holds (n : Nat) (h₁ : 6 ∣ n) (h₂ : 10 ∣ n) : 30 ∣ n := by
  omega

theorem wrong_2_holds (n : Nat) (h : 60 ∣ n) : 6 ∣ n ∧ 10 ∣ n := by
  omega

theorem wrong_3_is_false : ¬ (∀ (n : Nat) (h : 6 ∣ n ∨ 10 ∣ n), 60 ∣ n) := by
  intro h
  exact absurd (h 6 (by decide)) (by decide)

end six_and_ten_give_sixty

namespace prime_producing_formula

def prime (p : Nat) : Prop := 2 ≤ p ∧ ∀ d : Nat, d ∣ p → d = 1 ∨ d = p

theorem refuted : ¬ (∀ (n : Nat), prime (n ^ 2 + n + 11)) := by
  intro h
  have := (h 10).2 11 (by decide)
  omega

theorem right_1_is_false : ¬ (∀ n d k : Nat, n * n + n + 11 = d * k → d = 1 ∨ d = n * n + n + 11) := by
  intro h
  have := h 10 11 11 (by decide)
  omega

theorem wrong_1_holds (n : Nat) (h : n < 10) : prime (n ^ 2 + n + 11) := by
  have key : ∀ n : Nat, n < 10 → ∀ d : Nat, d < n ^ 2 + n + 12 → d ∣ n ^ 2 + n + 11 → d = 1 ∨ d = n ^ 2 + n + 11 := by
    decide +kernel
  refine ⟨by omega, fun d hd => key n h d ?_ hd⟩
  have := Nat.le_of_dvd (by omega) hd
  omega

theorem wrong_2_holds : ∃ n : Nat, prime (n ^ 2 + n + 11) := by
  refine ⟨0, by decide, fun d hd => ?_⟩
  have key : ∀ d : Nat, d < 12 → d ∣ 11 → d = 1 ∨ d = 11 := by decide
  exact key d (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) hd)) hd

theorem wrong_3_is_false : ¬ (∀ (n : Nat), prime (n ^ 2 - n + 11)) := by
  intro h
  have := (h 11).2 11 (by decide)
  omega

end prime_producing_formula

namespace double_of_remainder_three

theorem reference (n : Nat) (h : n % 5 = 3) : 2 * n % 5 = 1 := by
  omega

theorem right_1 : ∀ n : Nat, (∃ q, n = 5 * q + 3) → ∃ r, 2 * n = 5 * r + 1 := by
  intro n ⟨q, hq⟩
  exact ⟨2 * q + 1, by omega⟩

theorem wrong_1_is_vacuous (n : Nat) (h : n % 3 = 5) : False := by
  omega

theorem wrong_2_is_false : ¬ (∀ (n : Nat) (h : n % 5 = 3), 2 * (n % 5) = 1) := by
  intro h
  exact absurd (h 3 (by decide)) (by decide)

theorem wrong_3_holds (n : Nat) (h : n % 5 = 3) (h₂ : 2 * n % 5 = 1) : 2 * n % 5 = 1 := by
  exact h₂

end double_of_remainder_three

namespace divisor_at_most_number

theorem reference (d n : Nat) (hn : 0 < n) (h : d ∣ n) : d ≤ n := by
  exact Nat.le_of_dvd hn h

theorem right_1 : ∀ d n : Nat, n ≠ 0 → (∃ k, n = d * k) → ¬ (n < d) := by
  intro d n hn h
  have := reference d n (by omega) h
  omega

theorem wrong_1_is_false : ¬ (∀ (d n : Nat) (hn : 0 < n) (h : d ∣ n), d < n) := by
  intro h
  exact absurd (h 1 1 (by decide) (by decide)) (by decide)

theorem wrong_2_is_false : ¬ (∀ (d n : Nat) (hn : 0 < n) (h : d ≤ n), d ∣ n) := by
  intro h
  exact absurd (h 2 3 (by decide) (by decide)) (by decide)

theorem wrong_3_is_vacuous (d n : Nat) (hn : 0 < n) (h : d ∣ n) (hd : n < d) : False := by
  have := Nat.le_of_dvd hn h
  omega

end divisor_at_most_number

namespace multiple_of_one_to_ten

theorem reference : ∃ n : Nat, 0 < n ∧ ∀ d : Nat, 1 ≤ d → d ≤ 10 → d ∣ n := by
  refine ⟨2520, by decide, fun d h₁ h₂ => ?_⟩
  have key : ∀ d : Nat, d < 11 → 1 ≤ d → d ∣ 2520 := by decide
  exact key d (by omega) h₁

theorem right_1 : ∃ n : Nat, n ≠ 0 ∧ ∀ d : Nat, d < 10 → n % (d + 1) = 0 := by
  refine ⟨2520, by decide, by decide⟩

theorem wrong_1_holds : ∀ d : Nat, 1 ≤ d → d ≤ 10 → ∃ n : Nat, 0 < n ∧ d ∣ n := by
  exact fun d h₁ h₂ => ⟨d, h₁, Nat.dvd_refl d⟩

theorem wrong_2_holds : ∃ n : Nat, ∀ d : Nat, 1 ≤ d → d ≤ 10 → d ∣ n := by
  exact ⟨0, fun d _ _ => Nat.dvd_zero d⟩

theorem wrong_3_is_false : ¬ (∃ n : Nat, 0 < n ∧ ∀ d : Nat, 1 ≤ d → d ∣ n) := by
  intro ⟨n, hn, h⟩
  have := Nat.le_of_dvd hn (h (n + 1) (by omega))
  omega

end multiple_of_one_to_ten

namespace combinations_of_seven_and_five

theorem reference (n : Int) : ∃ x y : Int, n = 7 * x + 5 * y := by
  exact ⟨-2 * n, 3 * n, by omega⟩

theorem right_1 : ∀ n : Int, ∃ y x : Int, 5 * y + 7 * x - n = 0 := by
  exact fun n => ⟨3 * n, -2 * n, by omega⟩

theorem wrong_1_is_false : ¬ (∀ (n : Nat), ∃ x y : Nat, n = 7 * x + 5 * y) := by
  intro h
  obtain ⟨x, y, h⟩ := h 1
  omega

theorem wrong_2_is_false : ¬ (∃ x y : Int, ∀ n : Int, n = 7 * x + 5 * y) := by
  intro ⟨x, y, h⟩
  have h₀ := h 0
  have h₁ := h 1
  omega

theorem wrong_3_is_false : ¬ (∀ (x y n : Int), n = 7 * x + 5 * y) := by
  intro h
  exact absurd (h 0 0 1) (by decide)

end combinations_of_seven_and_five
