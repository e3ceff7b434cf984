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

/-- One more means one more.
topic: chains; difficulty: 2; tags: binary -/
theorem bits_value_inc (b : Bits) : b.inc.value = b.value + 1 := by sorry

/-- A number that is written in binary means itself.
topic: chains; difficulty: 3; tags: binary -/
theorem bits_value_ofNat (n : Nat) : (Bits.ofNat n).value = n := by sorry

/-- Different numbers are written differently.
topic: chains; difficulty: 4; tags: binary -/
theorem bits_ofNat_inj (m n : Nat) (h : Bits.ofNat m = Bits.ofNat n) : m = n := by sorry

/-- The sum digit by digit means the sum.
topic: chains; difficulty: 4; tags: binary -/
theorem bits_value_plus (b c : Bits) : (b.plus c).value = b.value + c.value := by sorry

/-- Whatever is summed up first, the meaning is the same.
topic: chains; difficulty: 4; tags: binary -/
theorem bits_value_plus_comm (b c d : Bits) :
    ((b.plus c).plus d).value = (d.plus (c.plus b)).value := by sorry

/-- The product by shifting and adding means the product.
topic: chains; difficulty: 4; tags: binary -/
theorem bits_value_times (b c : Bits) : (b.times c).value = b.value * c.value := by sorry

/-- A product does not depend on the order.
topic: chains; difficulty: 4; tags: binary -/
theorem bits_value_times_comm (b c : Bits) : (b.times c).value = (c.times b).value := by sorry
