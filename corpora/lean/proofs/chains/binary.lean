/-- Numbers in binary, the lowest digit first. -/
inductive Bits where
  | done : Bits
  | zero (b : Bits) : Bits
  | one (b : Bits) : Bits

namespace Bits

/-- The number that is meant. -/
def value : Bits → Nat
  | done => 0
  | zero b => 2 * value b
  | one b => 2 * value b + 1

/-- One more. -/
def inc : Bits → Bits
  | done => one done
  | zero b => one b
  | one b => zero (inc b)

/-- The sum, digit by digit. -/
def plus : Bits → Bits → Bits
  | done, c => c
  | zero b, done => zero b
  | one b, done => one b
  | zero b, zero c => zero (plus b c)
  | zero b, one c => one (plus b c)
  | one b, zero c => one (plus b c)
  | one b, one c => zero (inc (plus b c))

/-- The product, by shifting and adding. -/
def times : Bits → Bits → Bits
  | done, _ => done
  | zero b, c => zero (times b c)
  | one b, c => plus c (zero (times b c))

/-- Written in binary. -/
def ofNat : Nat → Bits
  | 0 => done
  | n + 1 => inc (ofNat n)

end Bits

theorem bits_value_inc (b : Bits) : b.inc.value = b.value + 1 := by
  induction b with
  | done => rfl
  | zero b _ => simp [Bits.inc, Bits.value]
  | one b ih => simp only [Bits.inc, Bits.value, ih]; omega

theorem bits_value_ofNat (n : Nat) : (Bits.ofNat n).value = n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [Bits.ofNat, bits_value_inc, ih]

theorem bits_ofNat_inj (m n : Nat) (h : Bits.ofNat m = Bits.ofNat n) : m = n := by
  rw [← bits_value_ofNat m, h, bits_value_ofNat]

theorem bits_value_plus (b c : Bits) : (b.plus c).value = b.value + c.value := by
  induction b generalizing c with
  | done => simp [Bits.plus, Bits.value]
  | zero b ih => cases c <;> simp [Bits.plus, Bits.value, ih] <;> omega
  | one b ih => cases c <;> simp [Bits.plus, Bits.value, ih, bits_value_inc] <;> omega

theorem bits_value_plus_comm (b c d : Bits) :
    ((b.plus c).plus d).value = (d.plus (c.plus b)).value := by
  simp only [bits_value_plus]
  omega

theorem bits_value_times (b c : Bits) : (b.times c).value = b.value * c.value := by
  induction b with
  | done => simp [Bits.times, Bits.value]
  | zero b ih => simp only [Bits.times, Bits.value, ih]; grind
  | one b ih => simp only [Bits.times, Bits.value, bits_value_plus, ih]; grind

theorem bits_value_times_comm (b c : Bits) : (b.times c).value = (c.times b).value := by
  rw [bits_value_times, bits_value_times, Nat.mul_comm]
