//! A module put together with its interface, as F* does it.

use super::fstar_text::{Decl, decls};

/// The text of a module with the declarations of its interface in their places: each `val` before the definition of
/// that name, and what stands above it in the interface before it.
///
/// What the module defines without the interface speaking of it stays as it is, and what the interface declares and
/// the module does not define is left out.
pub fn with_interface(module: &str, interface: &str) -> String {
    let (own, theirs) = (decls(module), decls(interface));
    let declares = |it: &&Decl, name: &str| it.kind == "val" && it.name.as_deref() == Some(name);
    let mut out = String::with_capacity(module.len() + interface.len());
    let (mut at, mut next) = (0, 0);
    for decl in &own {
        let defines = matches!(decl.kind.as_str(), "let" | "type" | "val");
        let Some(name) = decl.name.as_deref().filter(|_| defines) else { continue };
        let Some(found) = theirs[next..].iter().position(|it| declares(&it, name)) else { continue };
        let start = decl.doc.as_ref().map_or(decl.range.start, |it| it.start);
        // A doc comment belongs to what follows: the `val` comes before it, with its own.
        out.push_str(&module[at..start]);
        at = start;
        for theirs in &theirs[next..=next + found] {
            // What both open is opened once more without harm; the module is named once.
            let known = theirs.kind == "module" || (declares(&theirs, name) && decl.kind == "val");
            if !known && (theirs.kind != "val" || declares(&theirs, name)) {
                out.push_str(&interface[theirs.range.clone()]);
                out.push('\n');
            }
        }
        next += found + 1;
    }
    out.push_str(&module[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theorem::fstar_text::statements;

    #[test]
    fn vals_stand_before_their_definitions() {
        let module = "module M\nopen A\n\nlet helper = 1\n(** doc *)\nlet f n = admit ()\nlet last = 2\n";
        let interface = "module M\nopen B\ntype t = nat\n\n(** what f does *)\nval f : t -> t\nval last : int\nval never : int\n";
        let merged = with_interface(module, interface);
        let expected = "module M\nopen A\n\nlet helper = 1\nopen B\ntype t = nat\nval f : t -> t\n(** doc *)\nlet f n = admit ()\n\
            val last : int\nlet last = 2\n";
        assert_eq!(merged, expected);
        assert_eq!(statements(&merged, true)[0].1.statement.lines().next(), Some("val f : t -> t"));
        assert_eq!(with_interface(module, "module M\n"), module);
    }
}
