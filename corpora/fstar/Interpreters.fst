module Interpreters

open FStar.Mul
open FStar.List.Tot

/// Small expression languages: evaluation, simplification, substitution, a stack machine, loops.

(** Arithmetic expressions; variables are numbered. *)
type expr =
  | Num : int -> expr
  | Var : nat -> expr
  | Add : expr -> expr -> expr
  | Mul : expr -> expr -> expr

(** Values of the variables. *)
let env = nat -> Tot int

(** The value of an expression. *)
let rec eval (s:env) (e:expr) : Tot int (decreases e) =
  match e with
  | Num n -> n
  | Var x -> s x
  | Add a b -> eval s a + eval s b
  | Mul a b -> eval s a * eval s b

(** A sum, computed at once when both parts are numbers. *)
let smart_add (a:expr) (b:expr) : Tot expr =
  match a, b with
  | Num m, Num n -> Num (m + n)
  | _, _ -> Add a b

(** A product, computed at once when both parts are numbers. *)
let smart_mul (a:expr) (b:expr) : Tot expr =
  match a, b with
  | Num m, Num n -> Num (m * n)
  | _, _ -> Mul a b

(** Constant folding from the leaves up. *)
let rec fold (e:expr) : Tot expr =
  match e with
  | Num _ -> e
  | Var _ -> e
  | Add a b -> smart_add (fold a) (fold b)
  | Mul a b -> smart_mul (fold a) (fold b)

(** Swap the two sides of every sum and product. *)
let rec flip (e:expr) : Tot expr =
  match e with
  | Num _ -> e
  | Var _ -> e
  | Add a b -> Add (flip b) (flip a)
  | Mul a b -> Mul (flip b) (flip a)

(** The number of leaves and operations. *)
let rec weight (e:expr) : Tot nat =
  match e with
  | Num _ -> 1
  | Var _ -> 1
  | Add a b -> weight a + weight b + 1
  | Mul a b -> weight a + weight b + 1

(** Does the variable x stand in e? *)
let rec uses (x:nat) (e:expr) : Tot bool (decreases e) =
  match e with
  | Num _ -> false
  | Var y -> x = y
  | Add a b -> uses x a || uses x b
  | Mul a b -> uses x a || uses x b

(** Put the expression r for the variable x. *)
let rec subst (x:nat) (r:expr) (e:expr) : Tot expr (decreases e) =
  match e with
  | Num _ -> e
  | Var y -> if x = y then r else e
  | Add a b -> Add (subst x r a) (subst x r b)
  | Mul a b -> Mul (subst x r a) (subst x r b)

(** The variables changed at x. *)
let bind (s:env) (x:nat) (v:int) : env = fun y -> if y = x then v else s y

(** Instructions of a stack machine. *)
type instr =
  | Push : int -> instr
  | Load : nat -> instr
  | Plus : instr
  | Times : instr

(** Run a program on a stack; None when the stack is too short. *)
let rec run (s:env) (code:list instr) (stack:list int) : Tot (option (list int)) (decreases code) =
  match code with
  | [] -> Some stack
  | Push n :: rest -> run s rest (n :: stack)
  | Load x :: rest -> run s rest (s x :: stack)
  | Plus :: rest -> (match stack with | b :: a :: st -> run s rest ((a + b) :: st) | _ -> None)
  | Times :: rest -> (match stack with | b :: a :: st -> run s rest ((a * b) :: st) | _ -> None)

(** The program for an expression, put together by appending. *)
let rec compile (e:expr) : Tot (list instr) =
  match e with
  | Num n -> [Push n]
  | Var x -> [Load x]
  | Add a b -> compile a @ (compile b @ [Plus])
  | Mul a b -> compile a @ (compile b @ [Times])

(** The program for an expression, put before the program that follows. *)
let rec compile_onto (e:expr) (rest:list instr) : Tot (list instr) (decreases e) =
  match e with
  | Num n -> Push n :: rest
  | Var x -> Load x :: rest
  | Add a b -> compile_onto a (compile_onto b (Plus :: rest))
  | Mul a b -> compile_onto a (compile_onto b (Times :: rest))

(** Statements with one number as state. *)
type stmt =
  | Skip : stmt
  | Plus_const : int -> stmt
  | Scale : int -> stmt
  | Seq : stmt -> stmt -> stmt
  | Repeat : nat -> stmt -> stmt

(** f done n times. *)
let rec iterate (f:int -> Tot int) (n:nat) (v:int) : Tot int (decreases n) =
  if n = 0 then v else iterate f (n - 1) (f v)

(** The state after a statement. *)
let rec perform (c:stmt) (v:int) : Tot int (decreases c) =
  match c with
  | Skip -> v
  | Plus_const k -> v + k
  | Scale k -> v * k
  | Seq a b -> perform b (perform a v)
  | Repeat n a -> iterate (perform a) n v

(** Logical formulas over numbered variables. *)
type formula =
  | Atom : nat -> formula
  | Not : formula -> formula
  | And : formula -> formula -> formula
  | Or : formula -> formula -> formula

(** The truth value of a formula. *)
let rec truth (s:nat -> Tot bool) (f:formula) : Tot bool (decreases f) =
  match f with
  | Atom x -> s x
  | Not a -> not (truth s a)
  | And a b -> truth s a && truth s b
  | Or a b -> truth s a || truth s b

(** Push negations down to the atoms; neg tells whether the formula stands under a negation. *)
let rec push_not (neg:bool) (f:formula) : Tot formula (decreases f) =
  match f with
  | Atom x -> if neg then Not f else f
  | Not a -> push_not (not neg) a
  | And a b -> if neg then Or (push_not neg a) (push_not neg b) else And (push_not neg a) (push_not neg b)
  | Or a b -> if neg then And (push_not neg a) (push_not neg b) else Or (push_not neg a) (push_not neg b)

(** Do negations stand at atoms only? *)
let rec negations_low (f:formula) : Tot bool =
  match f with
  | Atom _ -> true
  | Not (Atom _) -> true
  | Not _ -> false
  | And a b -> negations_low a && negations_low b
  | Or a b -> negations_low a && negations_low b

(** Adding the numbers 2 and 3 gives 5, whatever the variables are.
topic: interpreters; difficulty: 1; tags: computation *)
val eval_two_three : s:env -> Lemma (eval s (Add (Num 2) (Num 3)) == 5)
let eval_two_three s = admit ()

(** Sequences of statements can be grouped in either way.
topic: interpreters; difficulty: 1; tags: computation *)
val seq_assoc : a:stmt -> b:stmt -> c:stmt -> v:int
  -> Lemma (perform (Seq (Seq a b) c) v == perform (Seq a (Seq b c)) v)
let seq_assoc a b c v = admit ()

(** Constant folding keeps the value of an expression.
topic: interpreters; difficulty: 2; tags: recursion *)
val fold_eval : s:env -> e:expr -> Lemma (ensures eval s (fold e) == eval s e) (decreases e)
let fold_eval s e = admit ()

(** Swapping the sides of sums and products keeps the value.
topic: interpreters; difficulty: 2; tags: recursion *)
val flip_eval : s:env -> e:expr -> Lemma (ensures eval s (flip e) == eval s e) (decreases e)
let flip_eval s e = admit ()

(** Putting an expression for a variable that does not stand there changes nothing.
topic: interpreters; difficulty: 2; tags: recursion, substitution *)
let rec subst_unused (x:nat) (r:expr) (e:expr)
  : Lemma (requires not (uses x e)) (ensures subst x r e == e) (decreases e) =
  admit ()

(** The value after a substitution is the value with the variable changed accordingly.
topic: interpreters; difficulty: 2; tags: recursion, substitution *)
val subst_eval : s:env -> x:nat -> r:expr -> e:expr
  -> Lemma (ensures eval s (subst x r e) == eval (bind s x (eval s r)) e) (decreases e)
let subst_eval s x r e = admit ()

(** Only the variables that stand in an expression matter for its value.
topic: interpreters; difficulty: 2; tags: recursion *)
val eval_agree : s1:env -> s2:env -> e:expr
  -> Lemma (requires (forall (x:nat). uses x e ==> s1 x == s2 x)) (ensures eval s1 e == eval s2 e) (decreases e)
let eval_agree s1 s2 e = admit ()

(** Constant folding never makes an expression heavier.
topic: interpreters; difficulty: 2; tags: recursion *)
val fold_weight : e:expr -> Lemma (weight (fold e) <= weight e)
let fold_weight e = admit ()

(** Doing something m + n times is doing it m times and then n times.
topic: interpreters; difficulty: 2; tags: recursion, higher order *)
val iterate_sum : f:(int -> Tot int) -> m:nat -> n:nat -> v:int
  -> Lemma (ensures iterate f (m + n) v == iterate f n (iterate f m v)) (decreases m)
let iterate_sum f m n v = admit ()

(** Folding an expression a second time changes nothing more.
topic: interpreters; difficulty: 3; tags: recursion, case split *)
val fold_fold : e:expr -> Lemma (fold (fold e) == fold e)
let fold_fold e = admit ()

(** The program put before a following program leaves the value on the stack for it.
topic: interpreters; difficulty: 3; tags: recursion, accumulator, compiler *)
val compile_onto_correct : s:env -> e:expr -> rest:list instr -> stack:list int
  -> Lemma (ensures run s (compile_onto e rest) stack == run s rest (eval s e :: stack)) (decreases e)
let compile_onto_correct s e rest stack = admit ()

(** Repeating the addition of a constant adds the constant times the number of repetitions.
topic: interpreters; difficulty: 3; tags: recursion, nonlinear *)
val repeat_plus : n:nat -> k:int -> v:int
  -> Lemma (ensures perform (Repeat n (Plus_const k)) v == v + n * k) (decreases n)
let repeat_plus n k v = admit ()

(** Pushing negations down gives a formula with the same truth value and low negations.
topic: interpreters; difficulty: 4; tags: strengthening, case split *)
val push_not_correct : s:(nat -> Tot bool) -> f:formula
  -> Lemma (truth s (push_not false f) == truth s f /\ negations_low (push_not false f))
let push_not_correct s f = admit ()

(** The compiled program leaves the value of the expression on top of the stack.
topic: interpreters; difficulty: 5; tags: recursion, auxiliary lemma, compiler, strengthening *)
val compile_correct : s:env -> e:expr -> stack:list int
  -> Lemma (run s (compile e) stack == Some (eval s e :: stack))
let compile_correct s e stack = admit ()
