/-- The sum of the numbers from 1 to n. -/
def triangle : Nat → Nat
  | 0 => 0
  | n + 1 => triangle n + (n + 1)

/-- The sum of the third powers of the numbers from 1 to n. -/
def cubes : Nat → Nat
  | 0 => 0
  | n + 1 => cubes n + (n + 1) * (n + 1) * (n + 1)

/-- The sum of the first n triangular numbers. -/
def pyramid : Nat → Nat
  | 0 => 0
  | n + 1 => pyramid n + triangle (n + 1)

theorem two_triangle (n : Nat) : 2 * triangle n = n * (n + 1) := by
  induction n with
  | zero => rfl
  | succ n ih => simp only [triangle, Nat.mul_add, ih]; grind

theorem cubes_eq_triangle_sq (n : Nat) : cubes n = triangle n * triangle n := by
  induction n with
  | zero => rfl
  | succ n ih =>
    have h := two_triangle n
    simp only [triangle, cubes, ih]
    grind

theorem four_cubes (n : Nat) : 4 * cubes n = (n * (n + 1)) * (n * (n + 1)) := by
  rw [← two_triangle, cubes_eq_triangle_sq]
  grind

theorem six_pyramid (n : Nat) : 6 * pyramid n = n * (n + 1) * (n + 2) := by
  induction n with
  | zero => rfl
  | succ n ih =>
    have h := two_triangle (n + 1)
    simp only [pyramid, Nat.mul_add, ih]
    grind

theorem triangle_add (m n : Nat) : triangle (m + n) = triangle m + triangle n + m * n := by
  have h1 := two_triangle m
  have h2 := two_triangle n
  have h3 := two_triangle (m + n)
  grind

theorem triangle_double (n : Nat) : triangle (2 * n) = 2 * triangle n + n * n := by
  rw [Nat.two_mul, triangle_add, Nat.two_mul]

theorem triangle_dvd_cubes (n : Nat) : triangle n ∣ cubes n := by
  rw [cubes_eq_triangle_sq]
  exact Nat.dvd_mul_left _ _
