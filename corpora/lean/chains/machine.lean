/-- Expressions of numbers. -/
inductive Form where
  | num (n : Nat) : Form
  | plus (a b : Form) : Form
  | times (a b : Form) : Form

/-- What a machine with a stack does. -/
inductive Act where
  | push (n : Nat) : Act
  | plus : Act
  | times : Act

namespace Form

/-- Its value. -/
def value : Form → Nat
  | num n => n
  | plus a b => value a + value b
  | times a b => value a * value b

/-- What computes it, in front of other actions. -/
def code : Form → List Act → List Act
  | num n, p => Act.push n :: p
  | plus a b, p => code a (code b (Act.plus :: p))
  | times a b, p => code a (code b (Act.times :: p))

/-- Sums and products the other way round. -/
def mirror : Form → Form
  | num n => num n
  | plus a b => plus (mirror b) (mirror a)
  | times a b => times (mirror b) (mirror a)

/-- Products with 1 and sums with 0 on the left left out. -/
def shorten : Form → Form
  | num n => num n
  | plus a b => match shorten a with
    | num 0 => shorten b
    | c => plus c (shorten b)
  | times a b => match shorten a with
    | num 1 => shorten b
    | c => times c (shorten b)

end Form

/-- The stack after some actions. An operation without two numbers does nothing. -/
def run : List Act → List Nat → List Nat
  | [], s => s
  | Act.push n :: p, s => run p (n :: s)
  | Act.plus :: p, b :: a :: s => run p ((a + b) :: s)
  | Act.times :: p, b :: a :: s => run p ((a * b) :: s)
  | _ :: p, s => run p s

/-- The code of an expression, and what is behind it, runs on with its value.
topic: chains; difficulty: 4; tags: programs -/
theorem run_code (e : Form) (p : List Act) (s : List Nat) : run (e.code p) s = run p (e.value :: s) := by sorry

/-- The code of an expression leaves its value.
topic: chains; difficulty: 4; tags: programs -/
theorem run_code_nil (e : Form) : run (e.code []) [] = [e.value] := by sorry

/-- Expressions with the same code have the same value.
topic: chains; difficulty: 5; tags: programs -/
theorem value_of_code (e f : Form) (h : e.code [] = f.code []) : e.value = f.value := by sorry

/-- The other way round, an expression has the same value.
topic: chains; difficulty: 2; tags: programs -/
theorem value_mirror (e : Form) : e.mirror.value = e.value := by sorry

/-- The code of a mirrored expression leaves the same.
topic: chains; difficulty: 4; tags: programs -/
theorem run_code_mirror (e : Form) (s : List Nat) : run (e.mirror.code []) s = run (e.code []) s := by sorry

/-- A shortened expression has the same value.
topic: chains; difficulty: 3; tags: programs -/
theorem value_shorten (e : Form) : e.shorten.value = e.value := by sorry

/-- The code of a shortened expression does the same, whatever is behind it.
topic: chains; difficulty: 4; tags: programs -/
theorem run_code_shorten (e : Form) (p : List Act) (s : List Nat) :
    run (e.shorten.code p) s = run (e.code p) s := by sorry
