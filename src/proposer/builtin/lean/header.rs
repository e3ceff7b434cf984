//! What the theorem's header declares, read from its text: definitions, theorems, structures.

use super::text::{is_ident, tokens};

/// The declarations of a header that rules care for.
pub(super) struct Header<'a> {
    decls: Vec<Decl<'a>>,
}

struct Decl<'a> {
    kind: &'a str,
    /// As the goal's constants spell it: with its namespaces.
    name: String,
    /// From the name to the next declaration.
    text: &'a str,
}

const KINDS: [&str; 7] = ["def", "theorem", "lemma", "structure", "class", "inductive", "abbrev"];

impl<'a> Header<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut decls: Vec<Decl<'a>> = Vec::new();
        let mut scopes: Vec<&str> = Vec::new();
        let mut starts: Vec<usize> = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            if line.starts_with([' ', '|', '\n']) {
                continue;
            }
            starts.push(start);
            // `namespace A end A` may stand on one line.
            let mut words = line.split_whitespace();
            while let Some(word) = words.next() {
                match word {
                    "namespace" => scopes.extend(words.next()),
                    "end" if words.next().is_some_and(|name| scopes.last() == Some(&name)) => {
                        scopes.pop();
                    }
                    _ => break,
                }
            }
            let mut words = line.split_whitespace().skip_while(|w| !KINDS.contains(w));
            if let (Some(kind), Some(word)) = (words.next(), words.next())
                && is_ident(word)
            {
                let name = scopes.iter().copied().chain([word]).collect::<Vec<_>>().join(".");
                decls.push(Decl { kind, name, text: &text[start..] });
            }
        }
        for d in &mut decls {
            let start = text.len() - d.text.len();
            let end = starts.iter().copied().find(|s| *s > start).unwrap_or(text.len());
            d.text = &text[start..end];
        }
        Header { decls }
    }

    /// Whether the constant is a definition of the header.
    pub(super) fn defines(&self, constant: &str) -> bool {
        self.decls.iter().any(|d| matches!(d.kind, "def" | "abbrev") && d.name == constant)
    }

    /// How a definition of the header is written, nothing for another constant.
    pub(super) fn text_of(&self, constant: &str) -> &'a str {
        self.decls.iter().find(|d| d.kind == "def" && d.name == constant).map_or("", |d| d.text)
    }

    /// Whether the type is one of the header's own, by its full name or by what is printed where its namespace is open.
    pub(super) fn is_inductive(&self, ty: &str) -> bool {
        let own = |d: &Decl<'_>| d.name == ty || d.name.rsplit('.').next() == Some(ty);
        self.decls.iter().any(|d| d.kind == "inductive" && own(d))
    }

    /// Whether a definition of the header calls itself.
    pub(super) fn recursive(&self, constant: &str) -> bool {
        let last = constant.rsplit('.').next().unwrap_or(constant);
        self.decls.iter().any(|d| {
            let own = d.kind == "def" && d.name == constant;
            own && tokens(d.text).into_iter().filter(|t| *t == constant || *t == last).count() > 1
        })
    }

    /// Theorems of the header whose statement mentions one of the constants. What is still to be proved is left
    /// out: a step that uses it is refused.
    pub(super) fn theorems_about(&self, constants: &[&str]) -> Vec<&str> {
        let about = |d: &&Decl<'_>| {
            let statement = d.text.split(":=").next().unwrap_or("");
            matches!(d.kind, "theorem" | "lemma")
                && !tokens(d.text).contains(&"sorry")
                && tokens(statement).iter().skip(2).any(|t| constants.contains(t))
        };
        self.decls.iter().filter(about).map(|d| d.name.as_str()).collect()
    }

    /// The fields of a structure of the header that state facts: name and type.
    pub(super) fn laws(&self, structure: &str) -> Vec<(&str, &str)> {
        let own = |d: &&Decl<'_>| matches!(d.kind, "structure" | "class") && d.name == structure;
        let fields = self.decls.iter().filter(own).flat_map(|d| d.text.lines().skip(1));
        let parts = fields.filter_map(|l| l.trim().split_once(" : "));
        parts.filter(|(n, t)| is_ident(n) && (t.starts_with('∀') || t.contains(" = "))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "namespace Real end Real\ndef Even (n : Nat) : Prop := ∃ r, n = r + r\nnamespace Seq\ndef fib : Nat → Nat\n  | 0 => 0 | n+1 => fib n\n\
        theorem even_two : Even 2 := ⟨1, rfl⟩\nend Seq\nstructure Equiv (α β : Type) where\n  toFun : α → β\n  inv : β → α\n  left : ∀ x, inv (toFun x) = x\n";

    #[test]
    fn declarations_are_found_with_their_namespaces() {
        let h = Header::new(TEXT);
        assert!(h.defines("Even") && h.defines("Seq.fib") && !h.defines("fib"));
        assert!(h.recursive("Seq.fib") && !h.recursive("Even"));
        assert_eq!(h.theorems_about(&["Even"]), ["Seq.even_two"]);
        assert_eq!(h.laws("Equiv"), [("left", "∀ x, inv (toFun x) = x")]);
    }
}
