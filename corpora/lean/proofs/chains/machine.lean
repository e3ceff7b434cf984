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

theorem run_code (e : Form) (p : List Act) (s : List Nat) : run (e.code p) s = run p (e.value :: s) := by
  induction e generalizing p s with
  | num n => rfl
  | plus a b iha ihb => simp only [Form.code, iha, ihb, run, Form.value]
  | times a b iha ihb => simp only [Form.code, iha, ihb, run, Form.value]

theorem run_code_nil (e : Form) : run (e.code []) [] = [e.value] := by
  rw [run_code, run]

theorem value_of_code (e f : Form) (h : e.code [] = f.code []) : e.value = f.value := by
  have h1 := run_code_nil e
  rw [h, run_code_nil] at h1
  injection h1 with h1
  exact h1.symm

theorem value_mirror (e : Form) : e.mirror.value = e.value := by
  induction e with
  | num n => rfl
  | plus a b iha ihb => simp only [Form.mirror, Form.value, iha, ihb, Nat.add_comm]
  | times a b iha ihb => simp only [Form.mirror, Form.value, iha, ihb, Nat.mul_comm]

theorem run_code_mirror (e : Form) (s : List Nat) : run (e.mirror.code []) s = run (e.code []) s := by
  rw [run_code, run_code, value_mirror]

theorem value_shorten (e : Form) : e.shorten.value = e.value := by
  induction e with
  | num n => rfl
  | plus a b iha ihb =>
    simp only [Form.shorten]
    split
    · rename_i h; rw [h] at iha; simp only [Form.value] at iha ⊢; omega
    · simp only [Form.value, iha, ihb]
  | times a b iha ihb =>
    simp only [Form.shorten]
    split
    · rename_i h; rw [h] at iha; simp only [Form.value] at iha ⊢; rw [← iha, ihb, Nat.one_mul]
    · simp only [Form.value, iha, ihb]

theorem run_code_shorten (e : Form) (p : List Act) (s : List Nat) :
    run (e.shorten.code p) s = run (e.code p) s := by
  rw [run_code, run_code, value_shorten]
