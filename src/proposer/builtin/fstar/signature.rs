//! What a `val`, or the head of a `let`, says: parameters, result, and for a lemma what it needs and gives.

use super::text::{atoms, find, flat, inside, split};

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Param {
    /// Its name; made up where the type has none.
    pub(super) name: String,
    /// Its type, flat.
    pub(super) ty: String,
    /// Whether it is found by F* (`#a`).
    pub(super) implicit: bool,
}

/// A signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Signature {
    pub(super) name: String,
    pub(super) params: Vec<Param>,
    /// The result's type, without its effect; of a lemma, `unit`.
    pub(super) result: String,
    /// What must hold; empty where nothing must.
    pub(super) requires: String,
    /// What a lemma, or a refinement of its result, gives; empty for a plain function.
    pub(super) ensures: String,
    /// Whether it gives no value, only a fact.
    pub(super) lemma: bool,
}

impl Signature {
    /// Reads `val NAME …`.
    pub(super) fn of_val(text: &str) -> Option<Signature> {
        let rest = text.trim().strip_prefix("val")?.trim_start();
        let end = rest.find(|it: char| it.is_whitespace() || it == ':' || it == '(')?;
        let (name, rest) = rest.split_at(end);
        let colon = find(rest, ':')?;
        let mut params = groups(&rest[..colon]);
        let mut parts = split(&rest[colon + 1..], "->");
        let result = parts.pop()?;
        for part in parts {
            params.extend(param(part, params.len()));
        }
        Some(Signature { name: name.to_owned(), params, ..Signature::result(result) })
    }

    /// Reads `let NAME PARAMS : RESULT`, up to its `=`.
    pub(super) fn of_let(head: &str) -> Option<Signature> {
        let rest = head.trim().strip_prefix("let")?.trim_start();
        let rest = rest.strip_prefix("rec ").unwrap_or(rest).trim_start();
        let end = rest.find(|it: char| it.is_whitespace() || it == ':' || it == '(').unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        let rest = rest.trim_end().trim_end_matches('=');
        let (binders, result) = match find(rest, ':') {
            Some(colon) => (&rest[..colon], &rest[colon + 1..]),
            None => (rest, ""),
        };
        let mut parts = split(result, "->");
        let result = parts.pop().unwrap_or_default();
        let mut params = groups(binders);
        for part in parts {
            params.extend(param(part, params.len()));
        }
        Some(Signature { name: name.to_owned(), params, ..Signature::result(result) })
    }

    /// Reads a lemma as F* prints it: `l: list a -> Prims.Lemma unit (REQUIRES) (ENSURES) [PATTERNS]`, where a measure
    /// may stand before, and no precondition is printed where there is none.
    pub(super) fn of_premise(name: &str, ty: &str) -> Option<Signature> {
        let mut parts = split(ty, "->");
        let result = parts.pop()?;
        let stated = result.strip_prefix("Prims.").unwrap_or(result).strip_prefix("Lemma unit")?;
        let stated = atoms(stated);
        let mut clauses =
            stated.iter().filter(|it| it.starts_with('(')).rev().map(|it| inside(it).to_owned());
        let ensures = clauses.next()?;
        let requires = clauses.next().unwrap_or_default();
        let params = parts.iter().enumerate().flat_map(|(at, it)| param(it, at)).collect();
        Some(Signature {
            name: name.to_owned(),
            params,
            result: "unit".into(),
            requires,
            ensures,
            lemma: true,
        })
    }

    fn result(text: &str) -> Signature {
        let text = flat(text);
        let parts = atoms(&text);
        let clause = |word: &str| {
            parts.iter().find_map(|it| {
                inside(it).strip_prefix(word).filter(|it| !it.starts_with(char::is_alphanumeric)).map(strip)
            })
        };
        let mut signature = Signature::default();
        match parts.first().copied() {
            Some("Lemma") => {
                signature.lemma = true;
                signature.result = "unit".into();
                let plain = parts.get(1).filter(|it| !it.starts_with('[')).map(|it| inside(it).to_owned());
                signature.ensures = clause("ensures").or(plain).unwrap_or_default();
                signature.requires = clause("requires").unwrap_or_default();
            }
            Some("Pure" | "Ghost" | "PURE") => {
                signature.result = parts.get(1).copied().unwrap_or_default().to_owned();
                signature.lemma = signature.result == "unit";
                signature.ensures = clause("ensures").unwrap_or_default();
                signature.requires = clause("requires").unwrap_or_default();
            }
            Some("squash") => {
                signature.lemma = true;
                signature.result = "unit".into();
                signature.ensures = inside(&parts[1..].join(" ")).to_owned();
            }
            _ => {
                let ty = match parts.first().copied() {
                    Some("Tot" | "GTot") => parts
                        .get(1..)
                        .unwrap_or_default()
                        .iter()
                        .filter(|it| !inside(it).starts_with("decreases"))
                        .copied()
                        .collect::<Vec<_>>()
                        .join(" "),
                    _ => text.clone(),
                };
                let ty = inside(&ty).to_owned();
                let refinement = ty.split_once('{').map(|it| it.1.trim_end_matches('}').to_owned());
                signature.lemma = base(&ty) == "unit" && refinement.is_some();
                signature.ensures = refinement.unwrap_or_default();
                signature.result = ty;
            }
        }
        if ["True", "()"].contains(&signature.requires.as_str()) {
            signature.requires.clear();
        }
        signature
    }

    /// Parameters that are written out in a call.
    pub(super) fn explicit(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|it| !it.implicit)
    }
}

/// `requires (P)` and `requires (fun _ -> P)` are about P.
fn strip(clause: &str) -> String {
    let clause = inside(clause);
    match clause.strip_prefix("fun ").and_then(|it| it.split_once("->")) {
        Some((_, body)) => inside(body).to_owned(),
        None => clause.to_owned(),
    }
}

/// A type without its refinement and the name in front of it.
pub(super) fn base(ty: &str) -> String {
    let ty = inside(ty);
    let ty = match find(ty, ':') {
        Some(colon) if ty[..colon].trim().chars().all(|it| it.is_alphanumeric() || "_'#$".contains(it)) => {
            inside(&ty[colon + 1..])
        }
        _ => ty,
    };
    flat(ty.split('{').next().unwrap_or_default())
}

/// `x:t`, `#x:t`, `(x:t)` or a type alone.
fn param(text: &str, at: usize) -> Vec<Param> {
    let text = text.trim();
    // `(x:a -> b)` is a function without a name.
    let function = split(inside(text), "->").len() > 1;
    if text.starts_with('(') && atoms(text).len() == 1 && find(inside(text), ':').is_some() && !function {
        return groups(text);
    }
    let (name, ty) = match find(text, ':') {
        Some(colon) => (text[..colon].trim(), text[colon + 1..].trim()),
        None => ("", text),
    };
    let implicit = name.starts_with('#');
    let name = name.trim_start_matches(['#', '$']).trim();
    let letter = if split(inside(ty), "->").len() > 1 { 'f' } else { 'x' };
    let name = if name.is_empty() || name == "_" { format!("{letter}{at}") } else { name.to_owned() };
    vec![Param { name, ty: flat(ty), implicit }]
}

/// Binders in front of a colon: `(x y: t) #a b`.
fn groups(text: &str) -> Vec<Param> {
    let mut out: Vec<Param> = Vec::new();
    for atom in atoms(text) {
        let body = inside(atom);
        match find(body, ':').filter(|_| atom.starts_with('(')) {
            Some(colon) => {
                for name in body[..colon].split_whitespace() {
                    out.extend(param(&format!("{name}:{}", &body[colon + 1..]), out.len()));
                }
            }
            None if atom == "()" => out.push(Param { name: "()".into(), ty: "unit".into(), implicit: false }),
            None => {
                let implicit = atom.starts_with('#');
                let name = atom.trim_start_matches(['#', '$']).to_owned();
                out.push(Param { name, ty: String::new(), implicit });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(it: &Signature) -> String {
        let params: Vec<String> = it
            .params
            .iter()
            .map(|p| format!("{}{}:{}", if p.implicit { "#" } else { "" }, p.name, p.ty))
            .collect();
        format!(
            "{} [{}] -> {} | {} | {} | {}",
            it.name,
            params.join(", "),
            it.result,
            it.requires,
            it.ensures,
            it.lemma
        )
    }

    #[test]
    fn signatures_are_read() {
        for (text, expected) in [
            (
                "val sorted_smaller: #a:eqtype ->  x:a\n ->  l:list a -> key:(a -> Tot int) -> Lemma (requires (p x /\\ q))\n (ensures (r))\n [SMTPat (f x)]",
                "sorted_smaller [#a:eqtype, x:a, l:list a, key:(a -> Tot int)] -> unit | p x /\\ q | r | true",
            ),
            (
                "val f (l1 l2: list 'a) (n:nat{n > 0}) : Lemma (a == b)",
                "f [l1:list 'a, l2:list 'a, n:nat{n > 0}] -> unit |  | a == b | true",
            ),
            (
                "val i : (x:a -> squash (b x)) -> x:a -> Lemma (b x)",
                "i [f0:(x:a -> squash (b x)), x:a] -> unit |  | b x | true",
            ),
            (
                "val g : nat -> b:int -> Tot (u:int{u > b}) (decreases b)",
                "g [x0:nat, b:int] -> u:int{u > b} |  | u > b | false",
            ),
            (
                "val h : x:int -> Pure unit (requires (b2t (x = 1))) (ensures (fun r -> p))",
                "h [x:int] -> unit | b2t (x = 1) | p | true",
            ),
        ] {
            assert_eq!(said(&Signature::of_val(text).unwrap()), expected);
        }
        let text = "let rec k #a (l1 l2: list a) : Lemma (requires True) (ensures (c)) (decreases l1)";
        assert_eq!(
            said(&Signature::of_let(text).unwrap()),
            "k [#a:, l1:list a, l2:list a] -> unit |  | c | true"
        );
        let printed =
            "l1: list 'a -> l2: list 'a {Cons? l2} -> Prims.Lemma unit l1 (p l1) (l1 @ l2 == l2) []";
        assert_eq!(
            said(&Signature::of_premise("x.y", printed).unwrap()),
            "x.y [l1:list 'a, l2:list 'a {Cons? l2}] -> unit | p l1 | l1 @ l2 == l2 | true"
        );
        assert_eq!(base("t:tree{p t}"), "tree");
        assert_eq!(base("(list (a * b))"), "list (a * b)");
    }
}
