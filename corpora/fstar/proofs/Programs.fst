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
let absolute x = if x >= 0 then x else 0 - x

(** A number that is at least both given numbers and is one of them.
topic: programs; difficulty: 2; tags: program, case split *)
val larger : x:int -> y:int -> Tot (m:int{m >= x /\ m >= y /\ (m = x \/ m = y)})
let larger x y = if x >= y then x else y

(** Some number between the given one and its double.
topic: programs; difficulty: 1; tags: program, witness *)
val some_between : n:pos -> Tot (m:nat{n <= m /\ m <= n + n})
let some_between n = n

(** A list of n elements that are all x.
topic: programs; difficulty: 2; tags: program, recursion *)
val make_copies : n:nat -> x:int -> Tot (l:list int{length l = n /\ (forall y. mem y l ==> y = x)})
let rec make_copies n x = if n = 0 then [] else x :: make_copies (n - 1) x

(** The greatest element of a list that is not empty.
topic: programs; difficulty: 3; tags: program, recursion, case split *)
val max_of : l:list int{Cons? l} -> Tot (m:int{mem m l /\ (forall x. mem x l ==> x <= m)})
let rec max_of l =
  match l with
  | [x] -> x
  | x :: xs -> let m = max_of xs in if x >= m then x else m

(** The element at a position that lies inside the list.
topic: programs; difficulty: 2; tags: program, recursion, indexing *)
val at : l:list int -> i:nat{i < length l} -> Tot (x:int{item l i == Some x})
let rec at l i =
  match l with
  | x :: xs -> if i = 0 then x else at xs (i - 1)

(** The first n elements of a list that has at least n.
topic: programs; difficulty: 2; tags: program, recursion *)
val take_exactly : #a:Type -> n:nat -> l:list a{n <= length l} -> Tot (r:list a{length r = n})
let rec take_exactly #a n l =
  if n = 0 then []
  else match l with
  | x :: xs -> x :: take_exactly (n - 1) xs

(** Cut a list after n elements.
topic: programs; difficulty: 3; tags: program, recursion *)
val cut : #a:Type -> n:nat -> l:list a{n <= length l}
  -> Tot (p:(list a & list a){l == fst p @ snd p /\ length (fst p) = n})
let rec cut #a n l =
  if n = 0 then ([], l)
  else match l with
  | x :: xs ->
    let (front, back) = cut (n - 1) xs in
    (x :: front, back)

(** The elements that pass a test, and no others.
topic: programs; difficulty: 2; tags: program, recursion, higher order *)
val select : p:(int -> Tot bool) -> l:list int -> Tot (r:list int{forall x. mem x r <==> (mem x l /\ p x)})
let rec select p l =
  match l with
  | [] -> []
  | x :: xs -> if p x then x :: select p xs else select p xs

(** An element that passes a test, or nothing when there is none.
topic: programs; difficulty: 3; tags: program, recursion, option *)
val find_passing : p:(int -> Tot bool) -> l:list int
  -> Tot (o:option int{(Some? o ==> (mem (Some?.v o) l /\ p (Some?.v o))) /\ (None? o ==> (forall x. mem x l ==> not (p x)))})
let rec find_passing p l =
  match l with
  | [] -> None
  | x :: xs -> if p x then Some x else find_passing p xs

(** A position at which a member stands.
topic: programs; difficulty: 3; tags: program, recursion, indexing *)
val position_of : x:int -> l:list int{mem x l} -> Tot (i:nat{i < length l /\ item l i == Some x})
let rec position_of x l =
  match l with
  | y :: ys -> if x = y then 0 else 1 + position_of x ys

(** Quotient and remainder of a division.
topic: programs; difficulty: 3; tags: program, recursion, measure, nonlinear *)
val divide : a:nat -> b:pos -> Tot (p:(nat & nat){a = fst p * b + snd p /\ snd p < b}) (decreases a)
let rec divide a b =
  if a < b then (0, a)
  else begin
    let (q, r) = divide (a - b) b in
    FStar.Math.Lemmas.distributivity_add_left q 1 b;
    (q + 1, r)
  end

(** The pairs of two lists of the same length, element by element.
topic: programs; difficulty: 2; tags: program, recursion *)
val pair_up : #a:Type -> #b:Type -> l1:list a -> l2:list b{length l1 = length l2}
  -> Tot (r:list (a & b){length r = length l1})
let rec pair_up #a #b l1 l2 =
  match l1, l2 with
  | [], [] -> []
  | x :: xs, y :: ys -> (x, y) :: pair_up xs ys

(** The list of all numbers from lo up to and without hi.
topic: programs; difficulty: 3; tags: program, recursion, measure *)
val numbers : lo:int -> hi:int{lo <= hi}
  -> Tot (l:list int{length l = hi - lo /\ (forall x. mem x l <==> (lo <= x /\ x < hi))}) (decreases (hi - lo))
let rec numbers lo hi = if lo = hi then [] else lo :: numbers (lo + 1) hi

(** The greatest exponent of a power of two that is at most n.
topic: programs; difficulty: 3; tags: program, recursion, measure *)
val floor_log : n:pos -> Tot (k:nat{two_power k <= n /\ n < two_power (k + 1)})
let rec floor_log n = if n = 1 then 0 else 1 + floor_log (n / 2)

(** Put x into a sorted list so that it stays sorted and has the expected members.
topic: programs; difficulty: 4; tags: program, recursion, sorting, strengthening *)
val place : x:int -> l:list int{in_order l}
  -> Tot (r:list int{in_order r /\ (forall y. mem y r <==> (y = x \/ mem y l))})
let place x l =
  let rec ins (l:list int{in_order l})
    : Tot (r:list int{in_order r
                      /\ (Cons? r /\ (hd r = x \/ (Cons? l /\ hd r = hd l)))
                      /\ (forall y. mem y r <==> (y = x \/ mem y l))}) (decreases l) =
    match l with
    | [] -> [x]
    | y :: ys -> if x <= y then x :: l else y :: ins ys in
  ins l

(** The square root of n, rounded down.
topic: programs; difficulty: 4; tags: program, recursion, search, nonlinear *)
val square_root : n:nat -> Tot (r:nat{r * r <= n /\ n < (r + 1) * (r + 1)})
let rec square_root n =
  if n = 0 then 0
  else begin
    let r = square_root (n - 1) in
    if (r + 1) * (r + 1) <= n then r + 1 else r
  end

(** The least number that passes a test, when some number n is known to pass it.
topic: programs; difficulty: 4; tags: program, search, measure, auxiliary function *)
val least_passing : p:(nat -> Tot bool) -> n:nat{p n}
  -> Tot (m:nat{m <= n /\ p m /\ (forall (k:nat). k < m ==> not (p k))})
let least_passing p n =
  let rec from (i:nat{i <= n /\ (forall (k:nat). k < i ==> not (p k))})
    : Tot (m:nat{m <= n /\ p m /\ (forall (k:nat). k < m ==> not (p k))}) (decreases (n - i)) =
    if p i then i else from (i + 1) in
  from 0

(** A sorted list with the same elements, each as often as before.
topic: programs; difficulty: 5; tags: program, recursion, sorting, auxiliary function *)
val sort : l:list int -> Tot (r:list int{in_order r /\ (forall x. times_in x r = times_in x l)})
let rec sort l =
  let rec ins (x:int) (l:list int{in_order l})
    : Tot (r:list int{in_order r
                      /\ (Cons? r /\ (hd r = x \/ (Cons? l /\ hd r = hd l)))
                      /\ (forall y. times_in y r = (if y = x then 1 else 0) + times_in y l)}) (decreases l) =
    match l with
    | [] -> [x]
    | y :: ys -> if x <= y then x :: l else y :: ins x ys in
  match l with
  | [] -> []
  | x :: xs -> ins x (sort xs)
