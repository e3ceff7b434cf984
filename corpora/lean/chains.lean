/-- Adding by moving ones over. -/
def moveUp : Nat → Nat → Nat
  | 0, b => b
  | a + 1, b => moveUp a (b + 1)

/-- Triangular numbers, added up by moving ones over. -/
def heap : Nat → Nat
  | 0 => 0
  | n + 1 => moveUp (n + 1) (heap n)

/-- Moving ones over adds.
topic: chain 1; difficulty: 2 -/
theorem moveUp_eq (a b : Nat) : moveUp a b = a + b := by sorry

/-- The order does not matter.
topic: chain 1; difficulty: 3 -/
theorem moveUp_comm (a b : Nat) : moveUp a b = moveUp b a := by sorry

/-- Nor do brackets.
topic: chain 1; difficulty: 3 -/
theorem moveUp_assoc (a b c : Nat) : moveUp (moveUp a b) c = moveUp a (moveUp b c) := by sorry

/-- What is in the middle may go to the front.
topic: chain 1; difficulty: 3 -/
theorem moveUp_middle (a b c : Nat) : moveUp a (moveUp b c) = moveUp b (moveUp a c) := by sorry

/-- Twice a triangular number is n(n + 1).
topic: chain 1; difficulty: 3 -/
theorem two_mul_heap (n : Nat) : 2 * heap n = n * (n + 1) := by sorry

/-- A triangular number moved over to itself.
topic: chain 1; difficulty: 4 -/
theorem heap_twice (n : Nat) : moveUp (heap n) (heap n) = n * (n + 1) := by sorry

/-- The first list turned around, in front of the second. -/
def turnOnto : List Nat → List Nat → List Nat
  | [], acc => acc
  | x :: xs, acc => turnOnto xs (x :: acc)

/-- What turning onto a list gives.
topic: chain 2; difficulty: 2 -/
theorem turnOnto_eq (xs ys : List Nat) : turnOnto xs ys = xs.reverse ++ ys := by sorry

/-- Turned around twice, it is as it was.
topic: chain 2; difficulty: 3 -/
theorem turnOnto_twice (xs : List Nat) : turnOnto (turnOnto xs []) [] = xs := by sorry

/-- Nothing is lost.
topic: chain 2; difficulty: 2 -/
theorem length_turnOnto (xs ys : List Nat) : (turnOnto xs ys).length = xs.length + ys.length := by sorry

/-- Turning back the other way.
topic: chain 2; difficulty: 3 -/
theorem turnOnto_back (xs ys : List Nat) : turnOnto (turnOnto xs ys) [] = turnOnto ys xs := by sorry

/-- Two turns onto one list.
topic: chain 2; difficulty: 3 -/
theorem turnOnto_turnOnto (xs ys zs : List Nat) : turnOnto xs (turnOnto ys zs) = turnOnto (ys ++ xs) zs := by sorry

/-- What is in it was in one of them.
topic: chain 2; difficulty: 3 -/
theorem mem_turnOnto (a : Nat) (xs ys : List Nat) : a ∈ turnOnto xs ys ↔ a ∈ xs ∨ a ∈ ys := by sorry

/-- The sum of a list, added to what is there. -/
def total : List Nat → Nat → Nat
  | [], a => a
  | x :: xs, a => total xs (a + x)

/-- What the total is.
topic: chain 3; difficulty: 2 -/
theorem total_eq (xs : List Nat) (a : Nat) : total xs a = xs.sum + a := by sorry

/-- The total of two lists put together.
topic: chain 3; difficulty: 3 -/
theorem total_append (xs ys : List Nat) : total (xs ++ ys) 0 = total xs 0 + total ys 0 := by sorry

/-- What was there before is only added.
topic: chain 3; difficulty: 2 -/
theorem total_shift (xs : List Nat) (a b : Nat) : total xs (a + b) = total xs a + b := by sorry

/-- The total of equal numbers.
topic: chain 3; difficulty: 3 -/
theorem total_replicate (n k : Nat) : total (List.replicate n k) 0 = n * k := by sorry

/-- The total is no less than what was there.
topic: chain 3; difficulty: 2 -/
theorem le_total (xs : List Nat) (a : Nat) : a ≤ total xs a := by sorry

/-- The order does not matter to the total.
topic: chain 3; difficulty: 3 -/
theorem total_turn (xs : List Nat) (a : Nat) : total xs.reverse a = total xs a := by sorry

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

/-- A flipped tree has as many forks.
topic: chain 4; difficulty: 2 -/
theorem forks_flip (t : Wood) : t.flip.forks = t.forks := by sorry

/-- Flipped twice, it is as it was.
topic: chain 4; difficulty: 2 -/
theorem flip_flip (t : Wood) : t.flip.flip = t := by sorry

/-- The row of a flipped tree is the row turned around.
topic: chain 4; difficulty: 2 -/
theorem row_flip (t : Wood) : t.flip.row = t.row.reverse := by sorry

/-- The row has a number for each fork.
topic: chain 4; difficulty: 2 -/
theorem length_row (t : Wood) : t.row.length = t.forks := by sorry

/-- So has the row of the flipped tree.
topic: chain 4; difficulty: 3 -/
theorem length_row_flip (t : Wood) : t.flip.row.length = t.forks := by sorry

/-- What is put in front of a list is the row.
topic: chain 4; difficulty: 3 -/
theorem rowOnto_eq (t : Wood) (ys : List Nat) : t.rowOnto ys = t.row ++ ys := by sorry

/-- The row of the flipped tree, put in front of nothing.
topic: chain 4; difficulty: 4 -/
theorem rowOnto_flip (t : Wood) : t.flip.rowOnto [] = t.row.reverse := by sorry

/-- Powers by multiplication. -/
def pow' (b : Nat) : Nat → Nat
  | 0 => 1
  | n + 1 => b * pow' b n

/-- The sum of the powers of 2 below the n-th. -/
def powers : Nat → Nat
  | 0 => 0
  | n + 1 => powers n + pow' 2 n

/-- These are the powers.
topic: chain 5; difficulty: 2 -/
theorem pow'_eq (b n : Nat) : pow' b n = b ^ n := by sorry

/-- The power to a sum.
topic: chain 5; difficulty: 3 -/
theorem pow'_add (b m n : Nat) : pow' b (m + n) = pow' b m * pow' b n := by sorry

/-- The power of a power.
topic: chain 5; difficulty: 3 -/
theorem pow'_pow' (b m n : Nat) : pow' (pow' b m) n = pow' b (m * n) := by sorry

/-- The power of a product.
topic: chain 5; difficulty: 3 -/
theorem mul_pow' (a b n : Nat) : pow' (a * b) n = pow' a n * pow' b n := by sorry

/-- A number is less than 2 to it.
topic: chain 5; difficulty: 3 -/
theorem lt_pow' (n : Nat) : n < pow' 2 n := by sorry

/-- The powers of 2 below a power of 2 sum to one less.
topic: chain 5; difficulty: 3 -/
theorem powers_succ (n : Nat) : powers n + 1 = pow' 2 n := by sorry

/-- So the sum is no less than n.
topic: chain 5; difficulty: 4 -/
theorem le_powers (n : Nat) : n ≤ powers n := by sorry

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

/-- Two walks at once.
topic: chain 6; difficulty: 3 -/
theorem walk_add (n a b c d : Nat) : walk n (a + c) (b + d) = walk n a b + walk n c d := by sorry

/-- A walk keeps the rule.
topic: chain 6; difficulty: 3 -/
theorem walk_step (n a b : Nat) : walk (n + 2) a b = walk (n + 1) a b + walk n a b := by sorry

/-- A walk from 0 and 1 comes by the Fibonacci numbers.
topic: chain 6; difficulty: 4 -/
theorem walk_eq (n : Nat) : walk n 0 1 = rabbits n := by sorry

/-- The sum of Fibonacci numbers is one less than a later one.
topic: chain 6; difficulty: 3 -/
theorem warren_succ (n : Nat) : warren n + 1 = walk (n + 2) 0 1 := by sorry

/-- The same by their own rule.
topic: chain 6; difficulty: 4 -/
theorem warren_eq (n : Nat) : warren n + 1 = rabbits (n + 2) := by sorry

/-- Later numbers are no less.
topic: chain 6; difficulty: 3 -/
theorem walk_later (n : Nat) : walk (n + 1) 0 1 ≤ walk (n + 2) 0 1 := by sorry

/-- Whether a number is even, by taking turns. -/
def turns : Nat → Bool
  | 0 => true
  | n + 1 => !turns n

/-- Taking turns tells the even numbers.
topic: chain 7; difficulty: 2 -/
theorem turns_iff (n : Nat) : turns n = true ↔ n % 2 = 0 := by sorry

/-- The turn of a sum.
topic: chain 7; difficulty: 3 -/
theorem turns_add (m n : Nat) : turns (m + n) = (turns m == turns n) := by sorry

/-- The turn of a product.
topic: chain 7; difficulty: 4 -/
theorem turns_mul (m n : Nat) : turns (m * n) = (turns m || turns n) := by sorry

/-- A number times the next one is even.
topic: chain 7; difficulty: 4 -/
theorem turns_next (n : Nat) : turns (n * (n + 1)) = true := by sorry

/-- A square takes turns with its root.
topic: chain 7; difficulty: 3 -/
theorem turns_square (n : Nat) : turns (n * n) = turns n := by sorry

/-- Three times a number instead of it.
topic: chain 7; difficulty: 3 -/
theorem turns_thrice (m n : Nat) : turns (m + 3 * n) = turns (m + n) := by sorry

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

/-- One more.
topic: chain 8; difficulty: 2 -/
theorem length_put (a : Nat) (xs : List Nat) : (put a xs).length = xs.length + 1 := by sorry

/-- None is lost when they are put in order.
topic: chain 8; difficulty: 3 -/
theorem length_order (xs : List Nat) : (order xs).length = xs.length := by sorry

/-- The sum with one more.
topic: chain 8; difficulty: 2 -/
theorem sum_put (a : Nat) (xs : List Nat) : (put a xs).sum = a + xs.sum := by sorry

/-- The sum stays the same.
topic: chain 8; difficulty: 3 -/
theorem sum_order (xs : List Nat) : (order xs).sum = xs.sum := by sorry

/-- How often a number is there, with one more.
topic: chain 8; difficulty: 3 -/
theorem times_put (a b : Nat) (xs : List Nat) : times a (put b xs) = times a (b :: xs) := by sorry

/-- That stays the same, too.
topic: chain 8; difficulty: 3 -/
theorem times_order (a : Nat) (xs : List Nat) : times a (order xs) = times a xs := by sorry

/-- So does the total.
topic: chain 8; difficulty: 4 -/
theorem total_order (xs : List Nat) (a : Nat) : total (order xs) a = total xs a := by sorry

/-- Turned around and put in order.
topic: chain 8; difficulty: 4 -/
theorem length_order_turnOnto (xs ys : List Nat) : (order (turnOnto xs ys)).length = xs.length + ys.length := by sorry
