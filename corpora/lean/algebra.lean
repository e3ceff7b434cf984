open Lean.Grind (CommRing Field)

/-- The binomial formula for squares holds in every commutative ring.
topic: algebra; difficulty: 1 -/
theorem ring_add_sq {R : Type} [CommRing R] (a b : R) :
    (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2 := by sorry

/-- The difference of cubes factors in every commutative ring.
topic: algebra; difficulty: 1 -/
theorem ring_diff_cubes {R : Type} [CommRing R] (a b : R) :
    a ^ 3 - b ^ 3 = (a - b) * (a ^ 2 + a * b + b ^ 2) := by sorry

/-- A sum of two squares times a sum of two squares is a sum of two squares.
topic: algebra; difficulty: 1 -/
theorem ring_two_squares_identity {R : Type} [CommRing R] (a b c d : R) :
    (a ^ 2 + b ^ 2) * (c ^ 2 + d ^ 2) = (a * c - b * d) ^ 2 + (a * d + b * c) ^ 2 := by sorry

/-- The sums of two squares are closed under multiplication.
topic: algebra; difficulty: 3 -/
theorem ring_two_squares_closed {R : Type} [CommRing R] (x y : R)
    (hx : ∃ a b : R, x = a ^ 2 + b ^ 2) (hy : ∃ c d : R, y = c ^ 2 + d ^ 2) :
    ∃ e f : R, x * y = e ^ 2 + f ^ 2 := by sorry

/-- If a + b = s and ab = p then a² + b² = s² − 2p.
topic: algebra; difficulty: 1 -/
theorem ring_sum_of_squares {R : Type} [CommRing R] (a b s p : R) (h₁ : a + b = s) (h₂ : a * b = p) :
    a ^ 2 + b ^ 2 = s ^ 2 - 2 * p := by sorry

/-- If a + b + c = 0 then a³ + b³ + c³ = 3abc.
topic: algebra; difficulty: 1 -/
theorem ring_three_cubes {R : Type} [CommRing R] (a b c : R) (h : a + b + c = 0) :
    a ^ 3 + b ^ 3 + c ^ 3 = 3 * a * b * c := by sorry

/-- In a field, x + 1/x = 2 forces x = 1.
topic: algebra; difficulty: 1 -/
theorem field_sum_with_inverse {F : Type} [Field F] (x : F) (hx : x ≠ 0) (h : x + x⁻¹ = 2) :
    x = 1 := by sorry

/-- A field has no zero divisors.
topic: algebra; difficulty: 1 -/
theorem field_zero_factor {F : Type} [Field F] (x y : F) (h : x * y = 0) : x = 0 ∨ y = 0 := by sorry

/-- A linear equation over a field with a coefficient that is not zero has a solution.
topic: algebra; difficulty: 2 -/
theorem field_linear_solution {F : Type} [Field F] (a b : F) (ha : a ≠ 0) : ∃ x, a * x + b = 0 := by sorry

/-- A linear equation over a field with a coefficient that is not zero has at most one solution.
topic: algebra; difficulty: 1 -/
theorem field_linear_unique {F : Type} [Field F] (a b x y : F) (ha : a ≠ 0)
    (hx : a * x + b = 0) (hy : a * y + b = 0) : x = y := by sorry

/-- Over a field of which 2 is not zero, the square can be completed.
topic: algebra; difficulty: 2 -/
theorem field_complete_square {F : Type} [Field F] (b c : F) (h2 : (2 : F) ≠ 0) :
    ∃ d e : F, ∀ x, x ^ 2 + b * x + c = (x + d) ^ 2 + e := by sorry

/-- If a product of integers of the form x² − y² is zero, then x = y or x = −y.
topic: algebra; difficulty: 3 -/
theorem int_eq_or_neg_of_sq (x y : Int) (h : x ^ 2 - y ^ 2 = 0) : x = y ∨ x = -y := by sorry

/-- An operation with a unit on both sides has only one unit.
topic: algebra; difficulty: 2 -/
theorem unit_unique {M : Type} (op : M → M → M) (e f : M)
    (he : ∀ x, op e x = x) (hf : ∀ x, op x f = x) : e = f := by sorry

/-- Inverses are unique where the operation is associative and has a unit.
topic: algebra; difficulty: 4 -/
theorem inverse_unique {M : Type} (op : M → M → M) (e x y z : M)
    (assoc : ∀ a b c, op (op a b) c = op a (op b c))
    (hl : ∀ a, op e a = a) (hr : ∀ a, op a e = a)
    (h₁ : op y x = e) (h₂ : op x z = e) : y = z := by sorry

/-- In a group of which every element is its own inverse, all elements commute.
topic: algebra; difficulty: 5 -/
theorem involutions_commute {G : Type} (op : G → G → G) (e : G)
    (assoc : ∀ a b c, op (op a b) c = op a (op b c))
    (hl : ∀ a, op e a = a) (hr : ∀ a, op a e = a)
    (h : ∀ a, op a a = e) (x y : G) : op x y = op y x := by sorry

/-- An idempotent element with a left inverse is the unit.
topic: algebra; difficulty: 1 -/
theorem idempotent_with_inverse {M : Type} (op : M → M → M) (e x y : M)
    (assoc : ∀ a b c, op (op a b) c = op a (op b c)) (hl : ∀ a, op e a = a)
    (h : op x x = x) (hy : op y x = e) : x = e := by sorry

/-- A linear map of a commutative ring into itself is determined by its value at 1.
topic: algebra; difficulty: 2 -/
theorem linear_map_value {R : Type} [CommRing R] (f : R → R) (h : ∀ a x, f (a * x) = a * f x) (x : R) :
    f x = x * f 1 := by sorry

/-- The polynomials x² + 1 and x + 1 determine 2: if both vanish at x, then 2 = 0.
topic: algebra; difficulty: 1 -/
theorem common_root_forces_two_zero {R : Type} [CommRing R] (x : R) (h₁ : x ^ 2 + 1 = 0) (h₂ : x + 1 = 0) :
    (2 : R) = 0 := by sorry

/-- A cube root of 1 other than 1 satisfies x² + x + 1 = 0, over a field.
topic: algebra; difficulty: 1 -/
theorem field_cube_root {F : Type} [Field F] (x : F) (h : x ^ 3 = 1) (hx : x ≠ 1) :
    x ^ 2 + x + 1 = 0 := by sorry
