namespace square_plus_six

theorem reference : ∀ n : Nat, n ^ 2 + 6 = 5 * n ↔ n = 2 ∨ n = 3 := by
  intro n
  constructor
  · intro h
    rw [Nat.pow_two] at h
    have h5 : n < 5 := Nat.lt_of_mul_lt_mul_right (a := n) (by omega)
    rcases (by omega : n = 0 ∨ n = 1 ∨ n = 2 ∨ n = 3 ∨ n = 4) with rfl | rfl | rfl | rfl | rfl <;> omega
  · rintro (rfl | rfl) <;> rfl

theorem right_1 (n : Nat) : n ∈ [2, 3] ↔ n * n + 6 = 5 * n := by
  have := reference n
  rw [Nat.pow_two] at this
  simpa using this.symm

theorem right_2 : (2 ^ 2 + 6 = 5 * 2 ∧ 3 ^ 2 + 6 = 5 * 3) ∧ ∀ n : Nat, n ^ 2 + 6 = 5 * n → n = 2
    ∨ n = 3 :=
  ⟨by decide, fun n => (reference n).1⟩

theorem wrong_1_is_false : ¬ (∀ n : Nat, n ^ 2 + 6 = 5 * n ↔ n = 2 ∧ n = 3) :=
  fun h => absurd ((h 2).1 rfl) (by decide)

theorem wrong_2_holds : ∀ n : Nat, n = 2 ∨ n = 3 → n ^ 2 + 6 = 5 * n := fun n => (reference n).2

theorem wrong_3_is_false : ¬ (∀ n : Nat, n ^ 2 + 5 = 6 * n ↔ n = 2 ∨ n = 3) :=
  fun h => absurd ((h 2).2 (.inl rfl)) (by decide)

end square_plus_six

namespace largest_square_below_fifty

theorem reference : 7 ^ 2 < 50 ∧ ∀ n : Nat, n ^ 2 < 50 → n ≤ 7 := by
  refine ⟨by decide, fun n h => Nat.le_of_not_lt fun hn => ?_⟩
  have := Nat.pow_le_pow_left (show 8 ≤ n from hn) 2
  omega

theorem right_1 : 7 * 7 < 50 ∧ ∀ n : Nat, 7 < n → ¬ n * n < 50 :=
  ⟨by decide, fun n hn h => absurd (reference.2 n (by rwa [Nat.pow_two])) (by omega)⟩

theorem wrong_1_is_false : ¬ (7 ^ 2 < 50 ∧ ∀ n : Nat, n ^ 2 < 50 → n < 7) :=
  fun h => absurd (h.2 7 (by decide)) (by decide)

theorem wrong_2_holds : ∀ n : Nat, n ^ 2 < 50 → n ≤ 7 := reference.2

theorem wrong_3_is_vacuous (h : ∀ n : Nat, n ^ 2 < 50) (n : Nat) : False :=
  absurd (h 8) (by decide)

end largest_square_below_fifty

namespace multiples_of_seven_to_hundred

theorem reference : ((List.range 101).filter (fun n => 1 ≤ n ∧ 7 ∣ n)).length = 14 := by decide

theorem right_1 : (List.range 100).countP (fun i => (i + 1) % 7 == 0) = 14 := by decide

theorem wrong_1_is_false : ¬ (((List.range 100).filter (fun n => 7 ∣ n)).length = 14) :=
  by decide

theorem wrong_2_is_false : ¬ (((List.range 101).filter (fun n => 1 ≤ n ∧ n ∣ 7)).length = 14) :=
  by decide

theorem wrong_3_holds : ((List.range 100).filter (fun n => 1 ≤ n ∧ 7 ∣ n)).length = 14 :=
  by decide

end multiples_of_seven_to_hundred

namespace two_factors_of_six

theorem reference (x y : Nat) : x * y = 6 ∧ x < y ↔ (x = 1 ∧ y = 6) ∨ (x = 2 ∧ y = 3) := by
  constructor
  · rintro ⟨h, hlt⟩
    have hx : x < 3 := by
      refine Nat.lt_of_not_le fun h3 => ?_
      have := Nat.mul_le_mul h3 (show 4 ≤ y by omega)
      omega
    rcases (by omega : x = 0 ∨ x = 1 ∨ x = 2) with rfl | rfl | rfl <;> omega
  · rintro (⟨rfl, rfl⟩ | ⟨rfl, rfl⟩) <;> decide

theorem right_1 : ∀ p : Nat × Nat, (p.1 * p.2 = 6 ∧ p.1 < p.2) ↔ p = (1, 6) ∨ p = (2, 3) := by
  rintro ⟨x, y⟩
  simpa using reference x y

theorem wrong_1_is_false : ¬ (∀ (x y : Nat), x * y = 6 ↔ (x = 1 ∧ y = 6) ∨ (x = 2 ∧ y = 3)) :=
  fun h => absurd ((h 6 1).1 rfl) (by decide)

theorem wrong_2_is_false : ¬ (∀ (x y : Int), x * y = 6 ∧ x < y ↔ (x = 1 ∧ y = 6) ∨
    (x = 2 ∧ y = 3)) :=
  fun h => absurd ((h (-6) (-1)).1 (by decide)) (by decide)

theorem wrong_3_is_vacuous (x y : Nat) (h1 : x = 1 ∧ y = 6) (h2 : x = 2 ∧ y = 3) : False :=
  by omega

end two_factors_of_six

namespace integer_roots

theorem reference : ∀ x : Int, x ^ 2 = 3 * x + 10 ↔ x = -2 ∨ x = 5 := by
  intro x
  constructor
  · intro h
    have h0 : (x + 2) * (x - 5) = 0 := by grind
    rcases Int.mul_eq_zero.1 h0 with e | e <;> omega
  · rintro (rfl | rfl) <;> decide

theorem right_1 (x : Int) : ¬ (x = 5 ∨ x = -2) ↔ x * x - 3 * x - 10 ≠ 0 := by
  have := reference x
  grind

theorem wrong_1_is_false : ¬ (∀ x : Int, x ^ 2 = 3 * x + 10 ↔ x = 5) :=
  fun h => absurd ((h (-2)).1 (by decide)) (by decide)

theorem wrong_2_holds : ∀ x : Nat, x ^ 2 = 3 * x + 10 ↔ x = 5 := by
  intro x
  have := reference x
  constructor
  · intro h
    have h' : (x : Int) ^ 2 = 3 * x + 10 := by exact_mod_cast h
    have := this.1 h'
    omega
  · rintro rfl; rfl

theorem wrong_3_is_false : ¬ (∀ x : Int, x ^ 2 = 3 * x + 10 ↔ x = 2 ∨ x = -5) :=
  fun h => absurd ((h 2).2 (.inl rfl)) (by decide)

end integer_roots

namespace smallest_with_two_remainders

theorem reference : (7 % 3 = 1 ∧ 7 % 5 = 2) ∧ ∀ n : Nat, n % 3 = 1 ∧ n % 5 = 2 → 7 ≤ n :=
  ⟨by decide, by omega⟩

theorem right_1 : (∃ a b, 7 = 3 * a + 1 ∧ 7 = 5 * b + 2) ∧ ∀ n : Nat, n < 7 → ¬
    ((∃ a, n = 3 * a + 1) ∧ ∃ b, n = 5 * b + 2) :=
  ⟨⟨2, 1, by decide⟩, by rintro n h ⟨⟨a, _⟩, ⟨b, _⟩⟩; omega⟩

theorem wrong_1_is_false : ¬ ((7 % 3 = 1 ∧ 7 % 5 = 2) ∧ ∀ n : Nat, n % 3 = 1 ∨ n % 5 = 2 → 7 ≤ n)
    :=
  fun h => absurd (h.2 1 (.inl rfl)) (by decide)

theorem wrong_2_is_false : ¬ (((7 : Int) % 3 = 1 ∧ (7 : Int) % 5 = 2) ∧ ∀ n : Int, n % 3 = 1 ∧ n
    % 5 = 2 → 7 ≤ n) :=
  fun h => absurd (h.2 (-8) (by decide)) (by decide)

theorem wrong_3_is_vacuous (n : Nat) (h3 : n % 3 = 1) (h5 : n % 5 = 2) (hn : n < 7) : False :=
  by omega

end smallest_with_two_remainders

namespace successor_divides_six

theorem reference (n : Nat) : n + 1 ∣ 6 ↔ n = 0 ∨ n = 1 ∨ n = 2 ∨ n = 5 := by
  constructor
  · intro h
    have := Nat.le_of_dvd (by decide) h
    rcases (by omega : n = 0 ∨ n = 1 ∨ n = 2 ∨ n = 3 ∨ n = 4 ∨ n = 5) with rfl | rfl | rfl | rfl | rfl | rfl <;> omega
  · rintro (rfl | rfl | rfl | rfl) <;> decide

theorem right_1 : ∀ n : Nat, n ∈ [0, 1, 2, 5] ↔ 6 % (n + 1) = 0 := by
  intro n
  rw [← Nat.dvd_iff_mod_eq_zero, reference]
  simp

theorem wrong_1_is_false : ¬ (∀ (n : Nat), 6 ∣ n + 1 ↔ n = 0 ∨ n = 1 ∨ n = 2 ∨ n = 5) :=
  fun h => absurd ((h 0).2 (.inl rfl)) (by decide)

theorem wrong_2_is_false : ¬ (∀ (n : Nat), n + 1 ∣ 6 ↔ (n = 0 ∨ n = 1) ∧ (n = 2 ∨ n = 5)) :=
  fun h => absurd ((h 0).1 (by decide)) (by decide)

theorem wrong_3_holds (n : Nat) (hn : 0 < n) : n + 1 ∣ 6 ↔ n = 1 ∨ n = 2 ∨ n = 5 := by
  rw [reference]
  omega

end successor_divides_six

namespace power_below_square

theorem reference : ∀ n : Nat, 2 ^ n < n ^ 2 ↔ n = 3 := by
  have key : ∀ k, (k + 4) ^ 2 ≤ 2 ^ (k + 4) := by
    intro k
    induction k with
  | zero => decide
  | succ k ih =>
      rw [show k + 1 + 4 = (k + 4) + 1 by omega, Nat.pow_succ 2]
      have : (k + 4 + 1) ^ 2 ≤ (k + 4) ^ 2 * 2 := by
        have : (k + 4 + 1) ^ 2 + (k ^ 2 + 6 * k + 7) = (k + 4) ^ 2 * 2 := by grind
        omega
      omega
  intro n
  constructor
  · intro h
    by_cases h4 : 4 ≤ n
    · have := key (n - 4)
      rw [show n - 4 + 4 = n by omega] at this
      omega
    · rcases (by omega : n = 0 ∨ n = 1 ∨ n = 2 ∨ n = 3) with rfl | rfl | rfl | rfl
      · simp at h
      · simp at h
      · simp at h
      · rfl
  · rintro rfl; decide

theorem right_1 (n : Nat) : n ≠ 3 ↔ n * n ≤ 2 ^ n := by
  have := reference n
  rw [Nat.pow_two] at this
  omega

theorem wrong_1_is_false : ¬ (∀ n : Nat, 2 ^ n ≤ n ^ 2 ↔ n = 3) :=
  fun h => absurd ((h 2).1 (by decide)) (by decide)

theorem wrong_2_is_false : ¬ (∀ n : Nat, n ^ 2 < 2 ^ n ↔ n = 3) :=
  fun h => absurd ((h 3).2 rfl) (by decide)

theorem wrong_3_holds : ∃ n : Nat, 2 ^ n < n ^ 2 ∧ n = 3 := ⟨3, by decide⟩

end power_below_square

namespace last_digit_of_powers_of_three

theorem reference (k : Nat) : 3 ^ (4 * k + 2) % 10 = 9 := by
  induction k with
  | zero => rfl
  | succ k ih =>
    rw [show 4 * (k + 1) + 2 = (4 * k + 2) + 4 by omega, Nat.pow_add]
    omega

theorem right_1 : ∀ k : Nat, ∃ m, 3 ^ (2 + 4 * k) = 10 * m + 9 := by
  intro k
  have := reference k
  rw [Nat.add_comm 2]
  exact ⟨3 ^ (4 * k + 2) / 10, by omega⟩

theorem wrong_1_is_false : ¬ (∀ (k : Nat), (3 ^ 4) * k + 2 % 10 = 9) :=
  fun h => absurd (h 0) (by decide)

theorem wrong_2_is_false : ¬ (∀ (k : Nat), 3 ^ (4 * k + 3) % 10 = 9) :=
  fun h => absurd (h 0) (by decide)

theorem wrong_3_holds : ∃ k : Nat, 3 ^ (4 * k + 2) % 10 = 9 := ⟨0, rfl⟩

end last_digit_of_powers_of_three

namespace how_many_below_twenty_thirds

theorem reference : ∃ ns : List Nat, ns.Nodup ∧ ns.length = 7 ∧ ∀ n, n ∈ ns ↔ 3 * n < 20 :=
  ⟨[0, 1, 2, 3, 4, 5, 6], by decide, rfl, by intro n; simp; omega⟩

theorem right_1 : ((List.range 20).filter (fun n => 3 * n < 20)).length = 7 := by decide

theorem wrong_1_is_false : ¬ (∃ ns : List Nat, ns.Nodup ∧ ns.length = 6 ∧ ∀ n, n ∈ ns ↔ 3 * n <
    20) := by
  rintro ⟨ns, hd, hl, h⟩
  have key : ∀ l ms : List Nat, l.Nodup → (∀ a ∈ l, a ∈ ms) → l.length ≤ ms.length := by
    intro l
    induction l with
  | nil => intro ms _ _; simp
  | cons a l ih =>
      intro ms hd hm
      rw [List.nodup_cons] at hd
      have ha := hm a (by simp)
      have := ih (ms.erase a) hd.2 fun b hb =>
        (List.mem_erase_of_ne (by rintro rfl; exact hd.1 hb)).2 (hm b (by simp [hb]))
      rw [List.length_erase_of_mem ha] at this
      have := List.length_pos_of_mem ha
      simp
      omega
  have := key [0, 1, 2, 3, 4, 5, 6] ns (by decide) fun a ha => (h a).2 (by simp at ha; omega)
  simp at this
  omega

theorem wrong_2_holds : ∃ ns : List Nat, ns.length = 7 ∧ ∀ n, n ∈ ns ↔ 3 * n < 20 :=
  ⟨[0, 1, 2, 3, 4, 5, 6], rfl, by intro n; simp; omega⟩

theorem wrong_3_holds : ∃ ns : List Nat, ns.length = 7 ∧ ∀ n, n ∈ ns → n ∈ ns ∨ 3 * n < 20 :=
  ⟨[0, 0, 0, 0, 0, 0, 0], rfl, fun _ h => .inl h⟩

end how_many_below_twenty_thirds

namespace functions_with_shift

theorem reference (f : Int → Int) : (∀ x y, f (x + y) = f x + y) ↔ ∃ c, ∀ x, f x = x + c := by
  constructor
  · intro h
    refine ⟨f 0, fun x => ?_⟩
    have := h 0 x
    rw [Int.zero_add] at this
    omega
  · rintro ⟨c, h⟩ x y
    rw [h, h]
    omega

theorem right_1 : ∀ f : Int → Int, (∀ x y, f x + y = f (x + y)) ↔ ∃ c, f = fun x => c + x := by
  intro f
  constructor
  · intro h
    obtain ⟨c, hc⟩ := (reference f).1 fun x y => (h x y).symm
    exact ⟨c, funext fun x => by rw [hc, Int.add_comm]⟩
  · rintro ⟨c, rfl⟩ x y
    simp only
    omega

theorem wrong_1_is_false : ¬ (∀ (f : Int → Int), (∀ x y, f (x + y) = f x + y) ↔ ∀ x, ∃ c, f x = x
    + c) := by
  intro h
  have := (h fun _ => 0).2 (fun x => ⟨-x, by omega⟩) 0 1
  simp at this

theorem wrong_2_is_false : ¬ (∀ (f : Int → Int), (∀ x y, f (x + y) = f x + y) ↔ ∀ x, f x = x) := by
  intro h
  have := (h fun x => x + 1).1 (fun x y => by omega) 0
  simp at this

theorem wrong_3_is_vacuous (f : Int → Nat) (h : ∀ x y : Int, (f (x + y) : Int) = f x + y) : False
    := by
  have := h 0 (-(f 0 : Int) - 1)
  omega

end functions_with_shift

namespace smallest_sum_above_fifty

def sumTo : Nat → Nat
  | 0 => 0
  | n + 1 => sumTo n + (n + 1)

theorem reference : sumTo 10 > 50 ∧ ∀ m, sumTo m > 50 → 10 ≤ m := by
  refine ⟨by decide, fun m h => Nat.le_of_not_lt fun hm => ?_⟩
  have : ∀ k, k < 10 → sumTo k ≤ 50 := by decide
  have := this m hm
  omega

theorem right_1 : 50 < sumTo 10 ∧ ∀ m, m < 10 → sumTo m ≤ 50 := by decide

theorem wrong_1_is_false : ¬ (sumTo 10 > 50 ∧ ∀ m, sumTo m > 50 → 10 < m) :=
  fun h => absurd (h.2 10 (by decide)) (by decide)

theorem wrong_2_holds : ∀ m, sumTo m > 50 → 10 ≤ m := reference.2

theorem wrong_3_is_false : ¬ (sumTo 10 ≥ 55 ∧ ∀ m, sumTo m ≥ 45 → 10 ≤ m) :=
  fun h => absurd (h.2 9 (by decide)) (by decide)

end smallest_sum_above_fifty

namespace coins_of_three_and_five

theorem reference : (¬ ∃ a b : Nat, 3 * a + 5 * b = 7) ∧ ∀ n : Nat,
    (¬ ∃ a b : Nat, 3 * a + 5 * b = n) → n ≤ 7 := by
  refine ⟨by rintro ⟨a, b, h⟩; omega, fun n h => Nat.le_of_not_lt fun hn => h ?_⟩
  rcases (by omega : n % 3 = 0 ∨ n % 3 = 1 ∨ n % 3 = 2) with e | e | e
  · exact ⟨n / 3, 0, by omega⟩
  · exact ⟨(n - 10) / 3, 2, by omega⟩
  · exact ⟨(n - 5) / 3, 1, by omega⟩

theorem right_1 : (∀ a b : Nat, 3 * a + 5 * b ≠ 7) ∧ ∀ n : Nat, 7 < n → ∃ a b : Nat, n = 3 * a +
    5 * b := by
  refine ⟨by omega, fun n hn => Classical.byContradiction fun h => ?_⟩
  have := reference.2 n fun ⟨a, b, e⟩ => h ⟨a, b, e.symm⟩
  omega

theorem wrong_1_is_false : ¬ ((¬ ∃ a b : Int, 3 * a + 5 * b = 7) ∧ ∀ n : Int,
    (¬ ∃ a b : Int, 3 * a + 5 * b = n) → n ≤ 7) :=
  fun h => h.1 ⟨-1, 2, by decide⟩

theorem wrong_2_is_false : ¬ ((¬ ∃ a b : Nat, 3 * a + 5 * b = 7) ∧ ∀ n : Nat,
    (∃ a b : Nat, 3 * a + 5 * b ≠ n) → n ≤ 7) :=
  fun h => absurd (h.2 8 ⟨0, 0, by decide⟩) (by decide)

theorem wrong_3_is_vacuous (n : Nat) (h7 : n > 7) (hn : ∀ a b : Nat, 3 * a + 5 * b ≠ n) : False := by
  have := reference.2 n fun ⟨a, b, e⟩ => hn a b e
  omega

end coins_of_three_and_five

namespace rational_roots

theorem reference (x : Rat) : (2 * x - 1) * (x + 3) = 0 ↔ x = 1 / 2 ∨ x = -3 := by
  constructor
  · intro h
    rcases Rat.mul_eq_zero.1 h with e | e
    · left; grind
    · right; grind
  · rintro (rfl | rfl) <;> grind

theorem right_1 : ∀ x : Rat, (x + 3) * (2 * x - 1) = 0 ↔ 2 * x = 1 ∨ x + 3 = 0 := by
  intro x
  have := reference x
  grind

theorem wrong_1_is_false : ¬ (∀ (x : Int), (2 * x - 1) * (x + 3) = 0 ↔ x = 1 / 2 ∨ x = -3) :=
  fun h => absurd ((h 0).2 (.inl rfl)) (by decide)

theorem wrong_2_is_false : ¬ (∀ (x : Rat), 2 * x - 1 * (x + 3) = 0 ↔ x = 1 / 2 ∨ x = -3) := by
  intro h
  have := (h (-3)).2 (.inr rfl)
  grind

theorem wrong_3_is_false : ¬ (∀ (x : Rat), (2 * x - 1) * (x + 3) = 0 ↔ x = 2 ∨ x = -3) := by
  intro h
  have := (h 2).2 (.inl rfl)
  grind

end rational_roots
