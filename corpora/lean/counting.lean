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

/-- Of the numbers from 0 to 100, 34 are divisible by 3.
topic: counting; difficulty: 1 -/
theorem multiples_of_three : ((List.range 101).filter (· % 3 == 0)).length = 34 := by sorry

/-- Two dice show the sum 7 in six ways.
topic: counting; difficulty: 1 -/
theorem dice_sum_seven :
    ((List.range 36).filter fun k => k / 6 + 1 + (k % 6 + 1) == 7).length = 6 := by sorry

/-- There are 10 ways to choose 2 of 5 things.
topic: counting; difficulty: 1 -/
theorem choose_five_two : choose 5 2 = 10 := by sorry

/-- The primes below 10 are 2, 3, 5 and 7.
topic: counting; difficulty: 1 -/
theorem primes_below_ten :
    (List.range 10).filter (fun n => 2 ≤ n ∧ ∀ d ∈ List.range n, 2 ≤ d → n % d ≠ 0) = [2, 3, 5, 7] := by sorry

/-- There are n ways to choose 1 of n things.
topic: counting; difficulty: 2 -/
theorem choose_one (n : Nat) : choose n 1 = n := by sorry

/-- There is no way to choose more things than there are.
topic: counting; difficulty: 3 -/
theorem choose_too_many (n k : Nat) (h : n < k) : choose n k = 0 := by sorry

/-- There is one way to choose all n of n things.
topic: counting; difficulty: 4 -/
theorem choose_all (n : Nat) : choose n n = 1 := by sorry

/-- Twice the number of pairs out of n + 1 things is n(n + 1).
topic: counting; difficulty: 4 -/
theorem two_mul_choose_two (n : Nat) : 2 * choose (n + 1) 2 = n * (n + 1) := by sorry

/-- There are 2 ^ n words of length n over two letters.
topic: counting; difficulty: 2 -/
theorem words_length (n : Nat) : (words n).length = 2 ^ n := by sorry

/-- Every word in the list of words of length n has length n.
topic: counting; difficulty: 3 -/
theorem words_uniform (n : Nat) (w : List Bool) (h : w ∈ words n) : w.length = n := by sorry

/-- Every word of length n is in the list of words of length n.
topic: counting; difficulty: 4 -/
theorem words_complete (w : List Bool) : w ∈ words w.length := by sorry

/-- At most n of the numbers below n satisfy a property.
topic: counting; difficulty: 2 -/
theorem countBelow_le (p : Nat → Bool) (n : Nat) : countBelow p n ≤ n := by sorry

/-- The numbers below n with a property and those without it are n together.
topic: counting; difficulty: 2 -/
theorem countBelow_compl (p : Nat → Bool) (n : Nat) :
    countBelow p n + countBelow (fun k => !p k) n = n := by sorry

/-- Of the numbers below 2n, n are even.
topic: counting; difficulty: 3 -/
theorem countBelow_even (n : Nat) : countBelow (· % 2 == 0) (2 * n) = n := by sorry

/-- Inclusion and exclusion: numbers with p or q, and with both, are those with p and those with q.
topic: counting; difficulty: 3 -/
theorem inclusion_exclusion (p q : Nat → Bool) (n : Nat) :
    countBelow (fun k => p k || q k) n + countBelow (fun k => p k && q k) n
      = countBelow p n + countBelow q n := by sorry

/-- Three guests in two rooms: two of them share a room.
topic: counting; difficulty: 1 -/
theorem pigeonhole_three (a b c : Nat) (ha : a < 2) (hb : b < 2) (hc : c < 2) :
    a = b ∨ b = c ∨ a = c := by sorry

/-- Of any three integers two have an even sum.
topic: counting; difficulty: 1 -/
theorem pigeonhole_parity (x y z : Int) : 2 ∣ x + y ∨ 2 ∣ y + z ∨ 2 ∣ x + z := by sorry
