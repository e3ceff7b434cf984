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

theorem times_place (a b : Nat) (l : List Nat) :
    times a (place b l) = (if b = a then 1 else 0) + times a l := by
  induction l with
  | nil => rfl
  | cons c l ih => simp only [place]; split <;> simp only [times, ih]; omega

theorem times_arrange (a : Nat) (l : List Nat) : times a (arrange l) = times a l := by
  induction l with
  | nil => rfl
  | cons b l ih => simp only [arrange, times_place, times, ih]

theorem rising_tail (a : Nat) (l : List Nat) (h : Rising (a :: l)) : Rising l := by
  cases l with
  | nil => trivial
  | cons b l => exact h.2

theorem rising_place (a : Nat) (l : List Nat) (h : Rising l) : Rising (place a l) := by
  induction l with
  | nil => trivial
  | cons b l ih =>
    have ih := ih (rising_tail b l h)
    simp only [place]
    split
    · exact ⟨by assumption, h⟩
    · cases l with
      | nil => exact ⟨by omega, trivial⟩
      | cons c l =>
        simp only [place] at ih ⊢
        split <;> rename_i hc
        · simp only [hc, if_true] at ih; exact ⟨by omega, ih⟩
        · simp only [hc, if_false] at ih; exact ⟨h.1, ih⟩

theorem rising_arrange (l : List Nat) : Rising (arrange l) := by
  induction l with
  | nil => trivial
  | cons a l ih => exact rising_place a _ ih

theorem place_rising (a : Nat) (l : List Nat) (h : Rising (a :: l)) : place a l = a :: l := by
  cases l with
  | nil => rfl
  | cons b l => simp [place, h.1]

theorem arrange_rising (l : List Nat) (h : Rising l) : arrange l = l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [arrange, ih (rising_tail a l h), place_rising a l h]

theorem arrange_arrange (l : List Nat) : arrange (arrange l) = arrange l := by
  exact arrange_rising _ (rising_arrange l)
