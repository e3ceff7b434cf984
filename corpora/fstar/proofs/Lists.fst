module Lists

open FStar.List.Tot

/// Facts about lists, for functions of the library and for functions defined here.

(** The sum of a list. *)
let rec sum (l:list int) : Tot int = match l with | [] -> 0 | x :: xs -> x + sum xs

(** How often x stands in a list. *)
let rec occurs (x:int) (l:list int) : Tot nat =
  match l with
  | [] -> 0
  | y :: ys -> (if x = y then 1 else 0) + occurs x ys

(** Reversal that appends at the end. *)
let rec backwards (#a:Type) (l:list a) : Tot (list a) =
  match l with
  | [] -> []
  | x :: xs -> backwards xs @ [x]

(** Reversal onto an accumulator. *)
let rec rev_onto (#a:Type) (l:list a) (acc:list a) : Tot (list a) (decreases l) =
  match l with
  | [] -> acc
  | x :: xs -> rev_onto xs (x :: acc)

(** The first n elements, or all when there are fewer. *)
let rec front (#a:Type) (n:nat) (l:list a) : Tot (list a) (decreases l) =
  match l with
  | [] -> []
  | x :: xs -> if n = 0 then [] else x :: front (n - 1) xs

(** What is left after the first n elements. *)
let rec skip (#a:Type) (n:nat) (l:list a) : Tot (list a) (decreases l) =
  match l with
  | [] -> []
  | x :: xs -> if n = 0 then l else skip (n - 1) xs

(** n copies of x. *)
let rec copies (#a:Type) (n:nat) (x:a) : Tot (list a) (decreases n) =
  if n = 0 then [] else x :: copies (n - 1) x

(** f applied to each element. *)
let rec each (#a:Type) (#b:Type) (f:a -> Tot b) (l:list a) : Tot (list b) =
  match l with
  | [] -> []
  | x :: xs -> f x :: each f xs

(** The elements that pass a test. *)
let rec keep (#a:Type) (p:a -> Tot bool) (l:list a) : Tot (list a) =
  match l with
  | [] -> []
  | x :: xs -> if p x then x :: keep p xs else keep p xs

(** Combine the elements from the left. *)
let rec from_left (f:int -> int -> Tot int) (z:int) (l:list int) : Tot int (decreases l) =
  match l with
  | [] -> z
  | x :: xs -> from_left f (f z x) xs

(** Combine the elements from the right. *)
let rec from_right (f:int -> int -> Tot int) (l:list int) (z:int) : Tot int (decreases l) =
  match l with
  | [] -> z
  | x :: xs -> f x (from_right f xs z)

(** Does the list p begin the list l? *)
let rec begins (p:list int) (l:list int) : Tot bool (decreases p) =
  match p with
  | [] -> true
  | x :: xs -> (match l with | [] -> false | y :: ys -> x = y && begins xs ys)

(** Take elements from two lists in turn. *)
let rec weave (#a:Type) (l1:list a) (l2:list a) : Tot (list a) (decreases l1) =
  match l1, l2 with
  | x :: xs, y :: ys -> x :: y :: weave xs ys
  | [], _ -> l2
  | _, [] -> l1

(** The elements at positions 0, 2, 4, ... *)
let rec every_other (#a:Type) (l:list a) : Tot (list a) =
  match l with
  | [] -> []
  | [x] -> [x]
  | x :: _ :: xs -> x :: every_other xs

(** Appending is associative (ready for use). *)
let rec join_assoc (#a:Type) (l1:list a) (l2:list a) (l3:list a)
  : Lemma (ensures (l1 @ l2) @ l3 == l1 @ (l2 @ l3)) (decreases l1) =
  match l1 with
  | [] -> ()
  | _ :: xs -> join_assoc xs l2 l3

(** Appending the empty list changes nothing (ready for use). *)
let rec join_nil (#a:Type) (l:list a) : Lemma (ensures l @ [] == l) (decreases l) =
  match l with
  | [] -> ()
  | _ :: xs -> join_nil xs

(** The empty list put before a list gives the same list.
topic: lists; difficulty: 1; tags: computation *)
val nil_before : l:list int -> Lemma ([] @ l == l)
let nil_before l = ()

(** Two elements put in front raise the length by two.
topic: lists; difficulty: 1; tags: computation *)
val length_two_more : #a:Type -> x:a -> y:a -> l:list a -> Lemma (length (x :: y :: l) == length l + 2)
let length_two_more #a x y l = ()

(** The sum of two lists put together is the sum of their sums.
topic: lists; difficulty: 2; tags: recursion *)
val sum_join : l1:list int -> l2:list int -> Lemma (sum (l1 @ l2) == sum l1 + sum l2)
let rec sum_join l1 l2 =
  match l1 with
  | [] -> ()
  | _ :: xs -> sum_join xs l2

(** The list of n copies of an element has length n.
topic: lists; difficulty: 2; tags: recursion *)
val length_copies : #a:Type -> n:nat -> x:a -> Lemma (ensures length (copies n x) == n) (decreases n)
let rec length_copies #a n x = if n = 0 then () else length_copies (n - 1) x

(** The first n elements together with the rest give the whole list.
topic: lists; difficulty: 2; tags: recursion *)
val front_skip : #a:Type -> n:nat -> l:list a
  -> Lemma (ensures front n l @ skip n l == l) (decreases l)
let rec front_skip #a n l =
  match l with
  | [] -> ()
  | _ :: xs -> if n = 0 then () else front_skip (n - 1) xs

(** An element is a member exactly when it occurs at least once.
topic: lists; difficulty: 2; tags: recursion *)
val member_occurs : x:int -> l:list int -> Lemma (mem x l <==> occurs x l > 0)
let rec member_occurs x l =
  match l with
  | [] -> ()
  | _ :: ys -> member_occurs x ys

(** Mapping twice is mapping the composed function once.
topic: lists; difficulty: 2; tags: recursion, higher order *)
let rec each_each (#a:Type) (#b:Type) (#c:Type) (f:b -> Tot c) (g:a -> Tot b) (h:a -> Tot c) (l:list a)
  : Lemma (requires (forall x. h x == f (g x)))
          (ensures each f (each g l) == each h l)
          (decreases l) =
  match l with
  | [] -> ()
  | _ :: xs -> each_each f g h xs

(** Two tests can be applied in either order when keeping elements.
topic: lists; difficulty: 2; tags: recursion, higher order *)
val keep_keep : #a:Type -> p:(a -> Tot bool) -> q:(a -> Tot bool) -> l:list a
  -> Lemma (ensures keep p (keep q l) == keep q (keep p l)) (decreases l)
let rec keep_keep #a p q l =
  match l with
  | [] -> ()
  | _ :: xs -> keep_keep p q xs

(** Every second element of two woven lists of equal length is the first list.
topic: lists; difficulty: 2; tags: recursion, case split *)
val every_other_weave : #a:Type -> l1:list a -> l2:list a
  -> Lemma (requires length l1 == length l2) (ensures every_other (weave l1 l2) == l1) (decreases l1)
let rec every_other_weave #a l1 l2 =
  match l1, l2 with
  | _ :: xs, _ :: ys -> every_other_weave xs ys
  | _, _ -> ()

(** Reversing two lists put together reverses both and swaps them.
topic: lists; difficulty: 3; tags: recursion, lemma call *)
val backwards_join : #a:Type -> l1:list a -> l2:list a
  -> Lemma (ensures backwards (l1 @ l2) == backwards l2 @ backwards l1) (decreases l1)
let rec backwards_join #a l1 l2 =
  match l1 with
  | [] -> join_nil (backwards l2)
  | x :: xs ->
    backwards_join xs l2;
    join_assoc (backwards l2) (backwards xs) [x]

(** Reversing onto an accumulator puts the reversed list before it.
topic: lists; difficulty: 3; tags: recursion, accumulator, lemma call *)
let rec rev_onto_spec (#a:Type) (l:list a) (acc:list a)
  : Lemma (ensures rev_onto l acc == backwards l @ acc) (decreases l) =
  match l with
  | [] -> ()
  | x :: xs ->
    rev_onto_spec xs (x :: acc);
    join_assoc (backwards xs) [x] acc

(** A list that begins another one can be completed to it by appending.
topic: lists; difficulty: 3; tags: existential, recursion *)
val begins_rest : p:list int -> l:list int
  -> Lemma (requires begins p l) (ensures (exists (s:list int). l == p @ s)) (decreases p)
let rec begins_rest p l =
  match p with
  | [] -> assert (l == [] @ l)
  | _ :: xs -> begins_rest xs (tl l)

(** Reversing onto the empty list twice gives the list back.
topic: lists; difficulty: 4; tags: accumulator, strengthening *)
val rev_onto_twice : #a:Type -> l:list a -> Lemma (rev_onto (rev_onto l []) [] == l)
let rev_onto_twice #a l =
  let rec general (l:list a) (acc:list a)
    : Lemma (ensures rev_onto (rev_onto l acc) [] == rev_onto acc l) (decreases l) =
    match l with
    | [] -> ()
    | x :: xs -> general xs (x :: acc) in
  general l []

(** For an associative operation with a neutral element, combining from the left and from the right agree.
topic: lists; difficulty: 4; tags: higher order, strengthening *)
val left_right_agree : f:(int -> int -> Tot int) -> z:int -> l:list int
  -> Lemma (requires (forall x y w. f (f x y) w == f x (f y w)) /\ (forall x. f z x == x /\ f x z == x))
           (ensures from_left f z l == from_right f l z)
let left_right_agree f z l =
  let rec general (y:int) (l:list int)
    : Lemma (requires (forall x y w. f (f x y) w == f x (f y w)) /\ (forall x. f z x == x /\ f x z == x))
            (ensures from_left f y l == f y (from_right f l z))
            (decreases l) =
    match l with
    | [] -> ()
    | x :: xs -> general (f y x) xs in
  general z l
