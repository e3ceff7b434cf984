namespace sum_of_first_numbers

def sumTo : Nat → Nat
  | 0 => 0
  | n + 1 => sumTo n + (n + 1)

theorem reference (n : Nat) : 2 * sumTo n = n * (n + 1) := by
  induction n with
  | zero => rfl
  | succ n ih => grind [sumTo]

theorem right_1 : ∀ n : Nat, sumTo n = n * (n + 1) / 2 := by
  intro n
  have := reference n
  omega

theorem wrong_1_is_false : ¬ (∀ (n : Nat), sumTo n = n * ((n + 1) / 2)) := by
  intro h
  exact absurd (h 2) (by decide)

theorem wrong_2_is_false : ¬ (∀ (n : Nat), 2 * sumTo n = n * n + 1) := by
  intro h
  exact absurd (h 0) (by decide)

theorem wrong_3_is_false : ¬ (∀ (n : Nat), 2 * sumTo n = (n - 1) * n) := by
  intro h
  exact absurd (h 1) (by decide)

end sum_of_first_numbers

namespace sum_of_powers_of_two

def powers : Nat → Nat
  | 0 => 1
  | n + 1 => powers n + 2 ^ (n + 1)

theorem reference (n : Nat) : powers n = 2 ^ (n + 1) - 1 := by
  have : powers n + 1 = 2 ^ (n + 1) := by
    induction n with
    | zero => rfl
    | succ n ih => rw [powers, Nat.pow_succ 2 (n + 1)]; omega
  omega

theorem right_1 : ∀ n : Nat, 2 ^ (n + 1) = 1 + powers n := by
  intro n
  have := reference n
  have : 0 < 2 ^ (n + 1) := Nat.pow_pos (by decide)
  omega

theorem wrong_1_is_false : ¬ (∀ (n : Nat), powers n = 2 ^ (n + 1 - 1)) := by
  intro h
  exact absurd (h 1) (by decide)

theorem wrong_2_is_false : ¬ (∀ (n : Nat), powers n = 2 ^ n - 1) := by
  intro h
  exact absurd (h 0) (by decide)

theorem wrong_3_holds (n : Nat) : 2 ^ n ≤ powers n := by
  cases n with
  | zero => decide
  | succ n => rw [powers]; omega

end sum_of_powers_of_two

namespace square_of_sum_and_product

theorem reference (x y : Rat) : 4 * (x * y) ≤ (x + y) ^ 2 := by
  rcases Rat.le_total (a := x) (b := y) with h | h
  · have h1 := Rat.mul_nonneg (show 0 ≤ y - x by grind) (show 0 ≤ y - x by grind)
    grind
  · have h1 := Rat.mul_nonneg (show 0 ≤ x - y by grind) (show 0 ≤ x - y by grind)
    grind

theorem right_1 : ∀ x y : Rat, ¬ ((x + y) * (x + y) < 4 * x * y) := by
  intro x y h
  have := reference x y
  grind

theorem wrong_1_is_false : ¬ (∀ (x y : Rat), 4 * (x * y) ≤ x + y ^ 2) := by
  intro h
  have := h 1 2
  grind

theorem wrong_2_holds (x y : Nat) : 4 * (x * y) ≤ (x + y) ^ 2 := by
  rcases Nat.le_total x y with h | h
  · obtain ⟨k, rfl⟩ := Nat.le.dest h
    have := Nat.zero_le (k * k)
    grind
  · obtain ⟨k, rfl⟩ := Nat.le.dest h
    have := Nat.zero_le (k * k)
    grind

theorem wrong_3_is_false : ¬ (∀ (x y : Rat), 4 * (x * y) < (x + y) ^ 2) := by
  intro h
  have := h 1 1
  grind

end square_of_sum_and_product

namespace mean_of_two_rationals

theorem reference (x y : Rat) (h : x < y) : x < (x + y) / 2 ∧ (x + y) / 2 < y := by
  grind

theorem right_1 : ∀ y x : Rat, y > x → 2 * x < x + y ∧ x + y < 2 * y := by
  grind

theorem wrong_1_is_false : ¬ (∀ (x y : Int) (h : x < y), x < (x + y) / 2 ∧ (x + y) / 2 < y) := by
  intro h
  exact absurd (h 0 1 (by decide)) (by decide)

theorem wrong_2_is_false : ¬ (∀ (x y : Rat) (h : x < y), x < x + y / 2 ∧ x + y / 2 < y) := by
  intro h
  have := h 1 2 (by grind)
  grind

theorem wrong_3_holds (x y : Rat) (h : x < y) : x ≤ (x + y) / 2 ∧ (x + y) / 2 ≤ y := by
  grind

end mean_of_two_rationals

namespace half_of_seven

theorem reference : (7 / 2 : Rat) > 3 := by
  grind

theorem right_1 : ∃ x : Rat, x + x = 7 ∧ 3 < x := by
  exact ⟨7 / 2, by grind, by grind⟩

theorem wrong_1_is_false : ¬ (7 / 2 > 3) := by
  decide

theorem wrong_2_is_false : ¬ ((7 / 2 : Rat) < 3) := by
  grind

theorem wrong_3_holds : (7 / 2 : Rat) ≥ 3 := by
  grind

end half_of_seven

namespace sum_ten_difference_three

theorem reference (x y : Rat) (h₁ : x + y = 10) (h₂ : x - y = 3) : x = 13 / 2 ∧ y = 7 / 2 := by
  grind

theorem right_1 : ∀ x y : Rat, (y + x = 10 ∧ x = y + 3) → 2 * x = 13 ∧ 2 * y = 7 := by
  grind

theorem wrong_1_is_vacuous (x y : Int) (h₁ : x + y = 10) (h₂ : x - y = 3) : False := by
  omega

theorem wrong_2_is_false : ¬ (∀ (x y : Rat) (h₁ : x + y = 10) (h₂ : y - x = 3), x = 13 / 2 ∧ y = 7 / 2) := by
  intro h
  have := h (7 / 2) (13 / 2) (by grind) (by grind)
  grind

theorem wrong_3_is_false : ¬ (∀ (x y : Rat) (h₁ : x + y = 10) (h₂ : x - y = 3), x = 13 / 2 ∧ y = 5 / 2) := by
  intro h
  have := h (13 / 2) (7 / 2) (by grind) (by grind)
  grind

end sum_ten_difference_three

namespace equal_to_own_square

theorem reference (x : Rat) (h : x ^ 2 = x) : x = 0 ∨ x = 1 := by
  have h1 : x * (x - 1) = 0 := by grind
  rcases Rat.mul_eq_zero.mp h1 with h2 | h2
  · exact Or.inl h2
  · right; grind

theorem right_1 : ∀ x : Rat, x = x * x → x ≠ 0 → x = 1 := by
  intro x h h₀
  have := reference x (by grind)
  grind

theorem wrong_1_is_false : ¬ (∀ (x : Rat) (h : x ^ 2 = x), x = 0 ∧ x = 1) := by
  intro h
  have := h 0 (by grind)
  grind

theorem wrong_2_is_vacuous (x : Rat) (h : x ^ 2 = x) (h₀ : x ≠ 0) (h₁ : x ≠ 1) : False := by
  have h2 : x * (x - 1) = 0 := by grind
  rcases Rat.mul_eq_zero.mp h2 with h3 | h3 <;> grind

theorem wrong_3_holds (x : Rat) (h : x = 0 ∨ x = 1) : x ^ 2 = x := by
  grind

end equal_to_own_square

namespace doubling_plus_one

theorem reference (a : Nat → Nat) (h₀ : a 0 = 1) (h : ∀ n : Nat, a (n + 1) = 2 * a n + 1) (n : Nat) :
    a n = 2 ^ (n + 1) - 1 := by
  have : a n + 1 = 2 ^ (n + 1) := by
    induction n with
    | zero => simp [h₀]
    | succ n ih => rw [h, Nat.pow_succ]; omega
  omega

theorem right_1 :
    ∀ a : Nat → Nat, a 0 = 1 ∧ (∀ n : Nat, a (n + 1) = 2 * a n + 1) → ∀ n : Nat, a n + 1 = 2 * 2 ^ n := by
  intro a h n
  have := reference a h.1 h.2 n
  have : 0 < 2 ^ n := Nat.pow_pos (by decide)
  rw [Nat.pow_succ] at *
  omega

theorem wrong_1_is_vacuous (a : Nat → Nat) (h₀ : a 0 = 1) (h : ∀ n : Nat, a n = 2 * a n + 1) (n : Nat) : False := by
  have := h 0
  omega

theorem wrong_2_is_false :
    ¬ (∀ (a : Nat → Nat) (h : ∀ n : Nat, a (n + 1) = 2 * a n + 1) (n : Nat), a n = 2 ^ (n + 1) - 1) := by
  intro h
  have key : ∀ n : Nat, (fun n => 2 ^ n - 1) (n + 1) = 2 * (fun n => 2 ^ n - 1) n + 1 := by
    intro n
    have : 0 < 2 ^ n := Nat.pow_pos (by decide)
    simp only [Nat.pow_succ]
    omega
  exact absurd (h (fun n => 2 ^ n - 1) key 0) (by decide)

theorem wrong_3_holds (a : Nat → Nat) (h₀ : a 0 = 1) (h : ∀ n : Nat, a n = 2 ^ (n + 1) - 1) (n : Nat) :
    a n = 2 ^ (n + 1) - 1 := by
  exact h n

end doubling_plus_one

namespace fibonacci_three_steps

def fib : Nat → Nat
  | 0 => 0
  | 1 => 1
  | n + 2 => fib (n + 1) + fib n

theorem reference (n : Nat) : fib (n + 3) = 2 * fib (n + 1) + fib n := by
  simp only [fib]
  omega

theorem right_1 : ∀ n : Nat, fib n + fib (n + 1) + fib (n + 1) = fib (n + 3) := by
  intro n
  have := reference n
  omega

theorem wrong_1_is_false : ¬ (∀ (n : Nat), fib (n + 3) = 2 * (fib (n + 1) + fib n)) := by
  intro h
  exact absurd (h 1) (by decide)

theorem wrong_2_is_false : ¬ (∀ (n : Nat), fib (n + 2) = 2 * fib (n + 1) + fib n) := by
  intro h
  exact absurd (h 0) (by decide)

theorem wrong_3_is_false : ¬ (∀ (n : Nat), fib n + 3 = 2 * fib (n + 1) + fib n) := by
  intro h
  exact absurd (h 0) (by decide)

end fibonacci_three_steps

namespace factorial_at_least_power

def fact : Nat → Nat
  | 0 => 1
  | n + 1 => (n + 1) * fact n

theorem refuted : ¬ (∀ (n : Nat), fact n ≥ 2 ^ n) := by
  intro h
  exact absurd (h 1) (by decide)

theorem right_1_is_false : ¬ (¬ ∃ n : Nat, fact n < 2 ^ n) := by
  intro h
  exact h ⟨1, by decide⟩

theorem wrong_1_holds (n : Nat) (h : 4 ≤ n) : fact n ≥ 2 ^ n := by
  obtain ⟨k, rfl⟩ := Nat.le.dest h
  induction k with
  | zero => decide
  | succ k ih =>
    have h₂ : 2 * 2 ^ (4 + k) ≤ (4 + k + 1) * fact (4 + k) := Nat.mul_le_mul (by omega) (ih (by omega))
    rw [show 4 + (k + 1) = 4 + k + 1 by omega, Nat.pow_succ, Nat.mul_comm]
    exact h₂

theorem wrong_2_holds (n : Nat) : fact (n + 1) ≥ 2 ^ n := by
  induction n with
  | zero => decide
  | succ n ih =>
    have h₂ : 2 * 2 ^ n ≤ (n + 2) * fact (n + 1) := Nat.mul_le_mul (by omega) ih
    rw [Nat.pow_succ, Nat.mul_comm]
    exact h₂

theorem wrong_3_is_false : ¬ (∀ (n : Nat), fact n ≤ 2 ^ n) := by
  intro h
  exact absurd (h 4) (by decide)

end factorial_at_least_power

namespace bernoulli_natural

theorem reference (x n : Nat) : (1 + x) ^ n ≥ 1 + n * x := by
  induction n with
  | zero => simp
  | succ n ih =>
    have h := Nat.mul_le_mul_right (1 + x) ih
    have h2 : 0 ≤ n * x * x := Nat.zero_le _
    grind

theorem right_1 : ∀ n x : Nat, n * x < (x + 1) ^ n := by
  intro n x
  have := reference x n
  rw [Nat.add_comm] at this
  omega

theorem wrong_1_is_false : ¬ (∀ (x n : Nat), 1 + x ^ n ≥ 1 + n * x) := by
  intro h
  exact absurd (h 1 2) (by decide)

theorem wrong_2_is_false : ¬ (∀ (x : Int) (n : Nat), (1 + x) ^ n ≥ 1 + n * x) := by
  intro h
  exact absurd (h (-4) 3) (by decide)

theorem wrong_3_is_vacuous (x n : Nat) (hx : 1 + x ≤ 0) : False := by
  omega

end bernoulli_natural

namespace increasing_sequence_grows

theorem reference (a : Nat → Nat) (h : ∀ n : Nat, a n < a (n + 1)) (n : Nat) : n ≤ a n := by
  induction n with
  | zero => exact Nat.zero_le _
  | succ n ih => have := h n; omega

theorem right_1 : ∀ a : Nat → Nat, (∀ n : Nat, a n + 1 ≤ a (n + 1)) → ¬ ∃ n : Nat, a n < n := by
  intro a h ⟨n, hn⟩
  have := reference a h n
  omega

theorem wrong_1_is_false : ¬ (∀ (a : Nat → Nat) (h : ∀ n : Nat, a n ≤ a (n + 1)) (n : Nat), n ≤ a n) := by
  intro h
  exact absurd (h (fun _ => 0) (fun _ => Nat.le_refl 0) 1) (by decide)

theorem wrong_2_is_vacuous (a : Nat → Nat) (h : ∀ n : Nat, a (n + 1) < a n) (n : Nat) : False := by
  have key : ∀ m : Nat, a m + m ≤ a 0 := by
    intro m
    induction m with
    | zero => simp
    | succ m ih => have := h m; omega
  have := key (a 0 + 1)
  omega

theorem wrong_3_is_false : ¬ (∀ (a : Nat → Nat) (n : Nat) (h : a n < a (n + 1)), n ≤ a n) := by
  intro h
  exact absurd (h (fun n => n - 1) 1 (by decide)) (by decide)

end increasing_sequence_grows

namespace reciprocal_of_proper_fraction

theorem reference (x : Rat) (h₀ : 0 < x) (h₁ : x < 1) : 1 < 1 / x := by
  have h := Rat.mul_pos (Rat.inv_pos.mpr h₀) (show 0 < 1 - x by grind)
  grind

theorem right_1 : ∀ x : Rat, (x > 0 ∧ 1 > x) → x⁻¹ > 1 := by
  intro x h
  have := reference x h.1 h.2
  grind

theorem wrong_1_is_vacuous (x : Int) (h₀ : 0 < x) (h₁ : x < 1) : False := by
  omega

theorem wrong_2_is_false : ¬ (∀ (x : Rat) (h₁ : x < 1), 1 < 1 / x) := by
  intro h
  have := h (-1) (by grind)
  grind

theorem wrong_3_is_false : ¬ (∀ (x : Rat) (h₀ : 0 < x) (h₁ : x ≤ 1), 1 < 1 / x) := by
  intro h
  have := h 1 (by grind) (by grind)
  grind

end reciprocal_of_proper_fraction

namespace rational_between

theorem reference (x y : Rat) (h : x < y) : ∃ z : Rat, x < z ∧ z < y := by
  exact ⟨(x + y) / 2, by grind, by grind⟩

theorem right_1 : ∀ y x : Rat, y - x > 0 → ¬ ∀ z : Rat, z ≤ x ∨ y ≤ z := by
  intro y x h k
  have := k ((x + y) / 2)
  grind

theorem wrong_1_is_false : ¬ (∀ (x y : Int) (h : x < y), ∃ z : Int, x < z ∧ z < y) := by
  intro h
  obtain ⟨z, hz⟩ := h 0 1 (by decide)
  omega

theorem wrong_2_is_false : ¬ (∃ z : Rat, ∀ x y : Rat, x < y → x < z ∧ z < y) := by
  intro ⟨z, h⟩
  have := h z (z + 1) (by grind)
  grind

theorem wrong_3_holds (x y : Rat) (h : x < y) : ∃ z : Rat, x < z ∨ z < y := by
  exact ⟨y, Or.inl h⟩

end rational_between

namespace below_every_positive

theorem reference (x : Rat) (h : ∀ e : Rat, 0 < e → x < e) : x ≤ 0 := by
  by_cases k : 0 < x
  · have := h x k
    grind
  · grind

theorem right_1 : ∀ x : Rat, 0 < x → ∃ e : Rat, e > 0 ∧ e ≤ x := by
  exact fun x h => ⟨x, h, by grind⟩

theorem wrong_1_is_vacuous (x : Rat) (h : ∀ e : Rat, x < e) : False := by
  have := h x
  grind

theorem wrong_2_is_false : ¬ (∀ (x e : Rat) (he : 0 < e) (h : x < e), x ≤ 0) := by
  intro h
  have := h 1 2 (by grind) (by grind)
  grind

theorem wrong_3_is_false : ¬ (∀ (x : Rat) (h : ∀ e : Rat, 0 < e → x < e), x < 0) := by
  intro h
  have := h 0 (fun e he => he)
  grind

end below_every_positive

namespace cubes_with_sum_zero

theorem reference (a b c : Int) (h : a + b + c = 0) : a ^ 3 + b ^ 3 + c ^ 3 = 3 * a * b * c := by
  obtain rfl : c = -a - b := by omega
  grind

theorem right_1 : ∀ a b c : Int, a + b = -c → a * a * a + b * b * b + c * c * c - 3 * (a * b * c) = 0 := by
  intro a b c h
  have := reference a b c (by omega)
  grind

theorem wrong_1_is_false : ¬ (∀ (a b c : Int), a ^ 3 + b ^ 3 + c ^ 3 = 3 * a * b * c) := by
  intro h
  exact absurd (h 1 0 0) (by decide)

theorem wrong_2_is_false : ¬ (∀ (a b c : Int) (h : a + b + c = 0), (a + b + c) ^ 3 = 3 * a * b * c) := by
  intro h
  exact absurd (h 1 1 (-2) (by decide)) (by decide)

theorem wrong_3_is_vacuous (a b c : Int) (ha : 0 < a) (hb : 0 < b) (hc : 0 < c) (h : a + b + c = 0) : False := by
  omega

end cubes_with_sum_zero

namespace number_plus_reciprocal

theorem reference (x : Rat) (h : 0 < x) : x + 1 / x ≥ 2 := by
  have h₁ : 0 ≤ (x - 1) * (x - 1) := by
    rcases Rat.le_total (a := x) (b := 1) with k | k
    · have := Rat.mul_nonneg (show 0 ≤ 1 - x by grind) (show 0 ≤ 1 - x by grind)
      grind
    · exact Rat.mul_nonneg (by grind) (by grind)
  have h₂ := Rat.mul_nonneg (Rat.le_of_lt (Rat.inv_pos.mpr h)) h₁
  have h₃ : x⁻¹ * ((x - 1) * (x - 1)) = x + x⁻¹ - 2 := by grind
  rw [h₃] at h₂
  grind

theorem right_1 : ∀ x : Rat, ¬ (x ≤ 0) → ¬ (x⁻¹ + x < 2) := by
  intro x h k
  have := reference x (by grind)
  grind

theorem wrong_1_is_false : ¬ (∀ (x : Rat) (h : x ≠ 0), x + 1 / x ≥ 2) := by
  intro h
  have := h (-1) (by grind)
  grind

theorem wrong_2_is_false : ¬ (∀ (x : Rat) (h : 0 < x), x + 1 / x > 2) := by
  intro h
  have := h 1 (by grind)
  grind

theorem wrong_3_holds (x : Nat) (h : 0 < x) : x + 1 / x ≥ 2 := by
  rcases x with _ | _ | x
  · omega
  · decide
  · exact Nat.le_trans (Nat.le_add_left 2 x) (Nat.le_add_right _ _)

end number_plus_reciprocal

namespace product_equals_sum

theorem reference (x y : Nat) (h : x * y = x + y) : (x = 0 ∧ y = 0) ∨ (x = 2 ∧ y = 2) := by
  rcases x with _ | _ | k
  · grind
  · grind
  · rcases y with _ | _ | _ | j
    · grind
    · grind
    · grind
    · have := Nat.zero_le (k * j)
      grind

theorem right_1 : ∀ y x : Nat, x + y = y * x → x = y ∧ (y = 0 ∨ y = 2) := by
  intro y x h
  have := reference x y (by grind)
  omega

theorem wrong_1_is_false : ¬ (∀ (x y : Nat) (h : x * y = x + y), x = 2 ∧ y = 2) := by
  intro h
  exact absurd (h 0 0 (by decide)) (by decide)

theorem wrong_2_is_false : ¬ (∀ (x y : Rat) (h : x * y = x + y), (x = 0 ∧ y = 0) ∨ (x = 2 ∧ y = 2)) := by
  intro h
  have := h 3 (3 / 2) (by grind)
  grind

theorem wrong_3_holds (x y : Nat) (hx : 0 < x) (h : x * y = x + y) : (x = 0 ∧ y = 0) ∨ (x = 2 ∧ y = 2) := by
  rcases reference x y h with k | k
  · omega
  · exact Or.inr k

end product_equals_sum
