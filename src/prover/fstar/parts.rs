//! A file taken apart into declarations that F* can look at one after the other.

use std::ops::Range;

use crate::theorem::{
    fstar_interface::with_interface,
    fstar_term::HOLE,
    fstar_text::{body, decls, without_comments, words},
};

/// What stands at the beginning of a file.
const HEADER: [&str; 4] = ["module", "open", "include", "friend"];

/// A file in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The module and what it opens first.
    pub(super) header: String,
    /// What follows, in order.
    pub(super) all: Vec<Part>,
}

/// A declaration, with the `val` just before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Its text.
    pub(super) code: String,
    /// The line that it stands in, from 1.
    pub(super) line: u32,
    /// Where it stands in the file itself; its `val` may be the interface's, or all of it.
    pub(super) place: Option<Range<usize>>,
    /// Where that begins in `code`.
    offset: usize,
}

impl Part {
    /// Where a range of its text stands in the file; all of it for what stands elsewhere.
    pub(super) fn placed(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let place = self.place.clone()?;
        let inside = |at: usize| at.checked_sub(self.offset).map(|it| place.start + it);
        let placed = inside(range.start).zip(inside(range.end)).map(|(start, end)| start..end);
        Some(placed.filter(|it| it.end <= place.end).unwrap_or(place))
    }
}

impl Parts {
    /// The header and the first declarations.
    pub(super) fn text_to(&self, count: usize) -> String {
        let all = self.all.iter().take(count).map(|it| it.code.as_str());
        [self.header.as_str()].into_iter().chain(all).collect::<Vec<_>>().join("\n")
    }

    /// Takes a file apart, put together with its interface if it has one.
    pub(super) fn of(file: &str, interface: Option<&str>) -> Parts {
        let whole = interface.map_or_else(|| file.to_owned(), |it| with_interface(file, it));
        let mut own = decls(file).into_iter().peekable();
        let mut place = |code: &str| own.next_if(|it| file[it.range.clone()] == *code).map(|it| it.range);
        let decls: Vec<_> =
            decls(&whole).into_iter().map(|it| (place(&whole[it.range.clone()]), it)).collect();
        let begin = decls.iter().take_while(|it| HEADER.contains(&it.1.kind.as_str())).count();
        let end = begin.checked_sub(1).map_or(0, |it| decls[it].1.range.end);
        let mut parts = Parts { header: whole[..end].to_owned(), all: Vec::new() };
        let mut left = decls[begin..].iter().peekable();
        while let Some((place, decl)) = left.next() {
            let definition = left.next_if(|(_, it)| {
                (decl.kind.as_str(), it.kind.as_str()) == ("val", "let")
                    && decl.name.is_some()
                    && decl.name == it.name
            });
            let start = decl.range.start;
            let (end, place, offset) = match definition {
                None => (decl.range.end, place.clone(), 0),
                Some((own, it)) => {
                    let end = it.range.end;
                    let both = place.clone().zip(own.clone()).map(|(val, it)| (val.start..it.end, 0));
                    let only = || own.clone().map(|own| (own, it.range.start - start));
                    let (place, offset) = both.or_else(only).unzip();
                    (end, place, offset.unwrap_or(0))
                }
            };
            let line = whole[..start].matches('\n').count() as u32 + 1;
            parts.all.push(Part { code: whole[start..end].to_owned(), line, place, offset });
        }
        parts
    }
}

/// A definition with `admit ()` for its body, if its type does not depend on that; with its `val`, if it has one.
pub(super) fn stated(code: &str) -> Option<String> {
    ty(code)?;
    let decls = decls(code);
    let last = decls.last().filter(|it| it.kind == "let" && it.name.is_some())?;
    let definition = &code[last.range.clone()];
    if words(&without_comments(definition)).any(|it| it.1 == "and") {
        return None;
    }
    Some(format!("{} {HOLE}", &code[..last.range.start + body(definition)?]))
}

/// Whether a definition is a lemma: it gives nothing but a proof, so that any other one is as good.
pub(super) fn is_lemma(code: &str) -> bool {
    let promised = |ty: String| {
        let last = outside(&ty, "->").last().map_or(0, |it| it + "->".len());
        let mut words = words(&ty[last..]).map(|it| it.1).skip_while(|it| ["Tot", "GTot"].contains(it));
        let at_once = ty[last..].trim_start().starts_with(char::is_alphabetic);
        at_once && words.next().is_some_and(|it| matches!(it.rsplit('.').next(), Some("Lemma" | "squash")))
    };
    stated(code).is_some() && ty(code).is_some_and(promised)
}

/// The type that a definition is given, by its `val` or by itself.
fn ty(code: &str) -> Option<String> {
    let decls = decls(code);
    let first = decls.first()?;
    let text = without_comments(&code[first.range.clone()]);
    let head = match first.kind.as_str() {
        "val" => &text[..],
        "let" => &text[..body(&text)? - 1],
        _ => return None,
    };
    let colon = outside(head, ":").next()?;
    Some(head[colon + 1..].to_owned())
}

/// Where a sign stands outside of parentheses.
fn outside(code: &str, sign: &str) -> impl Iterator<Item = usize> {
    let mut depth = 0_i32;
    code.char_indices().map(|it| it.0).filter(move |at| {
        let it = &code[*at..];
        depth += i32::from(it.starts_with(['(', '[', '{'])) - i32::from(it.starts_with([')', ']', '}']));
        depth == 0 && it.starts_with(sign)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "module M\nopen FStar.Mul\n\nlet f x = x // one\n\n(** doc *)\nval a : nat -> nat\n(* two *)\nlet a n =\n  n\n\
        #set-options \"--z3rlimit 9\"\nval b : nat\nopen A\nlet b = 1\nval c : nat\n";

    #[test]
    fn a_file_is_cut_into_its_declarations() {
        let parts = Parts::of(FILE, None);
        assert_eq!(parts.header, "module M\nopen FStar.Mul");
        let said: Vec<_> = parts.all.iter().map(|it| (it.line, it.code.as_str())).collect();
        let expected = [
            (4, "let f x = x"),
            (7, "val a : nat -> nat\n(* two *)\nlet a n =\n  n"),
            (11, "#set-options \"--z3rlimit 9\""),
            (12, "val b : nat"),
            (13, "open A"),
            (14, "let b = 1"),
            (15, "val c : nat"),
        ];
        assert_eq!(said, expected);
        for part in &parts.all {
            assert_eq!(FILE[part.place.clone().unwrap()], part.code);
            assert_eq!(part.placed(&(1..2)), part.place.as_ref().map(|it| it.start + 1..it.start + 2));
        }
        assert_eq!(Parts::of("let x = 1", None).header, "");
    }

    #[test]
    fn what_stands_in_the_interface_has_no_place_in_the_file() {
        let file = "module M\nlet a n = n\nlet b = 1\n";
        let parts = Parts::of(file, Some("module M\ntype t = nat\nval a : t -> t\n"));
        let [ty, a, b] = &parts.all[..] else { panic!("{parts:?}") };
        assert_eq!((ty.code.as_str(), ty.place.clone()), ("type t = nat", None));
        assert_eq!(a.code, "val a : t -> t\nlet a n = n");
        assert_eq!(&file[a.place.clone().unwrap()], "let a n = n");
        let body = a.code.len() - 1..a.code.len();
        assert_eq!(a.placed(&body).map(|it| it.end), a.place.as_ref().map(|it| it.end));
        assert_eq!(a.placed(&(4..5)), a.place);
        assert_eq!(&file[b.place.clone().unwrap()], "let b = 1");
    }

    #[test]
    fn a_lemma_is_what_gives_nothing_but_a_proof() {
        for (code, statement) in [
            (
                "val l : n:nat -> Lemma (n >= 0)\nlet rec l n = ()",
                "val l : n:nat -> Lemma (n >= 0)\nlet rec l n = admit ()",
            ),
            (
                "let l (n:nat) : Lemma (requires n = 1) (ensures n >= 0) [SMTPat n] =\n  ()",
                "let l (n:nat) : Lemma (requires n = 1) (ensures n >= 0) [SMTPat n] = admit ()",
            ),
            (
                "val l : f:(nat -> nat) -> Tot (squash True)\nlet l f = ()",
                "val l : f:(nat -> nat) -> Tot (squash True)\nlet l f = admit ()",
            ),
        ] {
            assert_eq!(stated(code).as_deref(), Some(statement));
            assert!(is_lemma(code), "{code}");
        }
        for (code, has_type) in [
            ("let dec (n:nat) : nat = n - 1", true),
            ("val use : (n:nat -> Lemma (n > 0)) -> nat\nlet use l = 1", true),
            ("let f x = x", false),
            ("let rec f (x:nat) : Lemma True = ()\nand g (x:nat) : Lemma True = ()", false),
            ("val l : nat -> Lemma True", false),
            ("type t = | A : squash True -> t", false),
        ] {
            assert_eq!(stated(code).is_some(), has_type, "{code}");
            assert!(!is_lemma(code), "{code}");
        }
    }
}
