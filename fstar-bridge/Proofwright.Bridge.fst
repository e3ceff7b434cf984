/// Small helper lemmas for proofs that are written step by step.
///
/// Every helper is proved here; nothing is assumed and no tactic is used.
/// Each one hands the solver a shape that it does not find by itself
/// (an induction, a witness, a product), and the pieces that are left to
/// prove are ordinary terms, so each of them can be a hole of its own.
module Proofwright.Bridge

open FStar.Mul

/// ---- Induction ----------------------------------------------------------

/// Induction on a natural number. Prove [p 0], then prove [p (k + 1)] for any
/// [k] for which [p k] holds; the result is [p n].
let rec nat_induction (p:(nat -> Type0))
                      (base:(unit -> Lemma (p 0)))
                      (step:(k:nat -> Lemma (requires (p k)) (ensures (p (k + 1)))))
                      (n:nat)
  : Lemma (ensures (p n)) (decreases n)
  = if n = 0 then base ()
    else begin
      nat_induction p base step (n - 1);
      step (n - 1)
    end

/// Strong induction on a natural number. Prove [p k] for any [k] while [p]
/// may be used for every number below [k]; the result is [p n].
let rec strong_induction (p:(nat -> Type0))
                         (step:(k:nat -> Lemma (requires (forall (j:nat). j < k ==> p j))
                                               (ensures (p k))))
                         (n:nat)
  : Lemma (ensures (p n)) (decreases n)
  = let below (j:nat) : Lemma (requires (j < n)) (ensures (p j)) =
      strong_induction p step j in
    FStar.Classical.forall_intro (FStar.Classical.move_requires below);
    step n

/// Induction on a list. Prove [p []], then prove [p (x :: xs)] for any head
/// [x] and any tail [xs] for which [p xs] holds; the result is [p l].
let rec list_induction (#a:Type) (p:(list a -> Type0))
                       (base:(unit -> Lemma (p [])))
                       (step:(x:a -> xs:list a -> Lemma (requires (p xs)) (ensures (p (x :: xs)))))
                       (l:list a)
  : Lemma (ensures (p l)) (decreases l)
  = match l with
    | [] -> base ()
    | x :: xs ->
      list_induction p base step xs;
      step x xs

/// ---- Logic --------------------------------------------------------------

/// Case distinction on a boolean. Prove [p] once where [b] is true and once
/// where it is false.
let by_cases (b:bool) (p:Type0)
             (yes:(unit -> Lemma (requires (b == true)) (ensures p)))
             (no:(unit -> Lemma (requires (b == false)) (ensures p)))
  : Lemma p
  = if b then yes () else no ()

/// To prove "there is an [x] with [p x]", name one.
let witness (#a:Type) (p:(a -> Type0)) (x:a)
  : Lemma (requires (p x)) (ensures (exists (y:a). p y))
  = ()

/// To use "there is an [x] with [p x]", prove the goal [q] for any such [x].
let use_exists (#a:Type) (p:(a -> Type0)) (q:Type0)
               (f:(x:a -> Lemma (requires (p x)) (ensures q)))
  : Lemma (requires (exists (x:a). p x)) (ensures q)
  = FStar.Classical.forall_intro (FStar.Classical.move_requires f)

/// To prove "for all [x], [p x]", prove [p x] for any [x].
let for_all (#a:Type) (p:(a -> Type0)) (f:(x:a -> Lemma (p x)))
  : Lemma (forall (x:a). p x)
  = FStar.Classical.forall_intro f

/// The same for two variables.
let for_all2 (#a:Type) (#b:Type) (p:(a -> b -> Type0))
             (f:(x:a -> y:b -> Lemma (p x y)))
  : Lemma (forall (x:a) (y:b). p x y)
  = FStar.Classical.forall_intro_2 f

/// ---- Equality -----------------------------------------------------------

/// Equality is transitive: go from [x] to [z] by way of [y].
let trans (#a:Type) (x:a) (y:a) (z:a)
  : Lemma (requires (x == y /\ y == z)) (ensures (x == z))
  = ()

/// Equal arguments give equal results.
let congr (#a:Type) (#b:Type) (f:(a -> Tot b)) (x:a) (y:a)
  : Lemma (requires (x == y)) (ensures (f x == f y))
  = ()

/// ---- Arithmetic ---------------------------------------------------------
/// The facts below need no unfolding and no case analysis on data.

#push-options "--max_fuel 0 --max_ifuel 0"

/// A product with a sum on the right, multiplied out.
let mul_add (a:int) (b:int) (c:int)
  : Lemma (a * (b + c) == a * b + a * c)
  = ()

/// A product with a sum on the left, multiplied out.
let add_mul (a:int) (b:int) (c:int)
  : Lemma ((a + b) * c == a * c + b * c)
  = ()

/// A product of three numbers may be bracketed either way.
let mul_assoc (a:int) (b:int) (c:int)
  : Lemma (a * (b * c) == (a * b) * c)
  = ()

/// The square of a sum, multiplied out.
let square_add (a:int) (b:int)
  : Lemma ((a + b) * (a + b) == a * a + 2 * (a * b) + b * b)
  = add_mul a b (a + b);
    mul_add a a b;
    mul_add b a b

/// A product of two numbers that are not negative is not negative.
let mul_nonneg (a:int) (b:int)
  : Lemma (requires (a >= 0 /\ b >= 0)) (ensures (a * b >= 0))
  = ()

/// A square is not negative.
let square_nonneg (a:int)
  : Lemma (a * a >= 0)
  = if a >= 0 then mul_nonneg a a else mul_nonneg (0 - a) (0 - a)

/// Multiplication by a number that is not negative keeps the order.
let mul_mono (c:int) (a:int) (b:int)
  : Lemma (requires (c >= 0 /\ a <= b)) (ensures (c * a <= c * b))
  = mul_nonneg c (b - a);
    mul_add c (b - a) a

/// If both factors grow, and none is negative, the product does not shrink.
let mul_mono2 (a:int) (b:int) (c:int) (d:int)
  : Lemma (requires (0 <= a /\ a <= b /\ 0 <= c /\ c <= d))
          (ensures (a * c <= b * d))
  = mul_mono a c d;
    mul_mono d a b

#pop-options
