/-- The number of ways to choose k of n things. -/
def choose : Nat → Nat → Nat
  | _, 0 => 1
  | 0, _ + 1 => 0
  | n + 1, k + 1 => choose n k + choose n (k + 1)

/-- The number of numbers below n that satisfy p. -/
def countBelow (p : Nat → Bool) : Nat → Nat
  | 0 => 0
  | n + 1 => countBelow p n + if p n then 1 else 0

/-- All lists of length n over the letters 0 and 1. -/
noncomputable def words : Nat → List (List Bool)
  | 0 => [[]]
  | n + 1 => (words n).map (false :: ·) ++ (words n).map (true :: ·)

theorem multiples_of_three : ((List.range 101).filter (· % 3 == 0)).length = 34 := by
  decide

theorem dice_sum_seven :
    ((List.range 36).filter fun k => k / 6 + 1 + (k % 6 + 1) == 7).length = 6 := by
  decide

theorem choose_five_two : choose 5 2 = 10 := by
  rfl

theorem primes_below_ten :
    (List.range 10).filter (fun n => 2 ≤ n ∧ ∀ d ∈ List.range n, 2 ≤ d → n % d ≠ 0) = [2, 3, 5, 7] := by
  decide

theorem choose_one (n : Nat) : choose n 1 = n := by
  induction n with
  | zero => rfl
  | succ n ih => simp only [choose, ih]; omega

theorem choose_too_many (n k : Nat) (h : n < k) : choose n k = 0 := by
  induction n generalizing k with
  | zero => cases k with
    | zero => omega
    | succ k => rfl
  | succ n ih => cases k with
    | zero => omega
    | succ k => simp only [choose]; rw [ih k (by omega), ih (k + 1) (by omega)]

theorem choose_all (n : Nat) : choose n n = 1 := by
  have zero : ∀ n k, n < k → choose n k = 0 := by
    intro n
    induction n with
    | zero => intro k h; cases k with
      | zero => omega
      | succ k => rfl
    | succ n ih => intro k h; cases k with
      | zero => omega
      | succ k => simp only [choose]; rw [ih k (by omega), ih (k + 1) (by omega)]
  induction n with
  | zero => rfl
  | succ n ih => simp only [choose]; rw [ih, zero n (n + 1) (by omega)]

theorem two_mul_choose_two (n : Nat) : 2 * choose (n + 1) 2 = n * (n + 1) := by
  have one : ∀ n, choose n 1 = n := by
    intro n
    induction n with
    | zero => rfl
    | succ n ih => simp only [choose, ih]; omega
  induction n with
  | zero => rfl
  | succ n ih => rw [choose, one]; grind

theorem words_length (n : Nat) : (words n).length = 2 ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => simp [words, ih]; omega

theorem words_uniform (n : Nat) (w : List Bool) (h : w ∈ words n) : w.length = n := by
  induction n generalizing w with
  | zero => simp_all [words]
  | succ n ih => grind [words]

theorem words_complete (w : List Bool) : w ∈ words w.length := by
  induction w with
  | nil => simp [words]
  | cons b w ih => cases b <;> simp [words, ih]

theorem countBelow_le (p : Nat → Bool) (n : Nat) : countBelow p n ≤ n := by
  induction n with
  | zero => exact Nat.le_refl 0
  | succ n ih => grind [countBelow]

theorem countBelow_compl (p : Nat → Bool) (n : Nat) :
    countBelow p n + countBelow (fun k => !p k) n = n := by
  induction n with
  | zero => rfl
  | succ n ih => grind [countBelow]

theorem countBelow_even (n : Nat) : countBelow (· % 2 == 0) (2 * n) = n := by
  induction n with
  | zero => rfl
  | succ n ih =>
    rw [show 2 * (n + 1) = 2 * n + 1 + 1 by omega]
    simp only [countBelow, ih]
    grind

theorem inclusion_exclusion (p q : Nat → Bool) (n : Nat) :
    countBelow (fun k => p k || q k) n + countBelow (fun k => p k && q k) n
      = countBelow p n + countBelow q n := by
  induction n with
  | zero => rfl
  | succ n ih => grind [countBelow]

theorem pigeonhole_three (a b c : Nat) (ha : a < 2) (hb : b < 2) (hc : c < 2) :
    a = b ∨ b = c ∨ a = c := by
  omega

theorem pigeonhole_parity (x y z : Int) : 2 ∣ x + y ∨ 2 ∣ y + z ∨ 2 ∣ x + z := by
  omega
