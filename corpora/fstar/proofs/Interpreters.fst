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
let eval_two_three s = ()

(** Sequences of statements can be grouped in either way.
topic: interpreters; difficulty: 1; tags: computation *)
val seq_assoc : a:stmt -> b:stmt -> c:stmt -> v:int
  -> Lemma (perform (Seq (Seq a b) c) v == perform (Seq a (Seq b c)) v)
let seq_assoc a b c v = ()

(** Constant folding keeps the value of an expression.
topic: interpreters; difficulty: 2; tags: recursion *)
val fold_eval : s:env -> e:expr -> Lemma (ensures eval s (fold e) == eval s e) (decreases e)
let rec fold_eval s e =
  match e with
  | Add a b -> fold_eval s a; fold_eval s b
  | Mul a b -> fold_eval s a; fold_eval s b
  | _ -> ()

(** Swapping the sides of sums and products keeps the value.
topic: interpreters; difficulty: 2; tags: recursion *)
val flip_eval : s:env -> e:expr -> Lemma (ensures eval s (flip e) == eval s e) (decreases e)
let rec flip_eval s e =
  match e with
  | Add a b -> flip_eval s a; flip_eval s b
  | Mul a b -> flip_eval s a; flip_eval s b
  | _ -> ()

(** Putting an expression for a variable that does not stand there changes nothing.
topic: interpreters; difficulty: 2; tags: recursion, substitution *)
let rec subst_unused (x:nat) (r:expr) (e:expr)
  : Lemma (requires not (uses x e)) (ensures subst x r e == e) (decreases e) =
  match e with
  | Add a b -> subst_unused x r a; subst_unused x r b
  | Mul a b -> subst_unused x r a; subst_unused x r b
  | _ -> ()

(** The value after a substitution is the value with the variable changed accordingly.
topic: interpreters; difficulty: 2; tags: recursion, substitution *)
val subst_eval : s:env -> x:nat -> r:expr -> e:expr
  -> Lemma (ensures eval s (subst x r e) == eval (bind s x (eval s r)) e) (decreases e)
let rec subst_eval s x r e =
  match e with
  | Add a b -> subst_eval s x r a; subst_eval s x r b
  | Mul a b -> subst_eval s x r a; subst_eval s x r b
  | _ -> ()

(** Only the variables that stand in an expression matter for its value.
topic: interpreters; difficulty: 2; tags: recursion *)
val eval_agree : s1:env -> s2:env -> e:expr
  -> Lemma (requires (forall (x:nat). uses x e ==> s1 x == s2 x)) (ensures eval s1 e == eval s2 e) (decreases e)
let rec eval_agree s1 s2 e =
  match e with
  | Add a b -> eval_agree s1 s2 a; eval_agree s1 s2 b
  | Mul a b -> eval_agree s1 s2 a; eval_agree s1 s2 b
  | _ -> ()

(** Constant folding never makes an expression heavier.
topic: interpreters; difficulty: 2; tags: recursion *)
val fold_weight : e:expr -> Lemma (weight (fold e) <= weight e)
let rec fold_weight e =
  match e with
  | Add a b -> fold_weight a; fold_weight b
  | Mul a b -> fold_weight a; fold_weight b
  | _ -> ()

(** Doing something m + n times is doing it m times and then n times.
topic: interpreters; difficulty: 2; tags: recursion, higher order *)
val iterate_sum : f:(int -> Tot int) -> m:nat -> n:nat -> v:int
  -> Lemma (ensures iterate f (m + n) v == iterate f n (iterate f m v)) (decreases m)
let rec iterate_sum f m n v = if m = 0 then () else iterate_sum f (m - 1) n (f v)

(** Folding an expression a second time changes nothing more.
topic: interpreters; difficulty: 3; tags: recursion, case split *)
val fold_fold : e:expr -> Lemma (fold (fold e) == fold e)
let rec fold_fold e =
  match e with
  | Add a b -> fold_fold a; fold_fold b
  | Mul a b -> fold_fold a; fold_fold b
  | _ -> ()

(** The program put before a following program leaves the value on the stack for it.
topic: interpreters; difficulty: 3; tags: recursion, accumulator, compiler *)
val compile_onto_correct : s:env -> e:expr -> rest:list instr -> stack:list int
  -> Lemma (ensures run s (compile_onto e rest) stack == run s rest (eval s e :: stack)) (decreases e)
let rec compile_onto_correct s e rest stack =
  match e with
  | Num _ -> ()
  | Var _ -> ()
  | Add a b ->
    compile_onto_correct s a (compile_onto b (Plus :: rest)) stack;
    compile_onto_correct s b (Plus :: rest) (eval s a :: stack)
  | Mul a b ->
    compile_onto_correct s a (compile_onto b (Times :: rest)) stack;
    compile_onto_correct s b (Times :: rest) (eval s a :: stack)

(** Repeating the addition of a constant adds the constant times the number of repetitions.
topic: interpreters; difficulty: 3; tags: recursion, nonlinear *)
val repeat_plus : n:nat -> k:int -> v:int
  -> Lemma (ensures perform (Repeat n (Plus_const k)) v == v + n * k) (decreases n)
let rec repeat_plus n k v =
  if n = 0 then ()
  else begin
    repeat_plus (n - 1) k (v + k);
    FStar.Math.Lemmas.distributivity_sub_left n 1 k
  end

(** Pushing negations down gives a formula with the same truth value and low negations.
topic: interpreters; difficulty: 4; tags: strengthening, case split *)
val push_not_correct : s:(nat -> Tot bool) -> f:formula
  -> Lemma (truth s (push_not false f) == truth s f /\ negations_low (push_not false f))
let push_not_correct s f =
  let rec general (neg:bool) (f:formula)
    : Lemma (ensures truth s (push_not neg f) == (if neg then not (truth s f) else truth s f)
                     /\ negations_low (push_not neg f)) (decreases f) =
    match f with
    | Atom _ -> ()
    | Not a -> general (not neg) a
    | And a b -> general neg a; general neg b
    | Or a b -> general neg a; general neg b in
  general false f

(** The compiled program leaves the value of the expression on top of the stack.
topic: interpreters; difficulty: 5; tags: recursion, auxiliary lemma, compiler, strengthening *)
val compile_correct : s:env -> e:expr -> stack:list int
  -> Lemma (run s (compile e) stack == Some (eval s e :: stack))
let compile_correct s e stack =
  let rec then_run (c1:list instr) (c2:list instr) (st:list int) (out:list int)
    : Lemma (requires run s c1 st == Some out) (ensures run s (c1 @ c2) st == run s c2 out) (decreases c1) =
    match c1 with
    | [] -> ()
    | Push n :: r -> then_run r c2 (n :: st) out
    | Load x :: r -> then_run r c2 (s x :: st) out
    | Plus :: r -> (match st with | b :: a :: st' -> then_run r c2 ((a + b) :: st') out)
    | Times :: r -> (match st with | b :: a :: st' -> then_run r c2 ((a * b) :: st') out) in
  let rec all (e:expr) (st:list int) : Lemma (ensures run s (compile e) st == Some (eval s e :: st)) (decreases e) =
    match e with
    | Num _ -> ()
    | Var _ -> ()
    | Add a b ->
      all a st;
      all b (eval s a :: st);
      then_run (compile b) [Plus] (eval s a :: st) (eval s b :: eval s a :: st);
      then_run (compile a) (compile b @ [Plus]) st (eval s a :: st)
    | Mul a b ->
      all a st;
      all b (eval s a :: st);
      then_run (compile b) [Times] (eval s a :: st) (eval s b :: eval s a :: st);
      then_run (compile a) (compile b @ [Times]) st (eval s a :: st) in
  all e stack
