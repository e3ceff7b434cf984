//! F* modules as corpora.

use super::{About, Item};
use crate::theorem::{fstar_text, lean_text::line_of};

/// The statements of a module; it is its own header.
pub(super) fn items(text: &str) -> Vec<Item> {
    let decls = fstar_text::decls(text);
    let statements = fstar_text::statements(text, true).into_iter();
    let item = statements.map(|(range, theorem)| {
        let doc = decls.iter().find(|it| it.range.start == range.start).and_then(|it| it.doc.clone());
        let inside = doc.clone().map_or("", |it| &text[it.start + "(**".len()..it.end - "*)".len()]);
        let name = theorem.name.clone();
        match About::from_doc(inside) {
            Ok(about) => Item { name, line: line_of(text, range.start), entry: Ok(about.entry(theorem)) },
            Err((line, message)) => {
                let first = line_of(text, doc.map_or(range.start, |it| it.start));
                Item { name, line: first + line, entry: Err(message) }
            }
        }
    });
    item.collect()
}
