/-- The sum of a list of natural numbers. -/
def total : List Nat → Nat
  | [] => 0
  | x :: xs => x + total xs

/-- A list turned around, with an accumulator. -/
def revOnto {α : Type} : List α → List α → List α
  | [], acc => acc
  | x :: xs, acc => revOnto xs (x :: acc)

/-- Every element twice. -/
def twice {α : Type} : List α → List α
  | [] => []
  | x :: xs => x :: x :: twice xs

/-- A number put into a list before the first element that is not smaller. -/
def insertSorted (x : Nat) : List Nat → List Nat
  | [] => [x]
  | y :: ys => if x ≤ y then x :: y :: ys else y :: insertSorted x ys

/-- Each element is at most the next. -/
def Sorted : List Nat → Prop
  | [] => True
  | [_] => True
  | x :: y :: ys => x ≤ y ∧ Sorted (y :: ys)

theorem length_append_eq {α : Type} (xs ys : List α) :
    (xs ++ ys).length = xs.length + ys.length := by
  simp

theorem reverse_twice {α : Type} (xs : List α) : xs.reverse.reverse = xs := by
  simp

theorem map_keeps_length {α β : Type} (f : α → β) (xs : List α) :
    (xs.map f).length = xs.length := by
  simp

theorem mem_append_either {α : Type} (a : α) (xs ys : List α) : a ∈ xs ++ ys ↔ a ∈ xs ∨ a ∈ ys := by
  simp

theorem map_compose {α β γ : Type} (f : α → β) (g : β → γ) (xs : List α) :
    (xs.map f).map g = xs.map fun x => g (f x) := by
  simp

theorem filter_idempotent {α : Type} (p : α → Bool) (xs : List α) :
    (xs.filter p).filter p = xs.filter p := by
  simp

theorem first_and_rest {α : Type} (xs : List α) (h : xs ≠ []) : ∃ y ys, xs = y :: ys := by
  cases xs with
  | nil => exact absurd rfl h
  | cons y ys => exact ⟨y, ys, rfl⟩

theorem total_append (xs ys : List Nat) : total (xs ++ ys) = total xs + total ys := by
  induction xs with
  | nil => simp [total]
  | cons x xs ih => simp [total, ih, Nat.add_assoc]

theorem total_reverse (xs : List Nat) : total xs.reverse = total xs := by
  have app : ∀ xs ys, total (xs ++ ys) = total xs + total ys := by
    intro xs ys
    induction xs with
    | nil => simp [total]
    | cons x xs ih => simp [total, ih, Nat.add_assoc]
  induction xs with
  | nil => rfl
  | cons x xs ih => rw [List.reverse_cons, app, ih]; simp [total]; omega

theorem total_replicate (n a : Nat) : total (List.replicate n a) = n * a := by
  induction n with
  | zero => simp [total]
  | succ n ih => simp [List.replicate, total, ih]; grind

theorem mem_le_total (a : Nat) (xs : List Nat) (h : a ∈ xs) : a ≤ total xs := by
  induction xs with
  | nil => simp at h
  | cons x xs ih => grind [total]

theorem revOnto_eq {α : Type} (xs acc : List α) : revOnto xs acc = xs.reverse ++ acc := by
  induction xs generalizing acc with
  | nil => rfl
  | cons x xs ih => simp [revOnto, ih]

theorem revOnto_twice {α : Type} (xs : List α) : revOnto (revOnto xs []) [] = xs := by
  have key : ∀ (xs acc : List α), revOnto xs acc = xs.reverse ++ acc := by
    intro xs
    induction xs with
    | nil => intro acc; rfl
    | cons x xs ih => intro acc; simp [revOnto, ih]
  simp [key]

theorem twice_length {α : Type} (xs : List α) : (twice xs).length = 2 * xs.length := by
  induction xs with
  | nil => rfl
  | cons x xs ih => simp [twice, ih]; omega

theorem mem_twice {α : Type} (a : α) (xs : List α) : a ∈ twice xs ↔ a ∈ xs := by
  induction xs with
  | nil => simp [twice]
  | cons x xs ih => simp [twice, ih]

theorem twice_append {α : Type} (xs ys : List α) : twice (xs ++ ys) = twice xs ++ twice ys := by
  induction xs with
  | nil => rfl
  | cons x xs ih => simp [twice, ih]

theorem insertSorted_length (x : Nat) (xs : List Nat) :
    (insertSorted x xs).length = xs.length + 1 := by
  induction xs with
  | nil => rfl
  | cons y ys ih => simp only [insertSorted]; split <;> simp_all

theorem insertSorted_total (x : Nat) (xs : List Nat) :
    total (insertSorted x xs) = x + total xs := by
  induction xs with
  | nil => rfl
  | cons y ys ih => grind [insertSorted, total]

theorem mem_insertSorted (a x : Nat) (xs : List Nat) : a ∈ insertSorted x xs ↔ a = x ∨ a ∈ xs := by
  induction xs with
  | nil => simp [insertSorted]
  | cons y ys ih => grind [insertSorted]

theorem insertSorted_sorted (x : Nat) (xs : List Nat) (h : Sorted xs) :
    Sorted (insertSorted x xs) := by
  induction xs with
  | nil => simp [insertSorted, Sorted]
  | cons y ys ih =>
    cases ys with
    | nil => grind [insertSorted, Sorted]
    | cons z zs => grind [insertSorted, Sorted]

theorem sorted_rest (x : Nat) (xs : List Nat) (h : Sorted (x :: xs)) : Sorted xs := by
  cases xs with
  | nil => trivial
  | cons y ys => exact h.2

theorem take_then_drop {α : Type} (n : Nat) (xs : List α) : xs.take n ++ xs.drop n = xs := by
  simp

theorem append_front_cancel {α : Type} (xs ys zs : List α) (h : xs ++ ys = xs ++ zs) : ys = zs := by
  simpa using h
