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

/-- The length of two lists put together is the sum of their lengths.
topic: lists; difficulty: 1 -/
theorem length_append_eq {α : Type} (xs ys : List α) :
    (xs ++ ys).length = xs.length + ys.length := by sorry

/-- Turning a list around twice gives the list.
topic: lists; difficulty: 1 -/
theorem reverse_twice {α : Type} (xs : List α) : xs.reverse.reverse = xs := by sorry

/-- Mapping over a list keeps its length.
topic: lists; difficulty: 1 -/
theorem map_keeps_length {α β : Type} (f : α → β) (xs : List α) :
    (xs.map f).length = xs.length := by sorry

/-- An element is in two lists put together exactly if it is in one of them.
topic: lists; difficulty: 1 -/
theorem mem_append_either {α : Type} (a : α) (xs ys : List α) : a ∈ xs ++ ys ↔ a ∈ xs ∨ a ∈ ys := by sorry

/-- Mapping with two functions one after the other is mapping with their composition.
topic: lists; difficulty: 1 -/
theorem map_compose {α β γ : Type} (f : α → β) (g : β → γ) (xs : List α) :
    (xs.map f).map g = xs.map fun x => g (f x) := by sorry

/-- Filtering twice with the same test is filtering once.
topic: lists; difficulty: 1 -/
theorem filter_idempotent {α : Type} (p : α → Bool) (xs : List α) :
    (xs.filter p).filter p = xs.filter p := by sorry

/-- A list with at least one element has a first element and a rest.
topic: lists; difficulty: 2 -/
theorem first_and_rest {α : Type} (xs : List α) (h : xs ≠ []) : ∃ y ys, xs = y :: ys := by sorry

/-- The total of two lists put together is the sum of the totals.
topic: lists; difficulty: 2 -/
theorem total_append (xs ys : List Nat) : total (xs ++ ys) = total xs + total ys := by sorry

/-- The total of a list turned around is the total of the list.
topic: lists; difficulty: 4 -/
theorem total_reverse (xs : List Nat) : total xs.reverse = total xs := by sorry

/-- The total of n copies of a is n · a.
topic: lists; difficulty: 2 -/
theorem total_replicate (n a : Nat) : total (List.replicate n a) = n * a := by sorry

/-- Every element of a list is at most its total.
topic: lists; difficulty: 3 -/
theorem mem_le_total (a : Nat) (xs : List Nat) (h : a ∈ xs) : a ≤ total xs := by sorry

/-- Turning around with an accumulator is turning around and putting the accumulator behind.
topic: lists; difficulty: 3 -/
theorem revOnto_eq {α : Type} (xs acc : List α) : revOnto xs acc = xs.reverse ++ acc := by sorry

/-- Turning around twice with an accumulator gives the list.
topic: lists; difficulty: 4 -/
theorem revOnto_twice {α : Type} (xs : List α) : revOnto (revOnto xs []) [] = xs := by sorry

/-- Every element twice makes the list twice as long.
topic: lists; difficulty: 2 -/
theorem twice_length {α : Type} (xs : List α) : (twice xs).length = 2 * xs.length := by sorry

/-- Every element twice keeps the elements.
topic: lists; difficulty: 3 -/
theorem mem_twice {α : Type} (a : α) (xs : List α) : a ∈ twice xs ↔ a ∈ xs := by sorry

/-- Doubling the elements and putting lists together can be exchanged.
topic: lists; difficulty: 2 -/
theorem twice_append {α : Type} (xs ys : List α) : twice (xs ++ ys) = twice xs ++ twice ys := by sorry

/-- Inserting a number makes the list one longer.
topic: lists; difficulty: 3 -/
theorem insertSorted_length (x : Nat) (xs : List Nat) :
    (insertSorted x xs).length = xs.length + 1 := by sorry

/-- Inserting a number adds it to the total.
topic: lists; difficulty: 3 -/
theorem insertSorted_total (x : Nat) (xs : List Nat) :
    total (insertSorted x xs) = x + total xs := by sorry

/-- The elements after inserting are the number and the elements before.
topic: lists; difficulty: 3 -/
theorem mem_insertSorted (a x : Nat) (xs : List Nat) : a ∈ insertSorted x xs ↔ a = x ∨ a ∈ xs := by sorry

/-- Inserting into a sorted list gives a sorted list.
topic: lists; difficulty: 5 -/
theorem insertSorted_sorted (x : Nat) (xs : List Nat) (h : Sorted xs) :
    Sorted (insertSorted x xs) := by sorry

/-- The rest of a sorted list is sorted.
topic: lists; difficulty: 2 -/
theorem sorted_rest (x : Nat) (xs : List Nat) (h : Sorted (x :: xs)) : Sorted xs := by sorry

/-- A list is its first n elements followed by the rest.
topic: lists; difficulty: 1 -/
theorem take_then_drop {α : Type} (n : Nat) (xs : List α) : xs.take n ++ xs.drop n = xs := by sorry

/-- Two lists that give the same list with the same front are equal.
topic: lists; difficulty: 1 -/
theorem append_front_cancel {α : Type} (xs ys zs : List α) (h : xs ++ ys = xs ++ zs) : ys = zs := by sorry
