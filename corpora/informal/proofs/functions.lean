namespace comp_injective

def Injective {α β : Type} (f : α → β) : Prop := ∀ x y, f x = f y → x = y

theorem reference {α β γ : Type} (f : α → β) (g : β → γ) (hf : Injective f) (hg : Injective g) :
    Injective (fun x => g (f x)) :=
  fun x y h => hf x y (hg _ _ h)

theorem right_1 {α β γ : Type} (f : α → β) (g : β → γ) : Injective f ∧ Injective g → Injective
    (g ∘ f) :=
  fun h => reference f g h.1 h.2

theorem right_2 {α β γ : Type} (g : β → γ) (f : α → β) (hg : ∀ u v, u ≠ v → g u ≠ g v)
    (hf : ∀ x y, x ≠ y → f x ≠ f y) (x y : α) (h : x ≠ y) : g (f x) ≠ g (f y) :=
  hg _ _ (hf _ _ h)

theorem wrong_1_is_false : ¬ (∀ {α β γ : Type} (f : α → β) (g : β → γ) (hg : Injective g),
    Injective (fun x => g (f x))) :=
  fun h => absurd (h (fun _ : Bool => true) (fun x : Bool => x) (fun _ _ e => e) true false rfl) (by decide)

theorem wrong_2_is_false : ¬ (∀ {α β γ : Type} (f : α → β) (g : β → γ)
    (h : Injective (fun x => g (f x))), Injective f ∧ Injective g) :=
  fun h => absurd ((h (fun _ : Unit => true) (fun _ : Bool => ()) (fun _ _ _ => rfl)).2 true false rfl) (by decide)

theorem wrong_3_holds {α β γ : Type} (f : α → β) (g : β → γ) (hf : Injective f)
    (hg : Injective g) (hgf : Injective (g ∘ f)) : Injective (g ∘ f) :=
  hgf

end comp_injective

namespace injective_of_surjective_first

def Injective {α β : Type} (f : α → β) : Prop := ∀ x y, f x = f y → x = y

def Surjective {α β : Type} (f : α → β) : Prop := ∀ y, ∃ x, f x = y

theorem reference {α β γ : Type} (f : α → β) (g : β → γ) (hf : Surjective f)
    (h : Injective (g ∘ f)) : Injective g := by
  intro u v e
  obtain ⟨x, rfl⟩ := hf u
  obtain ⟨y, rfl⟩ := hf v
  exact congrArg f (h x y e)

theorem right_1 {α β γ : Type} (f : α → β) (g : β → γ) (hf : ∀ b, ∃ a, f a = b)
    (h : ∀ x y, g (f x) = g (f y) → x = y) : ∀ u v, g u = g v → u = v :=
  reference f g hf h

theorem wrong_1_is_false : ¬ (∀ {α β γ : Type} (f : α → β) (g : β → γ) (h : Injective (g ∘ f)),
    Injective g) :=
  fun h => absurd (h (fun _ : Unit => true) (fun _ : Bool => ()) (fun _ _ _ => rfl) true false rfl) (by decide)

theorem wrong_2_holds {α β γ : Type} (f : α → β) (g : β → γ) (hf : ∃ a, ∀ b, f a = b)
    (h : Injective (g ∘ f)) : Injective g := by
  intro u v _
  obtain ⟨a, ha⟩ := hf
  rw [← ha u, ← ha v]

theorem wrong_3_is_false : ¬ (∀ {α β γ : Type} (f : α → β) (g : β → γ) (hf : Injective f)
    (h : Injective (g ∘ f)), Injective g) :=
  fun h => absurd (h (fun _ : Unit => true) (fun _ : Bool => ()) (fun _ _ _ => rfl) (fun _ _ _ => rfl) true false rfl) (by decide)

end injective_of_surjective_first

namespace decreasing_comp_decreasing

theorem reference (f g : Int → Int) (hf : ∀ x y, x < y → f x > f y)
    (hg : ∀ x y, x < y → g x > g y) : ∀ x y, x < y → f (g x) < f (g y) :=
  fun x y h => hf _ _ (hg x y h)

theorem right_1 (f g : Int → Int) (h : (∀ x y, x < y → f y < f x) ∧ (∀ x y, x < y → g y < g x))
    (x y : Int) (hxy : y > x) : f (g y) > f (g x) :=
  reference f g h.1 h.2 x y hxy

theorem wrong_1_is_false : ¬ (∀ (f g : Int → Int) (hf : ∀ x y, x < y → f x > f y)
    (hg : ∀ x y, x < y → g x > g y), ∀ x y, x < y → f (g x) > f (g y)) := by
  intro h
  have := h (fun x => -x) (fun x => -x) (by intro x y; simp) (by intro x y; simp) 0 1 (by decide)
  simp at this

theorem wrong_2_is_vacuous (f g : Int → Int) (hf : ∀ x y, f x > f y) (hg : ∀ x y, g x > g y) :
    False :=
  by have := hf 0 0; omega

theorem wrong_3_is_false : ¬ (∀ (f g : Int → Int) (hf : ∀ x y, x < y → f x > f y), ∀ x y, x < y →
    f (g x) < f (g y)) := by
  intro h
  have := h (fun x => -x) (fun x => x) (by intro x y; simp) 0 1 (by decide)
  simp at this

end decreasing_comp_decreasing

namespace le_of_strictly_increasing

theorem reference (f : Nat → Nat) (hf : ∀ a b, a < b → f a < f b) (n : Nat) : n ≤ f n := by
  induction n with
  | zero => omega
  | succ n ih => have := hf n (n + 1) (by omega); omega

theorem right_1 (f : Nat → Nat) : (∀ b a, b > a → f b > f a) → ∀ n, f n ≥ n :=
  fun h n => reference f (fun a b => h b a) n

theorem wrong_1_is_false : ¬ (∀ (f : Nat → Nat) (hf : ∀ a b, a < b → f a < f b) (n : Nat), n < f
    n) :=
  fun h => absurd (h (fun x => x) (fun _ _ e => e) 0) (by decide)

theorem wrong_2_is_false : ¬ (∀ (f : Int → Int) (hf : ∀ a b, a < b → f a < f b) (n : Int), n ≤ f
    n) :=
  fun h => absurd (h (fun x => x - 1) (by intro a b h; show a - 1 < b - 1; omega) 0) (by decide)

theorem wrong_3_is_vacuous (f : Nat → Nat) (hf : ∀ a b, a < b → f b < f a) (n : Nat) : False := by
  have key : ∀ k, f k + k ≤ f 0 := by
    intro k
    induction k with
    | zero => omega
    | succ k ih => have := hf k (k + 1) (by omega); omega
  have := key (f 0 + 1)
  omega

end le_of_strictly_increasing

namespace additive_triple

theorem reference (f : Int → Int) (hf : ∀ x y, f (x + y) = f x + f y) (n : Int) : f (3 * n) = 3 *
    f n := by
  have h1 := hf n n
  have h2 := hf (n + n) n
  rw [show 3 * n = n + n + n by omega]
  omega

theorem right_1 (f : Int → Int) : (∀ x y : Int, f x + f y = f (x + y)) → ∀ n : Int, f (n * 3) = f
    n * 3 := by
  intro h n
  have := reference f (fun x y => (h x y).symm) n
  rw [Int.mul_comm n 3, this, Int.mul_comm]

theorem wrong_1_is_false : ¬ (∀ (f : Int → Int) (hf : ∀ x, f (x + x) = f x + f x) (n : Int), f
    (3 * n) = 3 * f n) := by
  intro h
  have := h (fun x => if x % 3 = 0 then 2 * x else x) (by intro x; grind) 1
  simp at this

theorem wrong_2_is_false : ¬ (∀ (f : Int → Int) (hf : ∀ x y, f (x + y) = f x * f y) (n : Int), f
    (3 * n) = 3 * f n) :=
  fun h => absurd (h (fun _ => 1) (by simp) 0) (by decide)

theorem wrong_3_is_vacuous (f : Int → Int) (h0 : f 0 ≠ 0) (hf : ∀ x y, f (x + y) = f x + f y)
    (n : Int) : False :=
  by have := hf 0 0; simp at this; omega

end additive_triple

namespace increasing_involution

theorem reference (f : Int → Int) (hinv : ∀ x, f (f x) = x) (hmono : ∀ x y, x < y → f x < f y)
    (x : Int) : f x = x := by
  have h := hinv x
  rcases Int.lt_trichotomy (f x) x with hl | he | hg
  · have := hmono _ _ hl; omega
  · exact he
  · have := hmono _ _ hg; omega

theorem right_1 (f : Int → Int) (h : (∀ x y, x < y → f x < f y) ∧ ∀ x, f (f x) = x) : ∀ x, x = f
    x :=
  fun x => (reference f h.2 h.1 x).symm

theorem wrong_1_is_false : ¬ (∀ (f : Int → Int) (hinv : ∀ x, f (f x) = x) (x : Int), f x = x) := by
  intro h
  have := h (fun x => -x) (by intro x; simp) 1
  simp at this

theorem wrong_2_holds (f : Int → Int) (h : ∀ x, f x = x) : (∀ x, f (f x) = x) ∧ ∀ x y, x < y → f
    x < f y := by
  refine ⟨fun x => by rw [h, h], fun x y hxy => by rw [h, h]; exact hxy⟩

theorem wrong_3_is_false : ¬ (∀ (f : Int → Int) (hinv : ∀ x, f (f x) = f x)
    (hmono : ∀ x y, x ≤ y → f x ≤ f y) (x : Int), f x = x) :=
  fun h => absurd (h (fun _ => 0) (by simp) (by simp) 1) (by decide)

end increasing_involution

namespace one_fixed_point

theorem reference (f : Int → Int) (hf : ∀ x, f x = 3 - 2 * x) : ∃ x, f x = x ∧ ∀ y, f y = y → y =
    x :=
  ⟨1, by simp [hf], fun y hy => by rw [hf] at hy; omega⟩

theorem right_1 (f : Int → Int) (hf : ∀ x, f x = 3 - 2 * x) : ∃ x, ∀ y, f y = y ↔ y = x :=
  ⟨1, fun y => by rw [hf]; omega⟩

theorem right_2 (f : Int → Int) (hf : ∀ x, f x = 3 - 2 * x) : (∃ x, f x = x) ∧ ∀ x y, f x = x → f
    y = y → x = y :=
  ⟨⟨1, by simp [hf]⟩, fun x y hx hy => by rw [hf] at hx hy; omega⟩

theorem wrong_1_is_false : ¬ (∀ (f : Int → Int) (hf : ∀ x, f x = 3 - 2 * x), ∀ x, f x = x ∧ ∀ y,
    f y = y → y = x) :=
  fun h => absurd (h (fun x => 3 - 2 * x) (fun _ => rfl) 0).1 (by decide)

theorem wrong_2_holds (f : Nat → Nat) (hf : ∀ x, f x = 3 - 2 * x) : ∃ x, f x = x ∧ ∀ y, f y = y →
    y = x :=
  ⟨1, by simp [hf], fun y hy => by rw [hf] at hy; omega⟩

theorem wrong_3_holds (f : Int → Int) (hf : ∀ x, f x = 3 - 2 * x) : ∃ x, f x = x :=
  ⟨1, by simp [hf]⟩

end one_fixed_point

namespace sequence_not_listed

theorem reference (f : Nat → Nat → Bool) : ∃ s : Nat → Bool, ∀ n, f n ≠ s :=
  ⟨fun n => !f n n, fun n h => by have := congrFun h n; simp at this⟩

theorem right_1 (f : Nat → Nat → Bool) : ∃ s : Nat → Bool, ∀ n, ∃ k, s k ≠ f n k :=
  ⟨fun n => !f n n, fun n => ⟨n, by simp⟩⟩

theorem right_2 (f : Nat → Nat → Bool) : ¬ ∀ s : Nat → Bool, ∃ n, f n = s :=
  fun h => (reference f).elim fun s hs => (h s).elim fun n hn => hs n hn

theorem wrong_1_holds (f : Nat → Nat → Bool) : ∀ n, ∃ s : Nat → Bool, f n ≠ s :=
  fun n => ⟨fun k => !f n k, fun h => by have := congrFun h 0; simp at this⟩

theorem wrong_2_is_false : ¬ (∃ s : Nat → Bool, ∀ (f : Nat → Nat → Bool) (n : Nat), f n ≠ s) :=
  fun ⟨s, h⟩ => h (fun _ => s) 0 rfl

theorem wrong_3_is_vacuous (f : Nat → Nat → Bool) (hf : ∀ s : Nat → Bool, ∃ n, f n = s) : False := by
  obtain ⟨s, hs⟩ := reference f
  obtain ⟨n, hn⟩ := hf s
  exact hs n hn

end sequence_not_listed

namespace left_inverse

theorem reference {α β : Type} (f : α → β) (g : β → α) (h : ∀ x, g (f x) = x) :
    (∀ x y, f x = f y → x = y) ∧ ∀ a, ∃ b, g b = a :=
  ⟨fun x y e => by rw [← h x, e, h], fun a => ⟨f a, h a⟩⟩

theorem right_1 {α β : Type} (f : α → β) (g : β → α) (h : g ∘ f = id) : (∀ a, ∃ b, a = g b) ∧ ∀ x
    y, x ≠ y → f x ≠ f y := by
  have := reference f g (fun x => congrFun h x)
  exact ⟨fun a => (this.2 a).imp fun _ e => e.symm, fun x y n e => n (this.1 x y e)⟩

theorem wrong_1_is_false : ¬ (∀ {α β : Type} (f : α → β) (g : β → α) (h : ∀ x, g (f x) = x),
    (∀ a, ∃ b, f b = a) ∧ ∀ x y, g x = g y → x = y) :=
  fun h => absurd ((h (fun _ : Unit => true) (fun _ : Bool => ()) (fun _ => rfl)).2 true false rfl) (by decide)

theorem wrong_2_is_false : ¬ (∀ {α β : Type} (f : α → β) (g : β → α) (h : ∃ x, g (f x) = x),
    (∀ x y, f x = f y → x = y) ∧ ∀ a, ∃ b, g b = a) :=
  fun h => absurd ((h (fun _ : Bool => true) (fun b : Bool => b) ⟨true, rfl⟩).1 true false rfl) (by decide)

theorem wrong_3_holds {α β : Type} (f : α → β) (g : β → α) (h : ∀ x, g (f x) = x) : ∀ x y, f x =
    f y → x = y ∧ ∀ a, ∃ b, g b = a :=
  fun x y e => ⟨(reference f g h).1 x y e, (reference f g h).2⟩

end left_inverse

namespace periods_three_and_five

theorem reference (f : Int → Int) (h3 : ∀ x, f (x + 3) = f x) (h5 : ∀ x, f (x + 5) = f x) : ∀ x
    y, f x = f y := by
  have one : ∀ x, f (x + 1) = f x := by
    intro x
    have e1 := h5 x
    have e2 := h5 (x + 5)
    have e3 := h3 (x + 1)
    have e4 := h3 (x + 4)
    have e5 := h3 (x + 7)
    rw [show x + 5 + 5 = x + 10 by omega] at e2
    rw [show x + 1 + 3 = x + 4 by omega] at e3
    rw [show x + 4 + 3 = x + 7 by omega] at e4
    rw [show x + 7 + 3 = x + 10 by omega] at e5
    omega
  have many : ∀ n : Nat, ∀ x, f (x + n) = f x := by
    intro n
    induction n with
    | zero => intro x; simp
    | succ n ih => intro x; rw [← ih x, ← one (x + n)]; congr 1; omega
  intro x y
  rcases Int.le_total x y with h | h
  · have := many (y - x).toNat x
    rw [← this]; congr 1; omega
  · have := many (x - y).toNat y
    rw [← this]; congr 1; omega

theorem right_1 (f : Int → Int) : (∀ x, f (x + 3) = f x ∧ f (x + 5) = f x) → ∃ c, ∀ x, f x = c :=
  fun h => ⟨f 0, fun x => reference f (fun x => (h x).1) (fun x => (h x).2) x 0⟩

theorem wrong_1_is_false : ¬ (∀ (f : Int → Int) (h3 : ∀ x, f (x + 3) = f x)
    (h5 : ∀ x, f (x + 6) = f x), ∀ x y, f x = f y) := by
  intro h
  have := h (fun x => x % 3) (by intro x; simp; try omega) (by intro x; simp; try omega) 0 1
  simp at this

theorem wrong_2_is_false : ¬ (∀ (f : Int → Int) (h3 : ∀ x, f (x + 3) = f x)
    (h5 : ∀ x, f (x + 5) = f x), ∀ x, f x = 0) := by
  intro h
  have := h (fun _ => 1) (fun _ => rfl) (fun _ => rfl) 0
  simp at this

theorem wrong_3_is_vacuous (f : Int → Int) (h3 : ∀ x, f x + 3 = f x) (h5 : ∀ x, f x + 5 = f x) :
    False :=
  by have := h3 0; omega

end periods_three_and_five

namespace doubling_sequence

theorem reference (f : Nat → Nat) (h0 : f 0 = 1) (h : ∀ n, f (n + 1) = 2 * f n) (n : Nat) : f n =
    2 ^ n := by
  induction n with
  | zero => simp [h0]
  | succ n ih => rw [h, ih, Nat.pow_succ, Nat.mul_comm]

theorem right_1 (f : Nat → Nat) : f 0 = 1 ∧ (∀ n, n ≥ 1 → f n = 2 * f (n - 1)) → ∀ n, f n = 2 ^ n
    :=
  fun ⟨h0, h⟩ n => reference f h0 (fun n => h (n + 1) (by omega)) n

theorem wrong_1_is_vacuous (f : Nat → Nat) (h0 : f 0 = 1) (h : ∀ n, f n = 2 * f (n - 1))
    (n : Nat) : False :=
  by have := h 0; simp at this; omega

theorem wrong_2_is_false : ¬ (∀ (f : Nat → Nat) (h0 : f 1 = 1)
    (h : ∀ n, n ≥ 1 → f (n + 1) = 2 * f n) (n : Nat), f n = 2 ^ n) := by
  intro h
  have := h (fun n => 2 ^ (n - 1)) rfl (by intro n hn; obtain ⟨k, rfl⟩ : ∃ k, n = k + 1 := ⟨n - 1, by omega⟩; simp [Nat.pow_succ, Nat.mul_comm]) 1
  simp at this

theorem wrong_3_is_false : ¬ (∀ (f : Nat → Nat) (h0 : f 0 = 1) (h : ∀ n, f (n + 1) = 2 * f n)
    (n : Nat), f n = n ^ 2) := by
  intro h
  have := h (fun n => 2 ^ n) rfl (by intro n; simp [Nat.pow_succ, Nat.mul_comm]) 0
  simp at this

end doubling_sequence

namespace image_of_idempotent

theorem reference {α : Type} (f : α → α) (h : ∀ x, f (f x) = f x) (y : α) : (∃ x, f x = y) ↔ f y
    = y :=
  ⟨fun ⟨x, hx⟩ => by rw [← hx, h], fun e => ⟨y, e⟩⟩

theorem right_1 {α : Type} (f : α → α) : (∀ x, f (f x) = f x) → ∀ y, f y = y ↔ ∃ x, y = f x :=
  fun h y => (reference f h y).symm.trans ⟨fun ⟨x, e⟩ => ⟨x, e.symm⟩, fun ⟨x, e⟩ => ⟨x, e.symm⟩⟩

theorem wrong_1_holds {α : Type} (f : α → α) (h : ∀ x, f (f x) = f x) (y : α) : ∃ x, f x = y ↔ f
    y = y :=
  ⟨y, Iff.rfl⟩

theorem wrong_2_is_false : ¬ (∀ {α : Type} (f : α → α) (y : α), (∃ x, f x = y) ↔ f y = y) :=
  fun h => absurd ((h (fun b : Bool => !b) true).1 ⟨false, rfl⟩) (by decide)

theorem wrong_3_is_false : ¬ (∀ {α : Type} (f : α → α) (h : ∀ x, f (f x) = x) (y : α),
    (∃ x, f x = y) ↔ f y = y) :=
  fun h => absurd ((h (fun b : Bool => !b) (by decide) true).1 ⟨false, rfl⟩) (by decide)

end image_of_idempotent

namespace eventually_constant

theorem reference (f : Nat → Nat) (h : ∀ n, f (n + 1) ≤ f n) : ∃ N, ∀ n, N ≤ n → f n = f N := by
  have mono : ∀ k n, f (n + k) ≤ f n := by
    intro k
    induction k with
    | zero => intro n; simp
    | succ k ih => intro n; have := h (n + k); have := ih n; rw [show n + (k + 1) = n + k + 1 by omega]; omega
  have key : ∀ v, ∀ m, f m ≤ v → ∃ N, ∀ n, N ≤ n → f n = f N := by
    intro v
    induction v with
    | zero =>
      intro m hm
      refine ⟨m, fun n hn => ?_⟩
      have := mono (n - m) m
      rw [show m + (n - m) = n by omega] at this
      omega
    | succ v ih =>
      intro m hm
      by_cases c : ∃ k, f (m + k) ≤ v
      · obtain ⟨k, hk⟩ := c
        exact ih _ hk
      · refine ⟨m, fun n hn => ?_⟩
        have := mono (n - m) m
        have : ¬ f (m + (n - m)) ≤ v := fun hh => c ⟨_, hh⟩
        rw [show m + (n - m) = n by omega] at *
        omega
  exact key (f 0) 0 (by omega)

theorem right_1 (f : Nat → Nat) (h : ∀ n, f n ≥ f (n + 1)) : ∃ N c, ∀ n, n ≥ N → f n = c :=
  (reference f h).elim fun N hN => ⟨N, f N, hN⟩

theorem wrong_1_holds (f : Nat → Nat) (h : ∀ n, f (n + 1) ≤ f n) : ∀ n, ∃ N, N ≤ n → f n = f N :=
  fun n => ⟨n, fun _ => rfl⟩

theorem wrong_2_is_false : ¬ (∀ (f : Nat → Int) (h : ∀ n, f (n + 1) ≤ f n), ∃ N, ∀ n, N ≤ n → f n
    = f N) := by
  intro h
  obtain ⟨N, hN⟩ := h (fun n => -(n : Int)) (by intro n; simp; omega)
  have := hN (N + 1) (by omega)
  simp at this
  omega

theorem wrong_3_is_vacuous (f : Nat → Nat) (h : ∀ n, f (n + 1) < f n) : False := by
  have key : ∀ k, f k + k ≤ f 0 := by
    intro k
    induction k with
    | zero => omega
    | succ k ih => have := h k; omega
  have := key (f 0 + 1)
  omega

end eventually_constant

namespace injective_on_naturals_surjective

theorem refuted : ¬ (∀ (f : Nat → Nat) (hf : ∀ x y, f x = f y → x = y), ∀ y, ∃ x, f x = y) := by
  intro h
  obtain ⟨x, hx⟩ := h (fun n => n + 1) (by intro x y e; simpa using e) 0
  simp at hx

theorem right_1_is_false : ¬ (∀ f : Nat → Nat, (∀ x y, x ≠ y → f x ≠ f y) → ∀ y, ∃ x, y = f x) := by
  intro h
  obtain ⟨x, hx⟩ := h (fun n => n + 1) (by intro x y n; simpa using n) 0
  simp at hx

theorem wrong_1_is_false : ¬ (∀ (f : Nat → Nat) (hf : ∀ y, ∃ x, f x = y), ∀ x y, f x = f y → x =
    y) :=
  fun h => absurd (h (fun n => n - 1) (fun y => ⟨y + 1, rfl⟩) 0 1 rfl) (by decide)

theorem wrong_2_holds (f : Bool → Bool) (hf : ∀ x y, f x = f y → x = y) : ∀ y, ∃ x, f x = y := by
  intro y
  by_cases h : f true = y
  · exact ⟨true, h⟩
  · refine ⟨false, ?_⟩
    have : f true ≠ f false := fun e => absurd (hf _ _ e) (by decide)
    generalize f true = a at *
    generalize f false = b at *
    revert a b y
    decide

end injective_on_naturals_surjective

namespace linear_injective

theorem reference (a b : Int) (ha : a ≠ 0) : ∀ x y, a * x + b = a * y + b → x = y :=
  fun x y h => Int.eq_of_mul_eq_mul_left ha (by omega)

theorem right_1 (a b : Int) (ha : a ≠ 0) (x y : Int) (hxy : x ≠ y) : a * x + b ≠ a * y + b :=
  fun h => hxy (reference a b ha x y h)

theorem wrong_1_is_false : ¬ (∀ (a b : Int), ∀ x y, a * x + b = a * y + b → x = y) :=
  fun h => absurd (h 0 0 0 1 (by decide)) (by decide)

theorem wrong_2_is_false : ¬ (∀ (a b : Int) (ha : a ≠ 0), ∀ y, ∃ x, a * x + b = y) := by
  intro h
  obtain ⟨x, hx⟩ := h 2 0 (by decide) 1
  omega

theorem wrong_3_is_false : ¬ (∀ (a b : Int) (ha : a ≠ 0), ∀ x y, a * (x + b) = a * y + b → x = y)
    :=
  fun h => absurd (h 2 2 (by decide) 0 1 (by decide)) (by decide)

end linear_injective

namespace three_into_two

theorem reference (f : Fin 3 → Fin 2) : ∃ i j, i ≠ j ∧ f i = f j := by
  by_cases h1 : f 0 = f 1
  · exact ⟨0, 1, by decide, h1⟩
  by_cases h2 : f 0 = f 2
  · exact ⟨0, 2, by decide, h2⟩
  exact ⟨1, 2, by decide, by omega⟩

theorem right_1 (f : Fin 3 → Fin 2) : ¬ ∀ i j, f i = f j → i = j :=
  fun h => (reference f).elim fun i hi => hi.elim fun j hj => hj.1 (h i j hj.2)

theorem wrong_1_is_false : ¬ (∀ (f : Fin 3 → Fin 3), ∃ i j, i ≠ j ∧ f i = f j) :=
  fun h => (h (fun i => i)).elim fun _ hi => hi.elim fun _ hj => hj.1 hj.2

theorem wrong_2_holds (f : Fin 3 → Fin 2) : ∃ i j, i ≠ j → f i = f j :=
  ⟨0, 0, fun h => absurd rfl h⟩

theorem wrong_3_is_false : ¬ (∀ (f : Fin 3 → Fin 2), ∀ i, ∃ j, i ≠ j ∧ f i = f j) := by
  intro h
  obtain ⟨j, hj, e⟩ := h (fun i => if i = 0 then 0 else 1) 0
  revert j
  decide

end three_into_two
