/// Four statements with holes. A hole is an `admit ()`.
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

/// The sum of the first numbers. One hole inside an induction.
val gauss: n:nat -> Lemma (2 * sum_to n == n * (n + 1))
let gauss n =
  nat_induction (fun k -> 2 * sum_to k == k * (k + 1))
    (fun () -> ())
    (fun k -> admit ())
    n

/// The empty list on the right changes nothing. One hole, the whole body.
val app_nil: #a:Type -> l:list a -> Lemma (app l [] == l)
let app_nil #a l = admit ()

/// Lengths add up. Two holes: each is proved while the other is admitted.
val len_app: #a:Type -> l:list a -> m:list a -> Lemma (len (app l m) == len l + len m)
let len_app #a l m =
  list_induction (fun (k:list a) -> len (app k m) == len k + len m)
    (fun () -> admit ())
    (fun x xs -> admit ())
    l

/// Every number is a double or one more than a double. An annotated `let`.
let even_or_odd (n:nat)
  : Lemma (exists (k:nat). n == 2 * k \/ n == 2 * k + 1)
  = admit ()
