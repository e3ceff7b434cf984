namespace filter_and_its_opposite

theorem reference {α : Type} (p : α → Bool) (xs : List α) : (xs.filter p).length +
    (xs.filter (fun x => !p x)).length = xs.length :=
  by induction xs <;> grind

theorem right_1 {α : Type} (xs : List α) (p : α → Bool) : xs.length = xs.countP
    (fun x => p x = false) + xs.countP (fun x => p x = true) :=
  by induction xs <;> grind

theorem wrong_1_is_false : ¬ (∀ {α : Type} (p : α → Bool) (xs : List α), (xs.filter p).length *
    (xs.filter (fun x => !p x)).length = xs.length) :=
  fun h => absurd (h (fun _ => true) [()]) (by decide)

theorem wrong_2_holds {α : Type} (p : α → Bool) (xs : List α) : (xs.filter p).length +
    (xs.filter (fun x => !p x)).length ≤ xs.length :=
  Nat.le_of_eq (reference p xs)

theorem wrong_3_is_false : ¬ (∀ {α : Type} (p q : α → Bool) (xs : List α), (xs.filter p).length +
    (xs.filter q).length = xs.length) :=
  fun h => absurd (h (fun _ => true) (fun _ => true) [()]) (by decide)

end filter_and_its_opposite

namespace insert_keeps_order

def insertIn (a : Nat) : List Nat → List Nat
  | [] => [a]
  | x :: xs => if a ≤ x then a :: x :: xs else x :: insertIn a xs

theorem reference (a : Nat) (xs : List Nat) (h : xs.Pairwise (· ≤ ·)) : (insertIn a xs).Pairwise
    (· ≤ ·) := by
  have mem : ∀ (b : Nat) (ys : List Nat), b ∈ insertIn a ys → b = a ∨ b ∈ ys := by
    intro b ys
    induction ys <;> grind [insertIn]
  induction xs with
  | nil => simp [insertIn]
  | cons x xs ih =>
    rw [insertIn]
    split
    · rw [List.pairwise_cons] at h ⊢
      refine ⟨fun b hb => ?_, List.pairwise_cons.2 h⟩
      rcases List.mem_cons.1 hb with rfl | hb
      · omega
      · have := h.1 b hb; omega
    · rw [List.pairwise_cons] at h ⊢
      refine ⟨fun b hb => ?_, ih h.2⟩
      rcases mem b xs hb with rfl | hb
      · omega
      · exact h.1 b hb

theorem right_1 : ∀ (xs : List Nat) (a : Nat), List.Pairwise (fun x y => y ≥ x) xs →
    List.Pairwise (fun x y => y ≥ x) (insertIn a xs) :=
  fun xs a h => reference a xs h

theorem wrong_1_is_false : ¬ (∀ (a : Nat) (xs : List Nat) (h : xs.Pairwise (· < ·)),
    (insertIn a xs).Pairwise (· < ·)) :=
  fun h => absurd (h 1 [1] (by decide)) (by decide)

theorem wrong_2_is_false : ¬ (∀ (a : Nat) (xs : List Nat), (insertIn a xs).Pairwise (· ≤ ·)) :=
  fun h => absurd (h 0 [2, 1]) (by decide)

theorem wrong_3_holds (a : Nat) (xs : List Nat) (h : (insertIn a xs).Pairwise (· ≤ ·)) :
    xs.Pairwise (· ≤ ·) := by
  have mem : ∀ (b : Nat) (ys : List Nat), b ∈ ys → b ∈ insertIn a ys := by
    intro b ys
    induction ys <;> grind [insertIn]
  induction xs with
  | nil => simp
  | cons x xs ih =>
    rw [insertIn] at h
    split at h
    · exact (List.pairwise_cons.1 h).2
    · rw [List.pairwise_cons] at h ⊢
      exact ⟨fun b hb => h.1 b (mem b xs hb), ih h.2⟩

end insert_keeps_order

namespace sum_of_doubled

theorem reference (xs : List Nat) : (xs.map (fun x => 2 * x)).sum = 2 * xs.sum :=
  by induction xs <;> grind

theorem right_1 : ∀ xs : List Nat, xs.sum + xs.sum = (xs.map (fun x => x + x)).sum :=
  fun xs => by induction xs <;> grind

theorem wrong_1_holds (xs : List Nat) : (xs ++ xs).sum = 2 * xs.sum := by simp; omega

theorem wrong_2_is_false : ¬ (∀ (xs : List Nat), (xs.map (fun x => x + 2)).sum = 2 * xs.sum) :=
  fun h => absurd (h [0]) (by decide)

theorem wrong_3_is_vacuous (xs : List Nat) (h : ∀ x : Nat, x = 2 * x) : False :=
  absurd (h 1) (by decide)

end sum_of_doubled

namespace entry_of_reversed

theorem reference {α : Type} (xs : List α) (k : Nat) (hk : k < xs.length) : xs.reverse[k]? =
    xs[xs.length - 1 - k]? :=
  List.getElem?_reverse hk

theorem right_1 {α : Type} (k : Nat) (xs : List α) : xs.length > k → ∀ x,
    xs[xs.length - (k + 1)]? = some x ↔ xs.reverse[k]? = some x := by
  intro h x
  rw [reference xs k h, show xs.length - (k + 1) = xs.length - 1 - k by omega]

theorem wrong_1_is_false : ¬ (∀ {α : Type} (xs : List α) (k : Nat) (hk : k < xs.length),
    xs.reverse[k]? = xs[xs.length - k]?) :=
  fun h => absurd (h [()] 0 (by decide)) (by decide)

theorem wrong_2_is_false : ¬ (∀ {α : Type} (xs : List α) (k : Nat), xs.reverse[k]? =
    xs[xs.length - 1 - k]?) :=
  fun h => absurd (h [()] 1) (by decide)

theorem wrong_3_is_vacuous {α : Type} (xs : List α) (k : Nat) (hk : xs.length ≤ k)
    (hx : k ≤ xs.length - 1) (hn : xs ≠ []) : False := by
  cases xs with
  | nil => exact hn rfl
  | cons x xs => simp at hk hx; omega

end entry_of_reversed

namespace list_and_its_mirror

theorem reference {α : Type} (xs : List α) : (xs ++ xs.reverse).reverse = xs ++ xs.reverse :=
  by simp

theorem right_1 {α : Type} (xs : List α) : ∀ i : Nat, (xs ++ xs.reverse)[i]? =
    (xs ++ xs.reverse).reverse[i]? :=
  fun i => by rw [reference]

theorem wrong_1_is_false : ¬ (∀ {α : Type} (xs : List α), (xs ++ xs).reverse = xs ++ xs) :=
  fun h => absurd (h [true, false]) (by decide)

theorem wrong_2_holds {α : Type} (xs : List α) (h : xs.reverse = xs) : (xs ++ xs.reverse).reverse
    = xs ++ xs.reverse :=
  reference xs

theorem wrong_3_is_false : ¬ (∀ {α : Type} (xs ys : List α), (xs ++ ys.reverse).reverse = xs ++
    ys.reverse) :=
  fun h => absurd (h [true] [false]) (by decide)

end list_and_its_mirror

namespace erase_lowers_count

theorem reference (a : Nat) (xs : List Nat) (h : a ∈ xs) : (xs.erase a).count a + 1 = xs.count a
    := by
  have := List.count_erase_self (a := a) (l := xs)
  have := List.count_pos_iff.2 h
  omega

theorem right_1 (a : Nat) (xs : List Nat) (h : 0 < xs.count a) : xs.count a - (xs.erase a).count
    a = 1 := by
  have := reference a xs (List.count_pos_iff.1 h)
  omega

theorem wrong_1_is_false : ¬ (∀ (a : Nat) (xs : List Nat), (xs.erase a).count a + 1 = xs.count a)
    :=
  fun h => absurd (h 0 []) (by decide)

theorem wrong_2_holds (a : Nat) (xs : List Nat) : (xs.erase a).count a = xs.count a - 1 :=
  List.count_erase_self

theorem wrong_3_is_false : ¬ (∀ (a b : Nat) (xs : List Nat) (h : a ∈ xs), (xs.erase a).count b +
    1 = xs.count b) :=
  fun h => absurd (h 0 1 [0] (by decide)) (by decide)

end erase_lowers_count

namespace numbers_below

theorem reference (n k : Nat) : k ∈ List.range n ↔ k < n := List.mem_range

theorem right_1 (n : Nat) : ∀ k, n ≤ k ↔ ¬ k ∈ List.range n := fun k => by rw [reference]; omega

theorem wrong_1_is_false : ¬ (∀ (n k : Nat), k ∈ List.range n ↔ k ≤ n) :=
  fun h => absurd ((h 0 0).2 (by decide)) (by decide)

theorem wrong_2_is_false : ¬ (∀ (n k : Nat), k ∈ List.range (n + 1) ↔ k < n) :=
  fun h => absurd ((h 0 0).1 (by decide)) (by decide)

theorem wrong_3_holds (n k : Nat) (h : k ∈ List.range n ↔ k < n) : k < n ↔ k ∈ List.range n :=
  h.symm

end numbers_below

namespace joined_string_length

theorem reference (s t : String) : (s ++ t).length = s.length + t.length :=
  String.length_append s t

theorem right_1 : ∀ t s : String, t.length + s.length = (s ++ t).length :=
  fun t s => by rw [reference, Nat.add_comm]

theorem wrong_1_is_false : ¬ (∀ (s t : String), (s ++ t).length = s.length * t.length) :=
  fun h => absurd (h "" "a") (by decide)

theorem wrong_2_holds (s t : String) : (s ++ t).length = (t ++ s).length :=
  by rw [reference, reference, Nat.add_comm]

theorem wrong_3_is_false : ¬ (∀ (s t : String), (s ++ t).length = max s.length t.length) :=
  fun h => absurd (h "a" "a") (by decide)

end joined_string_length

namespace loop_adds_up

def loop : Nat → List Nat → Nat
  | acc, [] => acc
  | acc, x :: xs => loop (acc + x) xs

theorem reference (a : Nat) (xs : List Nat) : loop a xs = a + xs.sum := by
  induction xs generalizing a with
  | nil => simp [loop]
  | cons x xs ih => rw [loop, ih]; simp; omega

theorem right_1 (xs : List Nat) : ∀ a : Nat, a ≤ loop a xs ∧ loop a xs - a = xs.sum := by
  intro a
  have := reference a xs
  omega

theorem wrong_1_holds (xs : List Nat) : loop 0 xs = xs.sum := by rw [reference, Nat.zero_add]

theorem wrong_2_is_false : ¬ (∀ (a : Nat) (xs : List Nat), loop a xs = xs.sum) :=
  fun h => absurd (h 1 []) (by decide)

theorem wrong_3_is_vacuous (a : Nat) (xs : List Nat) (ha : a = 0) (hx : xs ≠ [] ∧ xs.length ≤ a)
    : False := by
  cases xs with
  | nil => exact hx.1 rfl
  | cons x xs => have := hx.2; simp at this; omega

end loop_adds_up

namespace swap_without_third_variable

theorem reference (a b : Int) : (let x := a - b; let y := x + b; (y - x, y)) = (b, a) :=
  by simp only [Prod.mk.injEq]; omega

theorem right_1 (a b x₁ y₁ x₂ : Int) (h₁ : x₁ = a - b) (h₂ : y₁ = x₁ + b) (h₃ : x₂ = y₁ - x₁) :
    x₂ = b ∧ y₁ = a :=
  by omega

theorem wrong_1_is_false : ¬ (∀ (a b : Nat), (let x := a - b; let y := x + b; (y - x, y)) =
    (b, a)) :=
  fun h => absurd (h 0 1) (by decide)

theorem wrong_2_is_false : ¬ (∀ (a b : Int), (let x := a - b; let y := x + b; (x - y, y)) =
    (b, a)) :=
  fun h => absurd (h 0 1) (by decide)

theorem wrong_3_is_vacuous (x y a b : Int) (ha : x = a) (hb : y = b) (hab : a ≠ b)
    (h₁ : x = x - y) (h₂ : y = x + y) (h₃ : x = y - x) : False :=
  by omega

end swap_without_third_variable

namespace largest_is_an_entry

theorem reference (xs : List Nat) (h : xs ≠ []) : xs.foldl max 0 ∈ xs := by
  have key : ∀ (ys : List Nat) (a : Nat), ys.foldl max a = a ∨ ys.foldl max a ∈ ys := by
    intro ys
    induction ys with
  | nil => intro a; simp
  | cons y ys ih =>
      intro a
      rw [List.foldl_cons]
      rcases ih (max a y) with e | e
      · rw [e]; grind
      · right; exact List.mem_cons_of_mem _ e
  cases xs with
  | nil => exact absurd rfl h
  | cons x xs =>
    rw [List.foldl_cons, Nat.zero_max]
    rcases key xs x with e | e
    · rw [e]; simp
    · exact List.mem_cons_of_mem _ e

theorem right_1 (xs : List Nat) : 0 < xs.length → xs.foldl (fun m x => if m < x then x else m) 0
    ∈ xs := by
  intro h
  have e : (fun m x : Nat => if m < x then x else m) = max := by funext m x; grind
  rw [e]
  exact reference xs (by intro e; simp [e] at h)

theorem wrong_1_is_false : ¬ (∀ (xs : List Nat), xs.foldl max 0 ∈ xs) :=
  fun h => absurd (h []) (by decide)

theorem wrong_2_is_false : ¬ (∀ (xs : List Int) (h : xs ≠ []), xs.foldl max 0 ∈ xs) :=
  fun h => absurd (h [-1] (by decide)) (by decide)

theorem wrong_3_holds (xs : List Nat) (h : xs ≠ []) : ∀ x ∈ xs, x ≤ xs.foldl max 0 := by
  have key : ∀ (ys : List Nat) (a : Nat), a ≤ ys.foldl max a ∧ ∀ x ∈ ys, x ≤ ys.foldl max a := by
    intro ys
    induction ys with
  | nil => intro a; simp
  | cons y ys ih =>
      intro a
      rw [List.foldl_cons]
      have h1 := (ih (max a y)).1
      have h2 := (ih (max a y)).2
      refine ⟨by omega, fun x hx => ?_⟩
      rcases List.mem_cons.1 hx with rfl | hx
      · omega
      · exact h2 x hx
  exact (key xs 0).2

end largest_is_an_entry

namespace cut_and_join

theorem reference {α : Type} (n : Nat) (xs : List α) : xs.take n ++ xs.drop n = xs :=
  List.take_append_drop n xs

theorem right_1 {α : Type} : ∀ (xs : List α) (n : Nat), xs = (xs.splitAt n).1 ++ (xs.splitAt n).2
    :=
  fun xs n => by rw [List.splitAt_eq, reference]

theorem wrong_1_is_false : ¬ (∀ {α : Type} (n : Nat) (xs : List α), xs.take n ++ xs.drop (n + 1)
    = xs) :=
  fun h => absurd (h 0 [()]) (by decide)

theorem wrong_2_is_false : ¬ (∀ {α : Type} (n : Nat) (xs : List α), xs.drop n ++ xs.take n = xs)
    :=
  fun h => absurd (h 1 [true, false]) (by decide)

theorem wrong_3_is_vacuous {α : Type} (n : Nat) (xs : List α) (h : xs.length < n)
    (hn : n ≤ xs.length - 1) : False :=
  by omega

end cut_and_join

namespace strictly_increasing_entries

theorem reference (xs : List Nat) (h : ∀ i, (hi : i + 1 < xs.length) → xs[i] < xs[i + 1])
    (i j : Nat) (hij : i < j) (hj : j < xs.length) : xs[i] < xs[j] := by
  induction j with
  | zero => omega
  | succ j ih =>
    have h1 := h j hj
    by_cases e : i = j
    · subst e; exact h1
    · have := ih (by omega) (by omega); omega

theorem right_1 (xs : List Nat) (h : ∀ i, i + 1 < xs.length → xs[i]! < xs[i + 1]!) : ∀ i j, i < j
    ∧ j < xs.length → xs[j]! > xs[i]! := by
  intro i j ⟨hij, hj⟩
  have := reference xs (fun k hk => by have := h k hk; grind) i j hij hj
  grind

theorem wrong_1_is_vacuous (xs : List Nat) (h : ∀ i, xs[i]! < xs[i + 1]!) : False := by
  have := h xs.length
  simp at this

theorem wrong_2_is_false : ¬ (∀ (xs : List Nat)
    (h : ∀ i, i + 1 < xs.length → xs[i]! < xs[i + 1]!) (i j : Nat) (hij : i ≤ j)
    (hj : j < xs.length), xs[i]! < xs[j]!) :=
  fun h => absurd (h [0] (by intro i hi; simp at hi) 0 0 (by decide) (by decide)) (by decide)

theorem wrong_3_is_false : ¬ (∀ (xs : List Nat)
    (h : ∀ i, i + 1 < xs.length → xs[i]! ≤ xs[i + 1]!) (i j : Nat) (hij : i < j)
    (hj : j < xs.length), xs[i]! < xs[j]!) := by
  intro h
  have := h [0, 0] (by
    intro i hi
    obtain rfl : i = 0 := by simp at hi; omega
    decide) 0 1 (by decide) (by decide)
  simp at this

end strictly_increasing_entries

namespace length_at_most_sum

theorem reference (xs : List Nat) (h : ∀ x ∈ xs, 0 < x) : xs.length ≤ xs.sum := by
  induction xs with
  | nil => simp
  | cons x xs ih =>
    have h1 := h x (by simp)
    have h2 := ih fun y hy => h y (by simp [hy])
    simp
    omega

theorem right_1 (xs : List Nat) : ¬ 0 ∈ xs → xs.sum ≥ xs.length :=
  fun h => reference xs fun x hx => Nat.pos_of_ne_zero fun e => h (e ▸ hx)

theorem wrong_1_is_vacuous (xs : List Nat) (h : ∀ x, x ∈ xs ∧ 0 < x) : False :=
  absurd (h 0).2 (by decide)

theorem wrong_2_is_false : ¬ (∀ (xs : List Nat) (h : ∀ x ∈ xs, 0 ≤ x), xs.length ≤ xs.sum) :=
  fun h => absurd (h [0] (by decide)) (by decide)

theorem wrong_3_is_false : ¬ (∀ (xs : List Nat) (h : ∃ x ∈ xs, 0 < x), xs.length ≤ xs.sum) :=
  fun h => absurd (h [0, 0, 1] (by decide)) (by decide)

end length_at_most_sum

namespace filter_before_or_after_map

theorem refuted : ¬ (∀ (f : Nat → Nat) (p : Nat → Bool) (xs : List Nat), (xs.map f).filter p =
    (xs.filter p).map f) :=
  fun h => absurd (h (fun x => x + 1) (fun x => x == 0) [0]) (by decide)

theorem right_1_is_false : ¬ (∀ (xs : List Nat) (p : Nat → Bool) (f : Nat → Nat), List.map f
    (List.filter p xs) = List.filter p (List.map f xs)) :=
  fun h => absurd (h [0] (fun x => x == 0) (fun x => x + 1)) (by decide)

theorem wrong_1_holds (f : Nat → Nat) (p : Nat → Bool) (xs : List Nat) : (xs.map f).filter p =
    (xs.filter (fun x => p (f x))).map f :=
  by induction xs <;> grind

theorem wrong_2_is_false : ¬ (∀ (f : Nat → Nat) (p : Nat → Bool) (xs : List Nat),
    ((xs.map f).filter p).length = (xs.filter p).length) :=
  fun h => absurd (h (fun x => x + 1) (fun x => x == 0) [0]) (by decide)

end filter_before_or_after_map

namespace rearranged_sum

theorem reference (xs ys : List Nat) (h : xs.Perm ys) : xs.sum = ys.sum :=
  by induction h <;> grind

theorem right_1 (ys xs : List Nat) : (∀ a, xs.count a = ys.count a) → ys.sum = xs.sum :=
  fun h => (reference xs ys (List.perm_iff_count.2 h)).symm

theorem wrong_1_is_false : ¬ (∀ (xs ys : List Nat) (h : xs.sum = ys.sum), xs.Perm ys) :=
  fun h => absurd (h [0] [] rfl).length_eq (by decide)

theorem wrong_2_is_false : ¬ (∀ (xs ys : List Nat) (h : ∀ a, a ∈ xs ↔ a ∈ ys), xs.sum = ys.sum) :=
  fun h => absurd (h [1] [1, 1] (by simp)) (by decide)

theorem wrong_3_is_vacuous (xs ys : List Nat) (hn : xs.length ≠ ys.length) (h : xs.Perm ys) :
    False :=
  hn h.length_eq

end rearranged_sum
