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

/-- Twice the sum of the numbers from 1 to n is n(n + 1).
topic: chains; difficulty: 2; tags: sums -/
theorem two_triangle (n : Nat) : 2 * triangle n = n * (n + 1) := by sorry

/-- The sum of the first n third powers is the square of the sum of the numbers.
topic: chains; difficulty: 4; tags: sums -/
theorem cubes_eq_triangle_sq (n : Nat) : cubes n = triangle n * triangle n := by sorry

/-- Four times the sum of the first n third powers is the square of n(n + 1).
topic: chains; difficulty: 4; tags: sums -/
theorem four_cubes (n : Nat) : 4 * cubes n = (n * (n + 1)) * (n * (n + 1)) := by sorry

/-- Six times the sum of the first n triangular numbers is n(n + 1)(n + 2).
topic: chains; difficulty: 4; tags: sums -/
theorem six_pyramid (n : Nat) : 6 * pyramid n = n * (n + 1) * (n + 2) := by sorry

/-- The triangle of a sum is that of its parts, and a rectangle.
topic: chains; difficulty: 3; tags: sums -/
theorem triangle_add (m n : Nat) : triangle (m + n) = triangle m + triangle n + m * n := by sorry

/-- Two triangles of the same size, side by side, are a square and a triangle's rest.
topic: chains; difficulty: 4; tags: sums -/
theorem triangle_double (n : Nat) : triangle (2 * n) = 2 * triangle n + n * n := by sorry

/-- The sum of third powers divides as the square of a triangle does.
topic: chains; difficulty: 4; tags: sums, divisibility -/
theorem triangle_dvd_cubes (n : Nat) : triangle n ∣ cubes n := by sorry
