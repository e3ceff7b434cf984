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

val not_claim_half_double : (n:nat -> Lemma (n / 2 * 2 == n)) -> Lemma False
let not_claim_half_double claim = claim 1

val not_claim_sum_closed : (n:nat -> Lemma (2 * sum_to n == n * (n - 1))) -> Lemma False
let not_claim_sum_closed claim = claim 1

val not_claim_power_product : (b:int -> m:nat -> n:nat -> Lemma (pow b (m * n) == pow b m * pow b n)) -> Lemma False
let not_claim_power_product claim = claim 2 0 1

val not_claim_monus_back : (a:nat -> b:nat -> Lemma (monus a b + b == a)) -> Lemma False
let not_claim_monus_back claim = claim 0 1

val not_claim_greatest_number : (unit -> Lemma (exists (m:int). forall (n:int). at_most n m)) -> Lemma False
let not_claim_greatest_number claim =
  claim ();
  FStar.Classical.exists_elim False #int #(fun m -> forall (n:int). at_most n m) ()
    (fun m -> assert (at_most (m + 1) m))

val not_claim_prefix_length : (n:nat -> l:list int -> Lemma (length (prefix n l) == n)) -> Lemma False
let not_claim_prefix_length claim = claim 1 []

val not_claim_reverse_to : (l:list int -> acc:list int -> Lemma (reverse_to l acc == acc @ reversed l)) -> Lemma False
let not_claim_reverse_to claim = claim [1] [2]

val not_claim_reversed_join
  : (l1:list int -> l2:list int -> Lemma (reversed (l1 @ l2) == reversed l1 @ reversed l2)) -> Lemma False
let not_claim_reversed_join claim = claim [1] [2]

val not_claim_sum_injective
  : (l1:list int -> l2:list int -> Lemma (requires list_sum l1 == list_sum l2) (ensures l1 == l2)) -> Lemma False
let not_claim_sum_injective claim = claim [] [0]

val not_claim_removed_gone : (x:int -> l:list int -> Lemma (not (mem x (remove_first x l)))) -> Lemma False
let not_claim_removed_gone claim = claim 1 [1; 1]

val not_claim_left_is_right
  : (f:(int -> int -> Tot int) -> z:int -> l:list int -> Lemma (combine_left f z l == combine_right f l z)) -> Lemma False
let not_claim_left_is_right claim =
  let f (a:int) (b:int) : Tot int = a - b in
  claim f 0 [1];
  assert (combine_left f 0 [1] == f 0 1);
  assert (combine_right f [1] 0 == f 1 0)

val not_claim_put_in_ordered : (x:int -> l:list int -> Lemma (ordered (put_in x l))) -> Lemma False
let not_claim_put_in_ordered claim =
  claim 0 [2; 1];
  assert (put_in 0 [2; 1] == [0; 2; 1])

val not_claim_join_ordered
  : (l1:list int -> l2:list int -> Lemma (requires ordered l1 /\ ordered l2) (ensures ordered (l1 @ l2))) -> Lemma False
let not_claim_join_ordered claim = claim [2] [1]

val not_claim_get_other
  : (k:int -> j:int -> v:int -> m:list (int & int) -> Lemma (get_entry j (put_entry k v m) == get_entry j m)) -> Lemma False
let not_claim_get_other claim = claim 0 0 0 []

val not_claim_put_swap
  : (k:int -> j:int -> v:int -> w:int -> m:list (int & int)
      -> Lemma (requires k <> j) (ensures put_entry k v (put_entry j w m) == put_entry j w (put_entry k v m)))
  -> Lemma False
let not_claim_put_swap claim = claim 0 1 0 0 []

val not_claim_removed_entry : (k:int -> m:list (int & int) -> Lemma (get_entry k (remove_entry k m) == None)) -> Lemma False
let not_claim_removed_entry claim = claim 0 [(0, 1); (0, 2)]

val not_claim_few_forks : (t:shape -> Lemma (forks t <= depth t)) -> Lemma False
let not_claim_few_forks claim =
  claim (Fork (Fork Tip 1 Tip) 2 (Fork Tip 3 Tip));
  assert (forks (Fork Tip 1 Tip) == 1 /\ depth (Fork Tip 1 Tip) == 1);
  assert (forks (Fork Tip 3 Tip) == 1 /\ depth (Fork Tip 3 Tip) == 1)

val not_claim_values_injective
  : (t1:shape -> t2:shape -> Lemma (requires values t1 == values t2) (ensures t1 == t2)) -> Lemma False
let not_claim_values_injective claim =
  assert (values (Fork Tip 1 Tip) == [1]);
  assert (values (Fork Tip 2 Tip) == [2]);
  assert (values (Fork (Fork Tip 1 Tip) 2 Tip) == [1; 2]);
  assert (values (Fork Tip 1 (Fork Tip 2 Tip)) == [1; 2]);
  claim (Fork (Fork Tip 1 Tip) 2 Tip) (Fork Tip 1 (Fork Tip 2 Tip))

val not_claim_swap_value : (t:term -> Lemma (value (swap_sides t) == value t)) -> Lemma False
let not_claim_swap_value claim = claim (Minus (Lit 1) (Lit 0))

val not_claim_translate
  : (t:term -> stack:list int -> Lemma (execute (translate t) stack == Some (value t :: stack))) -> Lemma False
let not_claim_translate claim =
  assert (translate (Minus (Lit 1) (Lit 0)) == [Const 1; Const 0; Sub]);
  assert (execute [Sub] [0; 1] == execute [] [0 - 1]);
  assert (execute [Const 0; Sub] [1] == execute [Sub] [0; 1]);
  assert (execute [Const 1; Const 0; Sub] [] == execute [Const 0; Sub] [1]);
  claim (Minus (Lit 1) (Lit 0)) []

val not_claim_smaller : (n:nat -> Tot (m:nat{m < n})) -> Lemma False
let not_claim_smaller claim = none_below (claim 0)

val not_claim_some_element : (l:list int -> Tot (x:int{mem x l})) -> Lemma False
let not_claim_some_element claim =
  let x = claim [] in
  assert (mem x [])

val not_claim_search : (p:(nat -> Tot bool) -> Tot (n:nat{p n})) -> Lemma False
let not_claim_search claim =
  let n : (n:nat{never n}) = claim never in
  assert (never n)

val not_claim_between : (lo:int -> hi:int{lo < hi} -> Tot (m:int{lo < m /\ m < hi})) -> Lemma False
let not_claim_between claim =
  let m = claim 0 1 in
  assert (0 < m /\ m < 1)

val not_claim_exact_half : (n:int -> Tot (h:int{h + h = n})) -> Lemma False
let not_claim_exact_half claim =
  let h = claim 1 in
  assert (h + h = 1)
