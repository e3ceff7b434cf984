/-- Adding by moving ones over. -/
def moveUp : Nat → Nat → Nat
  | 0, b => b
  | a + 1, b => moveUp a (b + 1)

/-- Triangular numbers, added up by moving ones over. -/
def heap : Nat → Nat
  | 0 => 0
  | n + 1 => moveUp (n + 1) (heap n)

theorem moveUp_eq (a b : Nat) : moveUp a b = a + b := by
  induction a generalizing b with
  | zero => simp [moveUp]
  | succ a ih => simp [moveUp, ih]; omega

theorem moveUp_comm (a b : Nat) : moveUp a b = moveUp b a := by
  rw [moveUp_eq, moveUp_eq, Nat.add_comm]

theorem moveUp_assoc (a b c : Nat) : moveUp (moveUp a b) c = moveUp a (moveUp b c) := by
  simp only [moveUp_eq]; omega

theorem moveUp_middle (a b c : Nat) : moveUp a (moveUp b c) = moveUp b (moveUp a c) := by
  simp only [moveUp_eq]; omega

theorem two_mul_heap (n : Nat) : 2 * heap n = n * (n + 1) := by
  induction n with
  | zero => simp [heap]
  | succ n ih => simp only [heap, moveUp_eq]; grind

theorem heap_twice (n : Nat) : moveUp (heap n) (heap n) = n * (n + 1) := by
  rw [moveUp_eq, ← two_mul_heap]; omega

/-- The first list turned around, in front of the second. -/
def turnOnto : List Nat → List Nat → List Nat
  | [], acc => acc
  | x :: xs, acc => turnOnto xs (x :: acc)

theorem turnOnto_eq (xs ys : List Nat) : turnOnto xs ys = xs.reverse ++ ys := by
  induction xs generalizing ys with
  | nil => simp [turnOnto]
  | cons x xs ih => simp [turnOnto, ih]

theorem turnOnto_twice (xs : List Nat) : turnOnto (turnOnto xs []) [] = xs := by
  simp [turnOnto_eq]

theorem length_turnOnto (xs ys : List Nat) : (turnOnto xs ys).length = xs.length + ys.length := by
  simp [turnOnto_eq]

theorem turnOnto_back (xs ys : List Nat) : turnOnto (turnOnto xs ys) [] = turnOnto ys xs := by
  simp [turnOnto_eq]

theorem turnOnto_turnOnto (xs ys zs : List Nat) : turnOnto xs (turnOnto ys zs) = turnOnto (ys ++ xs) zs := by
  simp [turnOnto_eq]

theorem mem_turnOnto (a : Nat) (xs ys : List Nat) : a ∈ turnOnto xs ys ↔ a ∈ xs ∨ a ∈ ys := by
  simp [turnOnto_eq]

/-- The sum of a list, added to what is there. -/
def total : List Nat → Nat → Nat
  | [], a => a
  | x :: xs, a => total xs (a + x)

theorem total_eq (xs : List Nat) (a : Nat) : total xs a = xs.sum + a := by
  induction xs generalizing a with
  | nil => simp [total]
  | cons x xs ih => simp [total, ih]; omega

theorem total_append (xs ys : List Nat) : total (xs ++ ys) 0 = total xs 0 + total ys 0 := by
  simp [total_eq]

theorem total_shift (xs : List Nat) (a b : Nat) : total xs (a + b) = total xs a + b := by
  simp only [total_eq]; omega

theorem total_replicate (n k : Nat) : total (List.replicate n k) 0 = n * k := by
  simp [total_eq]

theorem le_total (xs : List Nat) (a : Nat) : a ≤ total xs a := by
  rw [total_eq]; omega

theorem total_turn (xs : List Nat) (a : Nat) : total xs.reverse a = total xs a := by
  simp [total_eq]

/-- A binary tree with a number at each fork. -/
inductive Wood where
  | bare : Wood
  | fork : Wood → Nat → Wood → Wood

/-- How many forks there are. -/
def Wood.forks : Wood → Nat
  | .bare => 0
  | .fork l _ r => l.forks + r.forks + 1

/-- Left and right exchanged everywhere. -/
def Wood.flip : Wood → Wood
  | .bare => .bare
  | .fork l v r => .fork r.flip v l.flip

/-- The numbers from left to right. -/
noncomputable def Wood.row : Wood → List Nat
  | .bare => []
  | .fork l v r => l.row ++ v :: r.row

/-- The numbers from left to right, in front of a list. -/
def Wood.rowOnto : Wood → List Nat → List Nat
  | .bare, acc => acc
  | .fork l v r, acc => l.rowOnto (v :: r.rowOnto acc)

theorem forks_flip (t : Wood) : t.flip.forks = t.forks := by
  induction t with
  | bare => rfl
  | fork l v r hl hr => simp [Wood.flip, Wood.forks, hl, hr]; omega

theorem flip_flip (t : Wood) : t.flip.flip = t := by
  induction t with
  | bare => rfl
  | fork l v r hl hr => simp [Wood.flip, hl, hr]

theorem row_flip (t : Wood) : t.flip.row = t.row.reverse := by
  induction t with
  | bare => rfl
  | fork l v r hl hr => simp [Wood.flip, Wood.row, hl, hr]

theorem length_row (t : Wood) : t.row.length = t.forks := by
  induction t with
  | bare => rfl
  | fork l v r hl hr => simp [Wood.row, Wood.forks, hl, hr]; omega

theorem length_row_flip (t : Wood) : t.flip.row.length = t.forks := by
  rw [row_flip, List.length_reverse, length_row]

theorem rowOnto_eq (t : Wood) (ys : List Nat) : t.rowOnto ys = t.row ++ ys := by
  induction t generalizing ys with
  | bare => simp [Wood.rowOnto, Wood.row]
  | fork l v r hl hr => simp [Wood.rowOnto, Wood.row, hl, hr]

theorem rowOnto_flip (t : Wood) : t.flip.rowOnto [] = t.row.reverse := by
  rw [rowOnto_eq, row_flip, List.append_nil]

/-- Powers by multiplication. -/
def pow' (b : Nat) : Nat → Nat
  | 0 => 1
  | n + 1 => b * pow' b n

/-- The sum of the powers of 2 below the n-th. -/
def powers : Nat → Nat
  | 0 => 0
  | n + 1 => powers n + pow' 2 n

theorem pow'_eq (b n : Nat) : pow' b n = b ^ n := by
  induction n with
  | zero => simp [pow']
  | succ n ih => rw [pow', ih, Nat.pow_succ, Nat.mul_comm]

theorem pow'_add (b m n : Nat) : pow' b (m + n) = pow' b m * pow' b n := by
  simp only [pow'_eq, Nat.pow_add]

theorem pow'_pow' (b m n : Nat) : pow' (pow' b m) n = pow' b (m * n) := by
  simp only [pow'_eq, Nat.pow_mul]

theorem mul_pow' (a b n : Nat) : pow' (a * b) n = pow' a n * pow' b n := by
  simp only [pow'_eq, Nat.mul_pow]

theorem lt_pow' (n : Nat) : n < pow' 2 n := by
  rw [pow'_eq]; exact Nat.lt_two_pow_self

theorem powers_succ (n : Nat) : powers n + 1 = pow' 2 n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [powers, pow']; omega

theorem le_powers (n : Nat) : n ≤ powers n := by
  have h := powers_succ n
  have := lt_pow' n
  omega

/-- Steps of the Fibonacci rule from any two numbers. -/
def walk : Nat → Nat → Nat → Nat
  | 0, a, _ => a
  | n + 1, a, b => walk n b (a + b)

/-- The Fibonacci numbers, by their own rule. -/
def rabbits : Nat → Nat
  | 0 => 0
  | 1 => 1
  | n + 2 => rabbits (n + 1) + rabbits n

/-- The sum of the first Fibonacci numbers. -/
def warren : Nat → Nat
  | 0 => 0
  | n + 1 => warren n + walk (n + 1) 0 1

theorem walk_add (n a b c d : Nat) : walk n (a + c) (b + d) = walk n a b + walk n c d := by
  induction n generalizing a b c d with
  | zero => rfl
  | succ n ih => simp only [walk]; rw [← ih]; congr 1; omega

theorem walk_step (n a b : Nat) : walk (n + 2) a b = walk (n + 1) a b + walk n a b := by
  have := walk_add n b (a + b) a b
  simp only [walk]
  rw [← this]
  congr 1 <;> omega

theorem walk_eq (n : Nat) : walk n 0 1 = rabbits n := by
  induction n using Nat.strongRecOn with
  | _ n ih =>
    match n with
    | 0 => rfl
    | 1 => rfl
    | n + 2 => rw [walk_step, ih (n + 1) (by omega), ih n (by omega), rabbits]

theorem warren_succ (n : Nat) : warren n + 1 = walk (n + 2) 0 1 := by
  induction n with
  | zero => rfl
  | succ n ih => rw [warren, walk_step (n + 1)]; show _ = walk (n + 2) 0 1 + _; rw [← ih]; omega

theorem warren_eq (n : Nat) : warren n + 1 = rabbits (n + 2) := by
  rw [warren_succ, walk_eq]

theorem walk_later (n : Nat) : walk (n + 1) 0 1 ≤ walk (n + 2) 0 1 := by
  rw [walk_step]; omega

/-- Whether a number is even, by taking turns. -/
def turns : Nat → Bool
  | 0 => true
  | n + 1 => !turns n

theorem turns_iff (n : Nat) : turns n = true ↔ n % 2 = 0 := by
  induction n with
  | zero => simp [turns]
  | succ n ih => cases h : turns n <;> simp [turns, h] at ih ⊢ <;> omega

theorem turns_add (m n : Nat) : turns (m + n) = (turns m == turns n) := by
  have h := turns_iff m
  have h' := turns_iff n
  have h'' := turns_iff (m + n)
  cases hm : turns m <;> cases hn : turns n <;> cases hs : turns (m + n) <;> simp [hm, hn, hs] at h h' h'' ⊢ <;> omega

theorem turns_mul (m n : Nat) : turns (m * n) = (turns m || turns n) := by
  induction m with
  | zero => simp [turns]
  | succ m ih => rw [Nat.succ_mul, turns_add, ih, turns]; cases turns m <;> cases turns n <;> rfl

theorem turns_next (n : Nat) : turns (n * (n + 1)) = true := by
  rw [turns_mul, turns]; cases turns n <;> rfl

theorem turns_square (n : Nat) : turns (n * n) = turns n := by
  rw [turns_mul, Bool.or_self]

theorem turns_thrice (m n : Nat) : turns (m + 3 * n) = turns (m + n) := by
  rw [turns_add, turns_add, turns_mul]; cases turns m <;> cases turns n <;> rfl

/-- A number put in its place in a list in order. -/
def put (a : Nat) : List Nat → List Nat
  | [] => [a]
  | x :: xs => if a ≤ x then a :: x :: xs else x :: put a xs

/-- The numbers of a list put in order one by one. -/
def order : List Nat → List Nat
  | [] => []
  | x :: xs => put x (order xs)

/-- How often a number is there. -/
def times (a : Nat) : List Nat → Nat
  | [] => 0
  | x :: xs => (if a = x then 1 else 0) + times a xs

theorem length_put (a : Nat) (xs : List Nat) : (put a xs).length = xs.length + 1 := by
  induction xs with
  | nil => rfl
  | cons x xs ih => simp only [put]; split <;> simp [ih]

theorem length_order (xs : List Nat) : (order xs).length = xs.length := by
  induction xs with
  | nil => rfl
  | cons x xs ih => simp [order, length_put, ih]

theorem sum_put (a : Nat) (xs : List Nat) : (put a xs).sum = a + xs.sum := by
  induction xs with
  | nil => simp [put]
  | cons x xs ih => simp only [put]; split <;> simp [ih] <;> omega

theorem sum_order (xs : List Nat) : (order xs).sum = xs.sum := by
  induction xs with
  | nil => rfl
  | cons x xs ih => simp [order, sum_put, ih]

theorem times_put (a b : Nat) (xs : List Nat) : times a (put b xs) = times a (b :: xs) := by
  induction xs with
  | nil => rfl
  | cons x xs ih => simp only [put]; split <;> simp [times] at ih ⊢ <;> omega

theorem times_order (a : Nat) (xs : List Nat) : times a (order xs) = times a xs := by
  induction xs with
  | nil => rfl
  | cons x xs ih => simp [order, times_put, times, ih]

theorem total_order (xs : List Nat) (a : Nat) : total (order xs) a = total xs a := by
  simp [total_eq, sum_order]

theorem length_order_turnOnto (xs ys : List Nat) : (order (turnOnto xs ys)).length = xs.length + ys.length := by
  rw [length_order, length_turnOnto]
