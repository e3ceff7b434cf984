/-- A number put into a sorted list, at its place. -/
def place (a : Nat) : List Nat → List Nat
  | [] => [a]
  | b :: l => if a ≤ b then a :: b :: l else b :: place a l

/-- A list sorted by insertion. -/
def arrange : List Nat → List Nat
  | [] => []
  | a :: l => place a (arrange l)

/-- How often a number is in a list. -/
def times (a : Nat) : List Nat → Nat
  | [] => 0
  | b :: l => (if b = a then 1 else 0) + times a l

/-- No number is larger than the next. -/
def Rising : List Nat → Prop
  | [] => True
  | [_] => True
  | a :: b :: l => a ≤ b ∧ Rising (b :: l)

/-- Putting a number into a list adds it once.
topic: chains; difficulty: 3; tags: sorting -/
theorem times_place (a b : Nat) (l : List Nat) :
    times a (place b l) = (if b = a then 1 else 0) + times a l := by sorry

/-- Sorting keeps how often each number is there.
topic: chains; difficulty: 4; tags: sorting -/
theorem times_arrange (a : Nat) (l : List Nat) : times a (arrange l) = times a l := by sorry

/-- A rising list without its first number is rising.
topic: chains; difficulty: 2; tags: sorting -/
theorem rising_tail (a : Nat) (l : List Nat) (h : Rising (a :: l)) : Rising l := by sorry

/-- A number put into a rising list leaves it rising.
topic: chains; difficulty: 4; tags: sorting -/
theorem rising_place (a : Nat) (l : List Nat) (h : Rising l) : Rising (place a l) := by sorry

/-- Sorting makes a list rising.
topic: chains; difficulty: 4; tags: sorting -/
theorem rising_arrange (l : List Nat) : Rising (arrange l) := by sorry

/-- A number that is not larger than the first of a rising list goes to its front.
topic: chains; difficulty: 3; tags: sorting -/
theorem place_rising (a : Nat) (l : List Nat) (h : Rising (a :: l)) : place a l = a :: l := by sorry

/-- Sorting leaves a rising list as it is.
topic: chains; difficulty: 4; tags: sorting -/
theorem arrange_rising (l : List Nat) (h : Rising l) : arrange l = l := by sorry

/-- To sort twice is to sort.
topic: chains; difficulty: 5; tags: sorting -/
theorem arrange_arrange (l : List Nat) : arrange (arrange l) = arrange l := by sorry
