module Programs

open FStar.Mul
open FStar.List.Tot

/// Programs whose types say what they compute.

(** Are the elements in rising order? *)
let rec in_order (l:list int) : Tot bool =
  match l with
  | [] -> true
  | [_] -> true
  | x :: y :: rest -> x <= y && in_order (y :: rest)

(** How often x stands in a list. *)
let rec times_in (x:int) (l:list int) : Tot nat =
  match l with
  | [] -> 0
  | y :: ys -> (if x = y then 1 else 0) + times_in x ys

(** The power of two. *)
let rec two_power (n:nat) : Tot pos = if n = 0 then 1 else 2 * two_power (n - 1)

(** The element at position i, if there is one. *)
let rec item (l:list int) (i:nat) : Tot (option int) (decreases l) =
  match l with
  | [] -> None
  | x :: xs -> if i = 0 then Some x else item xs (i - 1)

(** The distance of a number from zero.
topic: programs; difficulty: 2; tags: program, case split *)
val absolute : x:int -> Tot (y:nat{y = x \/ y = 0 - x})
let absolute x = admit ()

(** A number that is at least both given numbers and is one of them.
topic: programs; difficulty: 2; tags: program, case split *)
val larger : x:int -> y:int -> Tot (m:int{m >= x /\ m >= y /\ (m = x \/ m = y)})
let larger x y = admit ()

(** Some number between the given one and its double.
topic: programs; difficulty: 1; tags: program, witness *)
val some_between : n:pos -> Tot (m:nat{n <= m /\ m <= n + n})
let some_between n = admit ()

(** A list of n elements that are all x.
topic: programs; difficulty: 2; tags: program, recursion *)
val make_copies : n:nat -> x:int -> Tot (l:list int{length l = n /\ (forall y. mem y l ==> y = x)})
let make_copies n x = admit ()

(** The greatest element of a list that is not empty.
topic: programs; difficulty: 3; tags: program, recursion, case split *)
val max_of : l:list int{Cons? l} -> Tot (m:int{mem m l /\ (forall x. mem x l ==> x <= m)})
let max_of l = admit ()

(** The element at a position that lies inside the list.
topic: programs; difficulty: 2; tags: program, recursion, indexing *)
val at : l:list int -> i:nat{i < length l} -> Tot (x:int{item l i == Some x})
let at l i = admit ()

(** The first n elements of a list that has at least n.
topic: programs; difficulty: 2; tags: program, recursion *)
val take_exactly : #a:Type -> n:nat -> l:list a{n <= length l} -> Tot (r:list a{length r = n})
let take_exactly #a n l = admit ()

(** Cut a list after n elements.
topic: programs; difficulty: 3; tags: program, recursion *)
val cut : #a:Type -> n:nat -> l:list a{n <= length l}
  -> Tot (p:(list a & list a){l == fst p @ snd p /\ length (fst p) = n})
let cut #a n l = admit ()

(** The elements that pass a test, and no others.
topic: programs; difficulty: 2; tags: program, recursion, higher order *)
val select : p:(int -> Tot bool) -> l:list int -> Tot (r:list int{forall x. mem x r <==> (mem x l /\ p x)})
let select p l = admit ()

(** An element that passes a test, or nothing when there is none.
topic: programs; difficulty: 3; tags: program, recursion, option *)
val find_passing : p:(int -> Tot bool) -> l:list int
  -> Tot (o:option int{(Some? o ==> (mem (Some?.v o) l /\ p (Some?.v o))) /\ (None? o ==> (forall x. mem x l ==> not (p x)))})
let find_passing p l = admit ()

(** A position at which a member stands.
topic: programs; difficulty: 3; tags: program, recursion, indexing *)
val position_of : x:int -> l:list int{mem x l} -> Tot (i:nat{i < length l /\ item l i == Some x})
let position_of x l = admit ()

(** Quotient and remainder of a division.
topic: programs; difficulty: 3; tags: program, recursion, measure, nonlinear *)
val divide : a:nat -> b:pos -> Tot (p:(nat & nat){a = fst p * b + snd p /\ snd p < b}) (decreases a)
let divide a b = admit ()

(** The pairs of two lists of the same length, element by element.
topic: programs; difficulty: 2; tags: program, recursion *)
val pair_up : #a:Type -> #b:Type -> l1:list a -> l2:list b{length l1 = length l2}
  -> Tot (r:list (a & b){length r = length l1})
let pair_up #a #b l1 l2 = admit ()

(** The list of all numbers from lo up to and without hi.
topic: programs; difficulty: 3; tags: program, recursion, measure *)
val numbers : lo:int -> hi:int{lo <= hi}
  -> Tot (l:list int{length l = hi - lo /\ (forall x. mem x l <==> (lo <= x /\ x < hi))}) (decreases (hi - lo))
let numbers lo hi = admit ()

(** The greatest exponent of a power of two that is at most n.
topic: programs; difficulty: 3; tags: program, recursion, measure *)
val floor_log : n:pos -> Tot (k:nat{two_power k <= n /\ n < two_power (k + 1)})
let floor_log n = admit ()

(** Put x into a sorted list so that it stays sorted and has the expected members.
topic: programs; difficulty: 4; tags: program, recursion, sorting, strengthening *)
val place : x:int -> l:list int{in_order l}
  -> Tot (r:list int{in_order r /\ (forall y. mem y r <==> (y = x \/ mem y l))})
let place x l = admit ()

(** The square root of n, rounded down.
topic: programs; difficulty: 4; tags: program, recursion, search, nonlinear *)
val square_root : n:nat -> Tot (r:nat{r * r <= n /\ n < (r + 1) * (r + 1)})
let square_root n = admit ()

(** The least number that passes a test, when some number n is known to pass it.
topic: programs; difficulty: 4; tags: program, search, measure, auxiliary function *)
val least_passing : p:(nat -> Tot bool) -> n:nat{p n}
  -> Tot (m:nat{m <= n /\ p m /\ (forall (k:nat). k < m ==> not (p k))})
let least_passing p n = admit ()

(** A sorted list with the same elements, each as often as before.
topic: programs; difficulty: 5; tags: program, recursion, sorting, auxiliary function *)
val sort : l:list int -> Tot (r:list int{in_order r /\ (forall x. times_in x r = times_in x l)})
let sort l = admit ()
