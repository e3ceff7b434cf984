/// The four statements of `../Example.fst` with their holes filled.
module Example

open FStar.Mul
open Proofwright.Bridge

let rec sum_to (n:nat) : Tot nat =
  if n = 0 then 0 else n + sum_to (n - 1)

let rec app (#a:Type) (l:list a) (m:list a) : Tot (list a) =
  match l with
  | [] -> m
  | x :: xs -> x :: app xs m

let rec len (#a:Type) (l:list a) : Tot nat =
  match l with
  | [] -> 0
  | _ :: xs -> 1 + len xs

/// The sum of the first numbers. By induction; the product has to be multiplied out.
val gauss: n:nat -> Lemma (2 * sum_to n == n * (n + 1))
let gauss n =
  nat_induction (fun k -> 2 * sum_to k == k * (k + 1))
    (fun () -> ())
    (fun k -> (mul_add (k + 1) k 2))
    n

/// The empty list on the right changes nothing. By plain recursion.
val app_nil: #a:Type -> l:list a -> Lemma (app l [] == l)
let rec app_nil #a l =
  match l with
  | [] -> ()
  | _ :: xs -> app_nil xs

/// Lengths add up. By induction on the first list.
val len_app: #a:Type -> l:list a -> m:list a -> Lemma (len (app l m) == len l + len m)
let len_app #a l m =
  list_induction (fun (k:list a) -> len (app k m) == len k + len m)
    (fun () -> ())
    (fun x xs -> ())
    l

/// Every number is a double or one more than a double. By a witness.
let even_or_odd (n:nat)
  : Lemma (exists (k:nat). n == 2 * k \/ n == 2 * k + 1)
  = witness (fun (k:nat) -> n == 2 * k \/ n == 2 * k + 1) (n / 2)
