module Untrue

open FStar.Mul
open FStar.List.Tot

/// Claims that look right but are not: each of them can be refuted.

(** The sum 0 + 1 + ... + n. *)
let rec sum_to (n:nat) : Tot nat = if n = 0 then 0 else n + sum_to (n - 1)

(** The power b^n. *)
let rec pow (b:int) (n:nat) : Tot int (decreases n) = if n = 0 then 1 else b * pow b (n - 1)

(** Subtraction that stops at zero. *)
let monus (a:nat) (b:nat) : Tot nat = if a >= b then a - b else 0

(** The sum of a list. *)
let rec list_sum (l:list int) : Tot int = match l with | [] -> 0 | x :: xs -> x + list_sum xs

(** Reversal that appends at the end. *)
let rec reversed (l:list int) : Tot (list int) =
  match l with
  | [] -> []
  | x :: xs -> reversed xs @ [x]

(** Reversal onto an accumulator. *)
let rec reverse_to (l:list int) (acc:list int) : Tot (list int) (decreases l) =
  match l with
  | [] -> acc
  | x :: xs -> reverse_to xs (x :: acc)

(** The first n elements, or all when there are fewer. *)
let rec prefix (n:nat) (l:list int) : Tot (list int) (decreases l) =
  match l with
  | [] -> []
  | x :: xs -> if n = 0 then [] else x :: prefix (n - 1) xs

(** Remove the first x of a list. *)
let rec remove_first (x:int) (l:list int) : Tot (list int) =
  match l with
  | [] -> []
  | y :: ys -> if x = y then ys else y :: remove_first x ys

(** Combine the elements from the left. *)
let rec combine_left (f:int -> int -> Tot int) (z:int) (l:list int) : Tot int (decreases l) =
  match l with
  | [] -> z
  | x :: xs -> combine_left f (f z x) xs

(** Combine the elements from the right. *)
let rec combine_right (f:int -> int -> Tot int) (l:list int) (z:int) : Tot int (decreases l) =
  match l with
  | [] -> z
  | x :: xs -> f x (combine_right f xs z)

(** Are the elements in rising order? *)
let rec ordered (l:list int) : Tot bool =
  match l with
  | [] -> true
  | [_] -> true
  | x :: y :: rest -> x <= y && ordered (y :: rest)

(** Put x before the first element that is not smaller. *)
let rec put_in (x:int) (l:list int) : Tot (list int) =
  match l with
  | [] -> [x]
  | y :: ys -> if x <= y then x :: l else y :: put_in x ys

(** Add an entry to a list of keys with values. *)
let put_entry (k:int) (v:int) (m:list (int & int)) : Tot (list (int & int)) = (k, v) :: m

(** The value of the first entry with key k. *)
let rec get_entry (k:int) (m:list (int & int)) : Tot (option int) =
  match m with
  | [] -> None
  | (j, v) :: rest -> if j = k then Some v else get_entry k rest

(** Remove the first entry with key k only. *)
let rec remove_entry (k:int) (m:list (int & int)) : Tot (list (int & int)) =
  match m with
  | [] -> []
  | (j, v) :: rest -> if j = k then rest else (j, v) :: remove_entry k rest

type shape =
  | Tip : shape
  | Fork : shape -> int -> shape -> shape

(** The number of forks. *)
let rec forks (t:shape) : Tot nat =
  match t with
  | Tip -> 0
  | Fork l _ r -> 1 + forks l + forks r

(** The number of forks on the longest way down. *)
let rec depth (t:shape) : Tot nat =
  match t with
  | Tip -> 0
  | Fork l _ r -> 1 + (if depth l >= depth r then depth l else depth r)

(** The values from left to right. *)
let rec values (t:shape) : Tot (list int) =
  match t with
  | Tip -> []
  | Fork l x r -> values l @ (x :: values r)

(** Differences of numbers. *)
type term =
  | Lit : int -> term
  | Minus : term -> term -> term

(** The value of a term. *)
let rec value (t:term) : Tot int =
  match t with
  | Lit n -> n
  | Minus a b -> value a - value b

(** Swap the two sides everywhere. *)
let rec swap_sides (t:term) : Tot term =
  match t with
  | Lit n -> Lit n
  | Minus a b -> Minus (swap_sides b) (swap_sides a)

(** Instructions of a stack machine. *)
type op =
  | Const : int -> op
  | Sub : op

(** Run a program; the top of the stack is the left side of a subtraction. *)
let rec execute (code:list op) (stack:list int) : Tot (option (list int)) (decreases code) =
  match code with
  | [] -> Some stack
  | Const n :: rest -> execute rest (n :: stack)
  | Sub :: rest -> (match stack with | a :: b :: st -> execute rest ((a - b) :: st) | _ -> None)

(** The program of a term: left side, right side, subtraction. *)
let rec translate (t:term) : Tot (list op) =
  match t with
  | Lit n -> [Const n]
  | Minus a b -> translate a @ (translate b @ [Sub])

(** m is at most n (as a function, to have a name for it). *)
let at_most (m:int) (n:int) : Tot bool = m <= n

(** A test that always fails. *)
let never (n:nat) : Tot bool = false

(** No number can have these properties (ready for use). *)
let none_below (n:int{n < 0 /\ n >= 0}) : Lemma False = ()

(** Halving and doubling gives every natural number back.
topic: arithmetic; difficulty: 2; expect: false; tags: rounding *)
val claim_half_double : n:nat -> Lemma (n / 2 * 2 == n)
let claim_half_double n = admit ()

(** Twice the sum of the numbers up to n is n times n - 1.
topic: arithmetic; difficulty: 2; expect: false; tags: off by one *)
val claim_sum_closed : n:nat -> Lemma (2 * sum_to n == n * (n - 1))
let claim_sum_closed n = admit ()

(** The power with a product as exponent is the product of the powers.
topic: arithmetic; difficulty: 3; expect: false; tags: wrong law *)
val claim_power_product : b:int -> m:nat -> n:nat -> Lemma (pow b (m * n) == pow b m * pow b n)
let claim_power_product b m n = admit ()

(** Subtracting a number and adding it again gives the first number.
topic: arithmetic; difficulty: 2; expect: false; tags: natural subtraction *)
let claim_monus_back (a:nat) (b:nat) : Lemma (monus a b + b == a) =
  admit ()

(** There is a number that is at least every number.
topic: arithmetic; difficulty: 3; expect: false; tags: wrong quantifier *)
val claim_greatest_number : unit -> Lemma (exists (m:int). forall (n:int). at_most n m)
let claim_greatest_number () = admit ()

(** The first n elements of a list are n elements.
topic: lists; difficulty: 2; expect: false; tags: missing precondition *)
val claim_prefix_length : n:nat -> l:list int -> Lemma (length (prefix n l) == n)
let claim_prefix_length n l = admit ()

(** Reversing onto an accumulator puts the accumulator before the reversed list.
topic: lists; difficulty: 3; expect: false; tags: accumulator, wrong law *)
let rec claim_reverse_to (l:list int) (acc:list int)
  : Lemma (ensures reverse_to l acc == acc @ reversed l) (decreases l) =
  admit ()

(** Reversing two lists put together reverses both and keeps their order.
topic: lists; difficulty: 3; expect: false; tags: wrong law *)
val claim_reversed_join : l1:list int -> l2:list int
  -> Lemma (reversed (l1 @ l2) == reversed l1 @ reversed l2)
let claim_reversed_join l1 l2 = admit ()

(** Lists with the same sum are the same.
topic: lists; difficulty: 2; expect: false; tags: not injective *)
val claim_sum_injective : l1:list int -> l2:list int
  -> Lemma (requires list_sum l1 == list_sum l2) (ensures l1 == l2)
let claim_sum_injective l1 l2 = admit ()

(** An element that was removed once is not a member any more.
topic: lists; difficulty: 2; expect: false; tags: missing precondition *)
val claim_removed_gone : x:int -> l:list int -> Lemma (not (mem x (remove_first x l)))
let claim_removed_gone x l = admit ()

(** Combining from the left and from the right gives the same for every operation.
topic: lists; difficulty: 3; expect: false; tags: missing precondition, higher order *)
val claim_left_is_right : f:(int -> int -> Tot int) -> z:int -> l:list int
  -> Lemma (combine_left f z l == combine_right f l z)
let claim_left_is_right f z l = admit ()

(** Inserting an element into any list gives a sorted list.
topic: sorting; difficulty: 3; expect: false; tags: missing precondition *)
val claim_put_in_ordered : x:int -> l:list int -> Lemma (ordered (put_in x l))
let claim_put_in_ordered x l = admit ()

(** Two sorted lists put together are sorted.
topic: sorting; difficulty: 3; expect: false; tags: missing precondition *)
let claim_join_ordered (l1:list int) (l2:list int)
  : Lemma (requires ordered l1 /\ ordered l2) (ensures ordered (l1 @ l2)) =
  admit ()

(** Adding an entry for one key does not change the lookup of any key.
topic: maps; difficulty: 2; expect: false; tags: missing precondition, map update *)
val claim_get_other : k:int -> j:int -> v:int -> m:list (int & int)
  -> Lemma (get_entry j (put_entry k v m) == get_entry j m)
let claim_get_other k j v m = admit ()

(** Entries for two different keys can be added in either order, with equal lists as result.
topic: maps; difficulty: 2; expect: false; tags: map update, wrong equality *)
val claim_put_swap : k:int -> j:int -> v:int -> w:int -> m:list (int & int)
  -> Lemma (requires k <> j) (ensures put_entry k v (put_entry j w m) == put_entry j w (put_entry k v m))
let claim_put_swap k j v w m = admit ()

(** A key whose entry was removed is not found any more.
topic: maps; difficulty: 2; expect: false; tags: missing precondition *)
val claim_removed_entry : k:int -> m:list (int & int) -> Lemma (get_entry k (remove_entry k m) == None)
let claim_removed_entry k m = admit ()

(** A tree of depth d has at most d forks.
topic: trees; difficulty: 2; expect: false; tags: wrong direction *)
val claim_few_forks : t:shape -> Lemma (forks t <= depth t)
let claim_few_forks t = admit ()

(** Trees with the same values from left to right are the same tree.
topic: trees; difficulty: 3; expect: false; tags: not injective *)
val claim_values_injective : t1:shape -> t2:shape
  -> Lemma (requires values t1 == values t2) (ensures t1 == t2)
let claim_values_injective t1 t2 = admit ()

(** Swapping the sides of all differences keeps the value.
topic: interpreters; difficulty: 2; expect: false; tags: wrong law *)
val claim_swap_value : t:term -> Lemma (value (swap_sides t) == value t)
let claim_swap_value t = admit ()

(** The translated program leaves the value of the term on the stack.
topic: interpreters; difficulty: 4; expect: false; tags: compiler, operand order *)
val claim_translate : t:term -> stack:list int
  -> Lemma (execute (translate t) stack == Some (value t :: stack))
let claim_translate t stack = admit ()

(** A natural number below the given one.
topic: programs; difficulty: 2; expect: false; tags: program, missing precondition *)
val claim_smaller : n:nat -> Tot (m:nat{m < n})
let claim_smaller n = admit ()

(** Some element of a list.
topic: programs; difficulty: 2; expect: false; tags: program, missing precondition *)
val claim_some_element : l:list int -> Tot (x:int{mem x l})
let claim_some_element l = admit ()

(** A number for which the test holds, found by trying one number after the other.
topic: programs; difficulty: 3; expect: false; tags: program, termination *)
val claim_search : p:(nat -> Tot bool) -> Tot (n:nat{p n})
let claim_search p = admit ()

(** A whole number strictly between two others.
topic: programs; difficulty: 3; expect: false; tags: program, empty refinement *)
val claim_between : lo:int -> hi:int{lo < hi} -> Tot (m:int{lo < m /\ m < hi})
let claim_between lo hi = admit ()

(** An exact half of every number.
topic: programs; difficulty: 3; expect: false; tags: program, rounding, empty refinement *)
val claim_exact_half : n:int -> Tot (h:int{h + h = n})
let claim_exact_half n = admit ()
