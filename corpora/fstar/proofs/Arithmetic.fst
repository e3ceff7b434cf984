module Arithmetic

open FStar.Mul

/// Sums, powers, parity, divisibility and small recursive functions on whole numbers.

(** The sum 0 + 1 + ... + n. *)
let rec sum_upto (n:nat) : Tot nat = if n = 0 then 0 else n + sum_upto (n - 1)

(** The sum 0 + 1 + ... + n, kept in an accumulator. *)
let rec sum_acc (n:nat) (acc:nat) : Tot nat (decreases n) =
  if n = 0 then acc else sum_acc (n - 1) (acc + n)

(** The sum of the first n odd numbers. *)
let rec sum_odds (n:nat) : Tot nat = if n = 0 then 0 else (2 * n - 1) + sum_odds (n - 1)

(** The power b^n. *)
let rec power (b:int) (n:nat) : Tot int (decreases n) = if n = 0 then 1 else b * power b (n - 1)

(** Parity, found one step at a time. *)
let rec is_even (n:nat) : Tot bool = if n = 0 then true else not (is_even (n - 1))

(** Fibonacci numbers: 0, 1, 1, 2, 3, 5, ... *)
let rec fib (n:nat) : Tot nat = if n <= 1 then n else fib (n - 1) + fib (n - 2)

(** n steps of the two-variable loop for Fibonacci numbers. *)
let rec fib_loop (n:nat) (a:nat) (b:nat) : Tot nat (decreases n) =
  if n = 0 then a else fib_loop (n - 1) b (a + b)

(** The greatest common divisor by repeated subtraction. *)
let rec gcd_sub (a:pos) (b:pos) : Tot pos (decreases (a + b)) =
  if a = b then a
  else if a > b then gcd_sub (a - b) b
  else gcd_sub a (b - a)

(** d divides n when n is some multiple of d. *)
let divides (d:int) (n:int) : Type0 = exists (q:int). n == q * d

(** The binary logarithm, rounded down. *)
let rec log2 (n:pos) : Tot nat = if n = 1 then 0 else 1 + log2 (n / 2)

(** The Ackermann function. *)
let rec ack (m:nat) (n:nat) : Tot nat (decreases %[m; n]) =
  if m = 0 then n + 1
  else if n = 0 then ack (m - 1) 1
  else ack (m - 1) (ack m (n - 1))

(** The sum of the numbers from 0 to 3 is 6.
topic: arithmetic; difficulty: 1; tags: computation *)
val sum_upto_three : unit -> Lemma (sum_upto 3 == 6)
let sum_upto_three () = ()

(** The first power of a number is the number itself.
topic: arithmetic; difficulty: 1; tags: computation *)
val power_one : b:int -> Lemma (power b 1 == b)
let power_one b = ()

(** Twice the sum of the numbers from 0 to n is n times n + 1.
topic: arithmetic; difficulty: 2; tags: recursion *)
val sum_upto_closed : n:nat -> Lemma (2 * sum_upto n == n * (n + 1))
let rec sum_upto_closed n = if n = 0 then () else sum_upto_closed (n - 1)

(** The sum of the first n odd numbers is the square of n.
topic: arithmetic; difficulty: 2; tags: recursion *)
val sum_odds_square : n:nat -> Lemma (sum_odds n == n * n)
let rec sum_odds_square n = if n = 0 then () else sum_odds_square (n - 1)

(** The sum with an accumulator adds the plain sum to the accumulator.
topic: arithmetic; difficulty: 2; tags: recursion, accumulator *)
let rec sum_acc_spec (n:nat) (acc:nat)
  : Lemma (ensures sum_acc n acc == acc + sum_upto n) (decreases n) =
  if n = 0 then () else sum_acc_spec (n - 1) (acc + n)

(** A number of the form 2n is even.
topic: arithmetic; difficulty: 2; tags: recursion *)
val double_is_even : n:nat -> Lemma (is_even (2 * n))
let rec double_is_even n = if n = 0 then () else double_is_even (n - 1)

(** A sum is even exactly when both parts have the same parity.
topic: arithmetic; difficulty: 2; tags: recursion *)
val parity_of_sum : m:nat -> n:nat -> Lemma (is_even (m + n) == (is_even m = is_even n))
let rec parity_of_sum m n = if m = 0 then () else parity_of_sum (m - 1) n

(** A product of powers of the same base is the power of the summed exponents.
topic: arithmetic; difficulty: 3; tags: recursion, nonlinear *)
val power_add : b:int -> m:nat -> n:nat -> Lemma (ensures power b (m + n) == power b m * power b n) (decreases m)
let rec power_add b m n =
  if m = 0 then ()
  else begin
    power_add b (m - 1) n;
    FStar.Math.Lemmas.paren_mul_right b (power b (m - 1)) (power b n)
  end

(** A common factor of two numbers divides their sum.
topic: arithmetic; difficulty: 3; tags: existential *)
val divides_sum : d:int -> a:int -> b:int
  -> Lemma (requires divides d a /\ divides d b) (ensures divides d (a + b))
let divides_sum d a b =
  let step (p:int) (q:int) : Lemma (requires a == p * d /\ b == q * d) (ensures divides d (a + b)) =
    assert (a + b == (p + q) * d) in
  let inner (p:int{a == p * d}) : Lemma (divides d (a + b)) =
    FStar.Classical.exists_elim (divides d (a + b)) #int #(fun q -> b == q * d) ()
      (fun q -> step p q) in
  FStar.Classical.exists_elim (divides d (a + b)) #int #(fun p -> a == p * d) ()
    (fun p -> inner p)

(** Subtractive gcd does not care about the order of its arguments.
topic: arithmetic; difficulty: 3; tags: recursion, case split, measure *)
let rec gcd_sub_comm (a:pos) (b:pos)
  : Lemma (ensures gcd_sub a b == gcd_sub b a) (decreases (a + b)) =
  if a = b then ()
  else if a > b then gcd_sub_comm (a - b) b
  else gcd_sub_comm a (b - a)

(** The n-th Fibonacci number is at most the n-th power of two.
topic: arithmetic; difficulty: 3; tags: recursion, case split *)
val fib_below_power : n:nat -> Lemma (fib n <= power 2 n)
let rec fib_below_power n =
  if n <= 1 then ()
  else begin
    fib_below_power (n - 1);
    fib_below_power (n - 2)
  end

(** The rounded logarithm k of n satisfies 2^k <= n < 2^(k+1).
topic: arithmetic; difficulty: 2; tags: recursion *)
val log2_bounds : n:pos -> Lemma (power 2 (log2 n) <= n /\ n < power 2 (log2 n + 1))
let rec log2_bounds n = if n = 1 then () else log2_bounds (n / 2)

(** Started from 0 and 1, the Fibonacci loop computes the Fibonacci numbers.
topic: arithmetic; difficulty: 4; tags: accumulator, strengthening *)
val fib_loop_correct : n:nat -> Lemma (fib_loop n 0 1 == fib n)
let fib_loop_correct n =
  let rec general (n:nat) (k:nat)
    : Lemma (ensures fib_loop n (fib k) (fib (k + 1)) == fib (k + n)) (decreases n) =
    if n = 0 then () else general (n - 1) (k + 1) in
  general n 0

(** The Ackermann function is larger than its second argument.
topic: arithmetic; difficulty: 4; tags: recursion, measure *)
val ack_above : m:nat -> n:nat -> Lemma (ensures ack m n > n) (decreases %[m; n])
let rec ack_above m n =
  if m = 0 then ()
  else if n = 0 then ack_above (m - 1) 1
  else begin
    ack_above m (n - 1);
    ack_above (m - 1) (ack m (n - 1))
  end

(** The result of subtractive gcd divides both of its arguments.
topic: arithmetic; difficulty: 5; tags: existential, recursion, auxiliary lemma *)
val gcd_sub_divides : a:pos -> b:pos
  -> Lemma (ensures divides (gcd_sub a b) a /\ divides (gcd_sub a b) b) (decreases (a + b))
let rec gcd_sub_divides a b =
  let add (d:int) (x:int) (y:int) : Lemma (requires divides d x /\ divides d y) (ensures divides d (x + y)) =
    let step (p:int) (q:int) : Lemma (requires x == p * d /\ y == q * d) (ensures divides d (x + y)) =
      assert (x + y == (p + q) * d) in
    let inner (p:int{x == p * d}) : Lemma (divides d (x + y)) =
      FStar.Classical.exists_elim (divides d (x + y)) #int #(fun q -> y == q * d) ()
        (fun q -> step p q) in
    FStar.Classical.exists_elim (divides d (x + y)) #int #(fun p -> x == p * d) ()
      (fun p -> inner p) in
  if a = b then assert (a == 1 * a)
  else if a > b then begin
    gcd_sub_divides (a - b) b;
    add (gcd_sub a b) (a - b) b
  end
  else begin
    gcd_sub_divides a (b - a);
    add (gcd_sub a b) (b - a) a
  end
