module Sorting

open FStar.List.Tot

/// Insertion sort and merging: order, and elements counted before and after.

(** Are the elements in rising order? *)
let rec sorted (l:list int) : Tot bool =
  match l with
  | [] -> true
  | [_] -> true
  | x :: y :: rest -> x <= y && sorted (y :: rest)

(** How often x stands in a list. *)
let rec count (x:int) (l:list int) : Tot nat =
  match l with
  | [] -> 0
  | y :: ys -> if x = y then 1 + count x ys else count x ys

(** Put x before the first element that is not smaller. *)
let rec insert (x:int) (l:list int) : Tot (list int) =
  match l with
  | [] -> [x]
  | y :: ys -> if x <= y then x :: l else y :: insert x ys

(** Insertion sort. *)
let rec isort (l:list int) : Tot (list int) =
  match l with
  | [] -> []
  | x :: xs -> insert x (isort xs)

(** Merge two lists by comparing their heads. *)
let rec merge (l1:list int) (l2:list int) : Tot (list int) (decreases (length l1 + length l2)) =
  match l1, l2 with
  | [], _ -> l2
  | _, [] -> l1
  | x :: xs, y :: ys -> if x <= y then x :: merge xs l2 else y :: merge l1 ys

(** Is x at most every element? *)
let rec at_most_all (x:int) (l:list int) : Tot bool =
  match l with
  | [] -> true
  | y :: ys -> x <= y && at_most_all x ys

(** The smaller of x and the least element of the list. *)
let rec least (x:int) (l:list int) : Tot int (decreases l) =
  match l with
  | [] -> x
  | y :: ys -> least (if y < x then y else x) ys

(** Inserting keeps a list sorted (ready for use). *)
let rec insert_ordered (x:int) (l:list int)
  : Lemma (requires sorted l) (ensures sorted (insert x l)) (decreases l) =
  match l with
  | [] -> ()
  | _ :: ys -> insert_ordered x ys

(** A list of one element is sorted.
topic: sorting; difficulty: 1; tags: computation *)
val sorted_single : x:int -> Lemma (sorted [x])
let sorted_single x = admit ()

(** The tail of a sorted list is sorted.
topic: sorting; difficulty: 1; tags: computation *)
val sorted_tail : x:int -> xs:list int -> Lemma (requires sorted (x :: xs)) (ensures sorted xs)
let sorted_tail x xs = admit ()

(** Inserting raises the count of the inserted element by one and no other count.
topic: sorting; difficulty: 2; tags: recursion *)
val insert_count : x:int -> y:int -> l:list int
  -> Lemma (ensures count y (insert x l) == (if x = y then 1 else 0) + count y l) (decreases l)
let insert_count x y l = admit ()

(** Insertion sort delivers a sorted list.
topic: sorting; difficulty: 2; tags: recursion, lemma call *)
val isort_sorted : l:list int -> Lemma (sorted (isort l))
let isort_sorted l = admit ()

(** Sorting a list that is already sorted changes nothing.
topic: sorting; difficulty: 2; tags: recursion *)
val isort_fixed : l:list int -> Lemma (requires sorted l) (ensures isort l == l) (decreases l)
let isort_fixed l = admit ()

(** The head of a sorted list is at most every element of its tail.
topic: sorting; difficulty: 2; tags: recursion *)
let rec head_at_most (x:int) (xs:list int)
  : Lemma (requires sorted (x :: xs)) (ensures at_most_all x xs) (decreases (length xs)) =
  admit ()

(** The length of a merged list is the sum of the two lengths.
topic: sorting; difficulty: 3; tags: recursion, measure, case split *)
val merge_length : l1:list int -> l2:list int
  -> Lemma (ensures length (merge l1 l2) == length l1 + length l2) (decreases (length l1 + length l2))
let merge_length l1 l2 = admit ()

(** Merging keeps every element as often as it stood in the two lists.
topic: sorting; difficulty: 3; tags: recursion, measure, case split *)
val merge_count : x:int -> l1:list int -> l2:list int
  -> Lemma (ensures count x (merge l1 l2) == count x l1 + count x l2) (decreases (length l1 + length l2))
let merge_count x l1 l2 = admit ()

(** Merging two sorted lists gives a sorted list.
topic: sorting; difficulty: 3; tags: recursion, measure, case split *)
let rec merge_sorted (l1:list int) (l2:list int)
  : Lemma (requires sorted l1 /\ sorted l2)
          (ensures sorted (merge l1 l2))
          (decreases (length l1 + length l2)) =
  admit ()

(** Inserting two elements gives the same list in either order.
topic: sorting; difficulty: 2; tags: recursion *)
val insert_swap : x:int -> y:int -> l:list int
  -> Lemma (ensures insert x (insert y l) == insert y (insert x l)) (decreases l)
let insert_swap x y l = admit ()

(** The least element found is at most the start value and at most all elements.
topic: sorting; difficulty: 4; tags: recursion, auxiliary lemma *)
val least_is_least : x:int -> l:list int
  -> Lemma (ensures least x l <= x /\ at_most_all (least x l) l) (decreases l)
let least_is_least x l = admit ()

(** Insertion sort keeps every element as often as it stood in the list.
topic: sorting; difficulty: 4; tags: recursion, auxiliary lemma *)
val isort_count : y:int -> l:list int -> Lemma (ensures count y (isort l) == count y l) (decreases l)
let isort_count y l = admit ()

(** Two sorted lists with the same counts are the same list.
topic: sorting; difficulty: 5; tags: recursion, auxiliary lemma, case split *)
val sorted_unique : l1:list int -> l2:list int
  -> Lemma (requires sorted l1 /\ sorted l2 /\ (forall x. count x l1 == count x l2))
           (ensures l1 == l2) (decreases l1)
let sorted_unique l1 l2 = admit ()
