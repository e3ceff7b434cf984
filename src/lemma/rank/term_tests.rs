//! Printed terms and the trees that are read from them.

use super::*;

/// A term as an expression in prefix form.
fn shown(term: &Term) -> String {
    let head = match &term.head {
        Head::Symbol(it) => it.clone(),
        Head::Variable(it) => format!("${it}"),
    };
    match term.args.as_slice() {
        [] => head,
        args => format!("({head} {})", args.iter().map(shown).collect::<Vec<_>>().join(" ")),
    }
}

fn read(text: &str) -> String {
    let consts = ["List.length".to_owned(), "Nat.succ".to_owned()];
    let Type { hyps, conclusion } = Reader::new(&consts).read(text);
    let all: Vec<_> = hyps.iter().chain([&conclusion]).map(shown).collect();
    all.join(" ⊢ ")
}

#[test]
fn operators_bind_as_the_prover_prints_them() {
    assert_eq!(read("a + b * c = d ∧ ¬p ∨ q"), "(∨ (∧ (= (+ a (* b c)) d) (¬ p)) q)");
    assert_eq!(read("a - b - c ^ d ^ e"), "(- (- a b) (^ c (^ d e)))");
    assert_eq!(read("a > b ↔ b < a"), "(↔ (< b a) (< b a))");
    assert_eq!(read("-x + y⁻¹"), "(+ (neg x) (⁻¹ y))");
    assert_eq!(read("x :: y :: xs"), "(:: x (:: y xs))");
}

#[test]
fn binders_and_arrows_in_front_are_taken_off() {
    assert_eq!(
        read("∀ {α : Type u_1} [BEq α] (a b : α), a = b → b = a"),
        "Type ⊢ (BEq $0) ⊢ $0 ⊢ (= $1 $2) ⊢ (= $2 $1)"
    );
    assert_eq!(read("(n : Nat) → n < 1 → Nat"), "Nat ⊢ (< $0 1) ⊢ Nat");
    assert_eq!(read("∀ x ∈ s, p x"), "(∈ $0 s) ⊢ (p $0)");
    assert_eq!(read("a → ∀ (n : Nat), n = n"), "a ⊢ Nat ⊢ (= $0 $0)");
    assert_eq!(read("autoParam (a = b) f._auto_1 → b = a"), "(= a b) ⊢ (= b a)");
}

#[test]
fn what_is_bound_inside_has_no_name() {
    assert_eq!(read("∃ x, x = 1"), "(∃ (= # 1))");
    assert_eq!(read("List.map (fun x => x + 1) l"), "(List.map (fun (+ # 1)) l)");
    assert_eq!(read("f { x // x < 1 }"), "(f ({ # (< # 1)))");
    assert_eq!(read("(∀ (x : Nat), p x) → q"), "(∀ Nat (p #)) ⊢ q");
}

#[test]
fn dots_behind_terms_are_functions() {
    assert_eq!(
        read("∀ (as bs : List α), (as ++ bs).length = as.length"),
        "(List α) ⊢ (= (List.length (++ $0 $1)) (List.length $0))"
    );
    assert_eq!(read("(f x).1.succ.other"), "(.other (Nat.succ (.1 (f x))))");
    assert_eq!(read("xs[i]? = ys[i]'h"), "(= ([·]? xs i) ([·] ys i))");
    assert_eq!(read("if h : c then a else b"), "(if c a b)");
}

#[test]
fn holes_of_one_name_are_one_variable() {
    assert_eq!(read("?a + _ = ?a + _"), "(= (+ $0 $1) (+ $0 $2))");
}

#[test]
fn what_is_nested_too_deeply_is_read_all_the_same() {
    for text in
        ["(".repeat(5000), "¬".repeat(5000), "fun x => ".repeat(2000), "a → ".repeat(2000), "x[".repeat(3000)]
    {
        assert!(!read(&text).is_empty());
    }
}
