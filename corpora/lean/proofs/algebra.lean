open Lean.Grind (CommRing Field)

theorem ring_add_sq {R : Type} [CommRing R] (a b : R) :
    (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2 := by
  grind

theorem ring_diff_cubes {R : Type} [CommRing R] (a b : R) :
    a ^ 3 - b ^ 3 = (a - b) * (a ^ 2 + a * b + b ^ 2) := by
  grind

theorem ring_two_squares_identity {R : Type} [CommRing R] (a b c d : R) :
    (a ^ 2 + b ^ 2) * (c ^ 2 + d ^ 2) = (a * c - b * d) ^ 2 + (a * d + b * c) ^ 2 := by
  grind

theorem ring_two_squares_closed {R : Type} [CommRing R] (x y : R)
    (hx : ∃ a b : R, x = a ^ 2 + b ^ 2) (hy : ∃ c d : R, y = c ^ 2 + d ^ 2) :
    ∃ e f : R, x * y = e ^ 2 + f ^ 2 := by
  obtain ⟨a, b, rfl⟩ := hx
  obtain ⟨c, d, rfl⟩ := hy
  exact ⟨a * c - b * d, a * d + b * c, by grind⟩

theorem ring_sum_of_squares {R : Type} [CommRing R] (a b s p : R) (h₁ : a + b = s) (h₂ : a * b = p) :
    a ^ 2 + b ^ 2 = s ^ 2 - 2 * p := by
  grind

theorem ring_three_cubes {R : Type} [CommRing R] (a b c : R) (h : a + b + c = 0) :
    a ^ 3 + b ^ 3 + c ^ 3 = 3 * a * b * c := by
  grind

theorem field_sum_with_inverse {F : Type} [Field F] (x : F) (hx : x ≠ 0) (h : x + x⁻¹ = 2) :
    x = 1 := by
  have h1 : (x - 1) ^ 2 = 0 := by grind
  grind

theorem field_zero_factor {F : Type} [Field F] (x y : F) (h : x * y = 0) : x = 0 ∨ y = 0 := by
  grind

theorem field_linear_solution {F : Type} [Field F] (a b : F) (ha : a ≠ 0) : ∃ x, a * x + b = 0 := by
  exact ⟨-b / a, by grind⟩

theorem field_linear_unique {F : Type} [Field F] (a b x y : F) (ha : a ≠ 0)
    (hx : a * x + b = 0) (hy : a * y + b = 0) : x = y := by
  grind

theorem field_complete_square {F : Type} [Field F] (b c : F) (h2 : (2 : F) ≠ 0) :
    ∃ d e : F, ∀ x, x ^ 2 + b * x + c = (x + d) ^ 2 + e := by
  exact ⟨b / 2, c - (b / 2) ^ 2, by grind⟩

theorem int_eq_or_neg_of_sq (x y : Int) (h : x ^ 2 - y ^ 2 = 0) : x = y ∨ x = -y := by
  have h1 : (x - y) * (x + y) = 0 := by grind
  rcases Int.mul_eq_zero.mp h1 with h2 | h2 <;> omega

theorem unit_unique {M : Type} (op : M → M → M) (e f : M)
    (he : ∀ x, op e x = x) (hf : ∀ x, op x f = x) : e = f := by
  have h₁ := he f
  have h₂ := hf e
  exact h₂.symm.trans h₁

theorem inverse_unique {M : Type} (op : M → M → M) (e x y z : M)
    (assoc : ∀ a b c, op (op a b) c = op a (op b c))
    (hl : ∀ a, op e a = a) (hr : ∀ a, op a e = a)
    (h₁ : op y x = e) (h₂ : op x z = e) : y = z := by
  have h := assoc y x z
  rw [h₁, h₂, hl, hr] at h
  exact h.symm

theorem involutions_commute {G : Type} (op : G → G → G) (e : G)
    (assoc : ∀ a b c, op (op a b) c = op a (op b c))
    (hl : ∀ a, op e a = a) (hr : ∀ a, op a e = a)
    (h : ∀ a, op a a = e) (x y : G) : op x y = op y x := by
  have h₁ := h (op x y)
  have h₂ : op x (op (op x y) (op x y)) = op x e := by rw [h₁]
  have h₃ : op y (op x y) = x := by
    have := assoc x x (op y (op x y))
    grind
  grind

theorem idempotent_with_inverse {M : Type} (op : M → M → M) (e x y : M)
    (assoc : ∀ a b c, op (op a b) c = op a (op b c)) (hl : ∀ a, op e a = a)
    (h : op x x = x) (hy : op y x = e) : x = e := by
  have := assoc y x x
  rw [h, hy, hl] at this
  exact this

theorem linear_map_value {R : Type} [CommRing R] (f : R → R) (h : ∀ a x, f (a * x) = a * f x) (x : R) :
    f x = x * f 1 := by
  have := h x 1
  grind

theorem common_root_forces_two_zero {R : Type} [CommRing R] (x : R) (h₁ : x ^ 2 + 1 = 0) (h₂ : x + 1 = 0) :
    (2 : R) = 0 := by
  grind

theorem field_cube_root {F : Type} [Field F] (x : F) (h : x ^ 3 = 1) (hx : x ≠ 1) :
    x ^ 2 + x + 1 = 0 := by
  have h1 : (x - 1) * (x ^ 2 + x + 1) = 0 := by grind
  have h2 : x - 1 ≠ 0 := by grind
  grind
