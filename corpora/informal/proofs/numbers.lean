namespace solve_three_x_plus_seven

theorem reference (x : Int) (h : 3 * x + 7 = 22) : x = 5 := by
  omega

theorem right_1 : ∀ x : Int, 22 - 3 * x = 7 → x - 5 = 0 := by
  omega

theorem wrong_1_is_vacuous (x : Int) (h : 3 * (x + 7) = 22) : False := by
  omega

theorem wrong_2_is_false : ¬ (∀ (x : Int) (h : 3 * x + 7 = 25), x = 5) := by
  intro h
  exact absurd (h 6 (by decide)) (by decide)

theorem wrong_3_holds (x : Int) (h : x = 5) : 3 * x + 7 = 22 := by
  omega

end solve_three_x_plus_seven

namespace odd_plus_odd

def even (n : Int) : Prop := ∃ k : Int, n = 2 * k
def odd (n : Int) : Prop := ∃ k : Int, n = 2 * k + 1

theorem reference (a b : Int) (ha : odd a) (hb : odd b) : even (a + b) := by
  obtain ⟨k, rfl⟩ := ha
  obtain ⟨l, rfl⟩ := hb
  exact ⟨k + l + 1, by omega⟩

theorem right_1 : ∀ a b : Int, odd a ∧ odd b → ∃ m : Int, a + b = 2 * m := by
  exact fun a b h => reference a b h.1 h.2

theorem right_2 (a b : Int) (ha : a % 2 = 1) (hb : b % 2 = 1) : 2 ∣ a + b := by
  omega

theorem wrong_1_is_false : ¬ (∀ (a b : Int) (ha : odd a), even (a + b)) := by
  intro h
  obtain ⟨k, hk⟩ := h 1 0 ⟨0, rfl⟩
  omega

theorem wrong_2_holds (a b : Int) (h : ∃ k : Int, a = 2 * k + 1 ∧ b = 2 * k + 1) : even (a + b) := by
  obtain ⟨k, rfl, rfl⟩ := h
  exact ⟨2 * k + 1, by omega⟩

theorem wrong_3_is_false : ¬ (∀ (a b : Int) (ha : odd a) (hb : odd b), even (a * b)) := by
  intro h
  obtain ⟨k, hk⟩ := h 1 1 ⟨0, rfl⟩ ⟨0, rfl⟩
  omega

end odd_plus_odd

namespace marbles_of_ann_and_ben

theorem reference (a b : Nat) (h₁ : a = 3 * b) (h₂ : a + b = 48) : a = 36 := by
  omega

theorem right_1 (ann ben : Nat) (h : 48 = ben + ann ∧ ben * 3 = ann) : ann = 36 := by
  omega

theorem wrong_1_is_false : ¬ (∀ (a b : Nat) (h₁ : b = 3 * a) (h₂ : a + b = 48), a = 36) := by
  intro h
  exact absurd (h 12 36 (by decide) (by decide)) (by decide)

theorem wrong_2_is_vacuous (a b : Nat) (h₁ : a = b + 3) (h₂ : a + b = 48) : False := by
  omega

theorem wrong_3_holds (a b : Nat) (h₁ : a = 3 * b) (h₂ : a + b = 48) (h₃ : a = 36) : a = 36 := by
  exact h₃

end marbles_of_ann_and_ben

namespace father_and_son

theorem reference (father son : Nat) (h₁ : father = 4 * son) (h₂ : father + 20 = 2 * (son + 20)) : son = 10 := by
  omega

theorem right_1 : ∀ f s : Nat, f + 20 = (s + 20) + (s + 20) → 4 * s = f → s = 10 := by
  omega

theorem wrong_1_is_false :
    ¬ (∀ (father son : Nat) (h₁ : father = 4 * son) (h₂ : father + 20 = 2 * son + 20), son = 10) := by
  intro h
  exact absurd (h 0 0 (by decide) (by decide)) (by decide)

theorem wrong_2_is_vacuous (father son : Nat) (h₁ : father = 4 * son) (h₂ : father + 20 = 2 * son) : False := by
  omega

theorem wrong_3_holds (father son : Nat) (h₁ : father = 4 * son) (h₂ : father + 20 = 2 * (son + 20)) : son ≤ 10 := by
  omega

end father_and_son

namespace subtract_then_add_back

theorem reference (a b : Nat) (h : b ≤ a) : a - b + b = a := by
  omega

theorem right_1 : ∀ b a : Nat, ¬ (a < b) → a = b + (a - b) := by
  omega

theorem wrong_1_is_false : ¬ (∀ (a b : Nat), a - b + b = a) := by
  intro h
  exact absurd (h 0 1) (by decide)

theorem wrong_2_is_false : ¬ (∀ (a b : Nat) (h : a ≤ b), a - b + b = a) := by
  intro h
  exact absurd (h 0 1 (by decide)) (by decide)

theorem wrong_3_holds (a b : Nat) (h : b < a) : a - b + b = a := by
  omega

end subtract_then_add_back

namespace difference_of_shifted_squares

theorem reference (a : Int) : (a + 1) ^ 2 - (a - 1) ^ 2 = 4 * a := by
  grind

theorem right_1 : ∀ a : Int, (a + 1) * (a + 1) = (a - 1) * (a - 1) + 4 * a := by
  grind

theorem wrong_1_is_false : ¬ (∀ (a : Nat), (a + 1) ^ 2 - (a - 1) ^ 2 = 4 * a) := by
  intro h
  exact absurd (h 0) (by decide)

theorem wrong_2_is_false : ¬ (∀ (a : Int), (a + 1) ^ 2 - a - 1 ^ 2 = 4 * a) := by
  intro h
  exact absurd (h 1) (by decide)

theorem wrong_3_holds (a : Int) (h : 0 ≤ a) : (a + 1) ^ 2 - (a - 1) ^ 2 = 4 * a := by
  grind

end difference_of_shifted_squares

namespace three_consecutive_integers

theorem reference (n : Int) : n + (n + 1) + (n + 2) = 3 * (n + 1) := by
  omega

theorem right_1 : ∀ n : Int, (n + 2) + (n + 1) + n - (n + 1) * 3 = 0 := by
  omega

theorem wrong_1_is_false : ¬ (∀ (n : Int), n + (n + 1) + (n + 2) = 3 * n) := by
  intro h
  exact absurd (h 0) (by decide)

theorem wrong_2_is_false : ¬ (∀ (a b c : Int) (h₁ : a < b) (h₂ : b < c), a + b + c = 3 * b) := by
  intro h
  exact absurd (h 0 1 3 (by decide) (by decide)) (by decide)

theorem wrong_3_is_vacuous (a b c : Int) (h₁ : b = a + 1) (h₂ : c = b + 1) (h₃ : a = c + 1) : False := by
  omega

end three_consecutive_integers

namespace chickens_and_rabbits

theorem reference (c r : Nat) (heads : c + r = 35) (legs : 2 * c + 4 * r = 94) : c = 23 ∧ r = 12 := by
  omega

theorem right_1 : ∀ c r : Nat, (c + r = 35 ∧ 4 * r + 2 * c = 94) → r = 12 ∧ c = 23 := by
  omega

theorem wrong_1_is_false : ¬ (∀ (c r : Nat) (heads : c + r = 35) (legs : 4 * c + 2 * r = 94), c = 23 ∧ r = 12) := by
  intro h
  exact absurd (h 12 23 (by decide) (by decide)) (by decide)

theorem wrong_2_is_vacuous (c r : Nat) (heads : c + r = 35) (legs : 2 * c + 4 * r = 95) : False := by
  omega

theorem wrong_3_is_false : ¬ (∀ (c r : Nat) (legs : 2 * c + 4 * r = 94), c = 23 ∧ r = 12) := by
  intro h
  exact absurd (h 47 0 (by decide)) (by decide)

end chickens_and_rabbits

namespace no_integer_between

theorem reference (n : Int) : ¬ ∃ m : Int, n < m ∧ m < n + 1 := by
  intro ⟨m, h⟩
  omega

theorem right_1 : ∀ n m : Int, m > n → n + 1 ≤ m := by
  omega

theorem wrong_1_is_false : ¬ (∀ (n : Int), ¬ ∃ m : Int, n ≤ m ∧ m < n + 1) := by
  intro h
  exact h 0 ⟨0, by decide⟩

theorem wrong_2_is_false : ¬ (∀ (n : Rat), ¬ ∃ m : Rat, n < m ∧ m < n + 1) := by
  intro h
  exact h 0 ⟨1 / 2, by grind⟩

theorem wrong_3_holds : ∀ n : Int, ∃ m : Int, ¬ (n < m ∧ m < n + 1) := by
  exact fun n => ⟨n, by omega⟩

end no_integer_between

namespace no_largest_natural

theorem reference : ¬ ∃ n : Nat, ∀ m : Nat, m ≤ n := by
  intro ⟨n, h⟩
  have := h (n + 1)
  omega

theorem right_1 : ∀ n : Nat, ∃ m : Nat, n < m := by
  exact fun n => ⟨n + 1, by omega⟩

theorem wrong_1_is_false : ¬ (∃ m : Nat, ∀ n : Nat, n < m) := by
  intro ⟨m, h⟩
  have := h m
  omega

theorem wrong_2_holds : ∀ n : Nat, ∃ m : Nat, n ≤ m := by
  exact fun n => ⟨n, Nat.le_refl n⟩

theorem wrong_3_is_false : ¬ (¬ ∃ n : Nat, ∀ m : Nat, n ≤ m) := by
  intro h
  exact h ⟨0, Nat.zero_le⟩

end no_largest_natural

namespace integer_as_difference

theorem reference (z : Int) : ∃ a b : Nat, z = (a : Int) - (b : Int) := by
  exact ⟨z.toNat, (-z).toNat, by omega⟩

theorem right_1 : ∀ z : Int, ∃ p : Nat × Nat, z + p.2 = p.1 := by
  intro z
  exact ⟨(z.toNat, (-z).toNat), by simp; omega⟩

theorem wrong_1_is_false : ¬ (∀ (z : Int), ∃ a b : Nat, z = ((a - b : Nat) : Int)) := by
  intro h
  obtain ⟨a, b, hab⟩ := h (-1)
  omega

theorem wrong_2_is_false : ¬ (∃ a b : Nat, ∀ z : Int, z = (a : Int) - (b : Int)) := by
  intro ⟨a, b, h⟩
  have h₀ := h 0
  have h₁ := h 1
  omega

theorem wrong_3_holds (z : Int) : ∃ a b : Int, z = a - b := by
  exact ⟨z, 0, by omega⟩

end integer_as_difference

namespace product_zero

theorem reference (a b : Int) (h : a * b = 0) : a = 0 ∨ b = 0 := by
  exact Int.mul_eq_zero.mp h

theorem right_1 : ∀ a b : Int, 0 = b * a → ¬ (a ≠ 0 ∧ b ≠ 0) := by
  intro a b h
  have := reference a b (by grind)
  omega

theorem wrong_1_is_false : ¬ (∀ (a b : Int) (h : a * b = 0), a = 0 ∧ b = 0) := by
  intro h
  exact absurd (h 0 1 (by decide)) (by decide)

theorem wrong_2_holds (a b : Int) (h : a = 0 ∨ b = 0) : a * b = 0 := by
  exact Int.mul_eq_zero.mpr h

theorem wrong_3_holds (a b : Int) (ha : 0 ≤ a) (hb : 0 ≤ b) (h : a * b = 0) : a = 0 ∨ b = 0 := by
  exact Int.mul_eq_zero.mp h

end product_zero

namespace square_at_least_double

theorem refuted : ¬ (∀ (n : Nat), n ^ 2 ≥ 2 * n) := by
  intro h
  exact absurd (h 1) (by decide)

theorem right_1_is_false : ¬ (∀ n : Nat, 2 * n ≤ n * n) := by
  intro h
  exact absurd (h 1) (by decide)

theorem wrong_1_holds (n : Nat) (h : n ≠ 1) : n ^ 2 ≥ 2 * n := by
  have h' : n = 0 ∨ 2 ≤ n := by omega
  rcases h' with rfl | h'
  · decide
  · have := Nat.mul_le_mul_right n h'
    grind

theorem wrong_2_holds : ∃ n : Nat, n ^ 2 ≥ 2 * n := by
  exact ⟨0, by decide⟩

theorem wrong_3_holds (n : Nat) : (n + 1) ^ 2 ≥ 2 * n := by
  have := Nat.zero_le (n ^ 2)
  grind

end square_at_least_double

namespace division_with_remainder

theorem reference (a b : Nat) (hb : b > 0) : a % b < b ∧ b * (a / b) + a % b = a := by
  exact ⟨Nat.mod_lt a hb, Nat.div_add_mod a b⟩

theorem right_1 : ∀ a b : Nat, b ≠ 0 → a = a / b * b + a % b ∧ ¬ (b ≤ a % b) := by
  intro a b hb
  have := reference a b (by omega)
  have := Nat.mul_comm b (a / b)
  omega

theorem wrong_1_is_false : ¬ (∀ (a b : Nat), a % b < b ∧ b * (a / b) + a % b = a) := by
  intro h
  exact absurd (h 0 0) (by decide)

theorem wrong_2_is_false : ¬ (∀ (a b : Nat) (hb : b > 0), a % b < b - 1 ∧ b * (a / b) + a % b = a) := by
  intro h
  exact absurd (h 1 2 (by decide)) (by decide)

theorem wrong_3_holds (a b : Nat) (hb : b > 0) : a % b ≤ b ∧ b * (a / b) + a % b = a := by
  have := reference a b hb
  omega

end division_with_remainder

namespace natural_below_double

theorem reference (n : Nat) (hn : 1 ≤ n) : ∃ m : Nat, 1 ≤ m ∧ m < 2 * n := by
  exact ⟨1, by omega⟩

theorem right_1 : ∀ n : Nat, 0 < n → ∃ m : Nat, m ≠ 0 ∧ 2 * n > m := by
  intro n hn
  exact ⟨1, by omega⟩

theorem wrong_1_holds : ∃ m : Nat, 1 ≤ m ∧ ∀ n : Nat, 1 ≤ n → m < 2 * n := by
  exact ⟨1, by decide, fun n hn => by omega⟩

theorem wrong_2_is_false : ¬ (∀ (n : Nat) (hn : 1 ≤ n), ∃ m : Nat, 1 ≤ m ∧ 2 * m < n) := by
  intro h
  obtain ⟨m, hm⟩ := h 1 (by decide)
  omega

theorem wrong_3_is_vacuous (n : Nat) (hn : 1 ≤ n) (h : ∀ m : Nat, m < 2 * n) : False := by
  have := h (2 * n)
  omega

end natural_below_double

namespace notebook_and_pencil

theorem reference (notebook pencil : Nat) (h₁ : notebook = pencil + 3) (h₂ : 2 * notebook + 5 * pencil = 41) :
    pencil = 5 ∧ notebook = 8 := by
  omega

theorem right_1 (n p : Nat) (h : 2 * n + 5 * p = 41 ∧ p + 3 = n) : n = 8 ∧ p = 5 := by
  omega

theorem right_2 : ∀ n p : Nat, 3 ≤ n → n - 3 = p → 5 * p + 2 * n = 41 → p = 5 ∧ n = 8 := by
  omega

theorem wrong_1_is_vacuous (notebook pencil : Nat) (h₁ : pencil = notebook + 3) (h₂ : 2 * notebook + 5 * pencil = 41) :
    False := by
  omega

theorem wrong_2_is_vacuous (notebook pencil : Nat) (h₁ : notebook = pencil + 3) (h₂ : 5 * notebook + 2 * pencil = 41) :
    False := by
  omega

theorem wrong_3_is_false :
    ¬ (∀ (notebook pencil : Nat) (h₁ : notebook = pencil + 3) (h₂ : 2 * notebook + 5 * pencil = 41), pencil = 8 ∧ notebook = 5) := by
  intro h
  exact absurd (h 8 5 (by decide) (by decide)) (by decide)

end notebook_and_pencil

namespace average_speed

theorem reference (t₁ t₂ v : Rat) (h₁ : 15 * t₁ = 30) (h₂ : 10 * t₂ = 30) (hv : v * (t₁ + t₂) = 60) : v = 12 := by
  grind

theorem right_1 :
    ∀ there back : Rat, there = 30 / 15 → back = 30 / 10 → ∀ v : Rat, v = (30 + 30) / (there + back) → v = 12 := by
  intro t s h₁ h₂ v h
  grind

theorem wrong_1_is_false :
    ¬ (∀ (t₁ t₂ v : Rat) (h₁ : 15 * t₁ = 30) (h₂ : 10 * t₂ = 30) (hv : v * t₁ + t₂ = 60), v = 12) := by
  intro h
  have := h 2 3 (57 / 2) (by grind) (by grind) (by grind)
  grind

theorem wrong_2_is_false :
    ¬ (∀ (t₁ t₂ v : Rat) (h₁ : 15 * t₁ = 30) (h₂ : 10 * t₂ = 30) (hv : v * (t₁ + t₂) = 30), v = 12) := by
  intro h
  have := h 2 3 6 (by grind) (by grind) (by grind)
  grind

theorem wrong_3_holds (t₁ t₂ v : Nat) (h₁ : 15 * t₁ = 30) (h₂ : 10 * t₂ = 30) (hv : v * (t₁ + t₂) = 60) : v = 12 := by
  have e₁ : t₁ = 2 := by omega
  have e₂ : t₂ = 3 := by omega
  subst e₁ e₂
  omega

end average_speed

namespace integer_times_successor

theorem reference (n : Int) : 0 ≤ n * (n + 1) := by
  rcases Int.lt_or_le n 0 with h | h
  · exact Int.mul_nonneg_of_nonpos_of_nonpos (by omega) (by omega)
  · exact Int.mul_nonneg h (by omega)

theorem right_1 : ∀ n : Int, ¬ (n ^ 2 + n < 0) := by
  intro n h
  have := reference n
  grind

theorem wrong_1_holds (n : Nat) : 0 ≤ n * (n + 1) := by
  exact Nat.zero_le _

theorem wrong_2_is_false : ¬ (∀ (n : Int), 0 < n * (n + 1)) := by
  intro h
  exact absurd (h 0) (by decide)

theorem wrong_3_holds (n : Int) : 0 ≤ n * n + 1 := by
  rcases Int.le_total 0 n with h | h
  · have := Int.mul_nonneg h h
    omega
  · have := Int.mul_nonneg_of_nonpos_of_nonpos h h
    omega

end integer_times_successor

namespace squares_of_neighbours

theorem reference (n : Nat) : (n ^ 2 + (n + 1) ^ 2) % 2 = 1 := by
  have h : n ^ 2 + (n + 1) ^ 2 = 2 * (n * n + n) + 1 := by grind
  omega

theorem right_1 : ∀ n : Nat, ∃ k : Nat, (n + 1) * (n + 1) + n * n = 2 * k + 1 := by
  exact fun n => ⟨n * n + n, by grind⟩

theorem wrong_1_holds (n : Nat) : (n ^ 2 + n + 1 ^ 2) % 2 = 1 := by
  have h : n % 2 = 0 ∨ n % 2 = 1 := by omega
  rcases h with h | h <;> simp [Nat.pow_succ, Nat.add_mod, Nat.mul_mod, h]

theorem wrong_2_is_false : ¬ (∀ (n : Nat), (n ^ 2 + (n + 2) ^ 2) % 2 = 1) := by
  intro h
  exact absurd (h 0) (by decide)

theorem wrong_3_is_false : ¬ (∀ (m n : Nat), (m ^ 2 + n ^ 2) % 2 = 1) := by
  intro h
  exact absurd (h 0 0) (by decide)

end squares_of_neighbours

namespace triangle_inequality_integers

def abs (x : Int) : Int := if 0 ≤ x then x else -x

theorem reference (a b : Int) : abs (a + b) ≤ abs a + abs b := by
  grind [abs]

theorem right_1 : ∀ b a : Int, ¬ (abs a + abs b < abs (b + a)) := by
  grind [abs]

theorem wrong_1_holds (a b : Int) : abs a + b ≤ abs a + abs b := by
  grind [abs]

theorem wrong_2_is_false : ¬ (∀ (a b : Int), abs (a + b) = abs a + abs b) := by
  intro h
  exact absurd (h 1 (-1)) (by decide)

theorem wrong_3_is_false : ¬ (∀ (a b : Int), abs a + abs b ≤ abs (a + b)) := by
  intro h
  exact absurd (h 1 (-1)) (by decide)

end triangle_inequality_integers

namespace larger_at_most_sum

theorem reference (a b : Nat) : max a b ≤ a + b := by
  omega

theorem right_1 : ∀ a b : Nat, a + b ≥ (if a ≤ b then b else a) := by
  intro a b
  split <;> omega

theorem wrong_1_holds (a b : Nat) : min a b ≤ a + b := by
  omega

theorem wrong_2_is_false : ¬ (∀ (a b : Nat), max a b < a + b) := by
  intro h
  exact absurd (h 0 0) (by decide)

theorem wrong_3_is_false : ¬ (∀ (a b : Int), max a b ≤ a + b) := by
  intro h
  have := h 0 (-1)
  omega

end larger_at_most_sum

namespace product_of_powers_of_two

theorem reference (m n : Nat) : 2 ^ m * 2 ^ n = 2 ^ (m + n) := by
  exact (Nat.pow_add 2 m n).symm

theorem right_1 : ∀ m n : Nat, 2 ^ (n + m) = 2 ^ n * 2 ^ m := by
  exact fun m n => Nat.pow_add 2 n m

theorem wrong_1_is_false : ¬ (∀ (m n : Nat), 2 ^ m * 2 ^ n = 2 ^ m + n) := by
  intro h
  exact absurd (h 1 1) (by decide)

theorem wrong_2_is_false : ¬ (∀ (m n : Nat), 2 ^ m * 2 ^ n = 2 ^ (m * n)) := by
  intro h
  exact absurd (h 1 0) (by decide)

theorem wrong_3_is_false : ¬ (∀ (m n : Nat), 2 ^ m * 2 ^ n = 4 ^ (m + n)) := by
  intro h
  exact absurd (h 1 0) (by decide)

end product_of_powers_of_two

namespace negative_of_negative

theorem reference (x : Int) (h : x < 0) : 0 < -x := by
  omega

theorem right_1 : ∀ x : Int, 0 > x → ¬ (-x ≤ 0) := by
  omega

theorem wrong_1_is_vacuous (x : Nat) (h : x < 0) : False := by
  omega

theorem wrong_2_is_false : ¬ (∀ (x : Int), 0 < -x) := by
  intro h
  exact absurd (h 0) (by decide)

theorem wrong_3_is_false : ¬ (∀ (x : Int) (h : x ≤ 0), 0 < -x) := by
  intro h
  exact absurd (h 0 (by decide)) (by decide)

end negative_of_negative

namespace unequal_numbers_with_sum_ten

theorem reference (a b : Nat) (hne : a ≠ b) (hsum : a + b = 10) : a * b ≤ 24 := by
  have key : ∀ a : Nat, a < 11 → a ≠ 10 - a → a * (10 - a) ≤ 24 := by decide
  obtain rfl : b = 10 - a := by omega
  exact key a (by omega) hne

theorem right_1 : ∀ a b : Nat, a + b = 10 ∧ (a < b ∨ b < a) → a * b < 25 := by
  intro a b h
  have := reference a b (by omega) (by omega)
  omega

theorem wrong_1_is_false : ¬ (∀ (a b : Nat) (hsum : a + b = 10), a * b ≤ 24) := by
  intro h
  exact absurd (h 5 5 (by decide)) (by decide)

theorem wrong_2_is_false : ¬ (∀ (a b : Rat) (hne : a ≠ b) (hsum : a + b = 10), a * b ≤ 24) := by
  intro h
  have := h (9 / 2) (11 / 2) (by grind) (by grind)
  grind

theorem wrong_3_is_false : ¬ (∀ (a b : Nat) (hne : a ≠ b) (hsum : a + b = 10), a * b < 24) := by
  intro h
  exact absurd (h 4 6 (by decide) (by decide)) (by decide)

end unequal_numbers_with_sum_ten
