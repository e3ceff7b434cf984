//! What stands above a statement: types with their constructors, functions with their definitions, lemmas.

use super::{
    expr::Expr,
    signature::{Signature, base},
    text::{atoms, flat, inside, split, substitute},
    unfold::Function,
};
use crate::theorem::fstar_text::{body, decls, without_comments};

/// A case of a type, ready for a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Case {
    /// `Node`, or `::` and `,` for those that F* writes between.
    pub(super) name: String,
    /// Names and types of its fields.
    pub(super) fields: Vec<(String, String)>,
}

impl Case {
    /// The pattern, with these names for its fields.
    pub(super) fn pattern(&self, names: &[String]) -> String {
        match (self.name.as_str(), names) {
            ("::", [head, tail]) => format!("{head} :: {tail}"),
            (",", names) => format!("({})", names.join(", ")),
            (name, []) => name.to_owned(),
            (name, names) => format!("{name} {}", names.join(" ")),
        }
    }
}

struct Inductive {
    name: String,
    params: Vec<String>,
    cases: Vec<Case>,
}

/// A function's definition.
pub(super) struct Definition {
    pub(super) name: String,
    /// From its `=` on.
    pub(super) body: String,
}

/// All of it.
pub(super) struct Context {
    /// Functions and lemmas, oldest first.
    pub(super) signatures: Vec<Signature>,
    pub(super) definitions: Vec<Definition>,
    /// Lemmas of the index that have to do with the statement, the best first; they stand above it, too.
    pub(super) offered: Vec<Signature>,
    /// Lemmas of the library that have to do with the statement, the best first.
    pub(super) library: Vec<Signature>,
    /// Functions whose definitions could be read.
    pub(super) functions: Vec<Function>,
    /// Whether the header opens `FStar.Tactics`.
    pub(super) tactics: bool,
    inductives: Vec<Inductive>,
    /// Names, parameters and what they stand for.
    abbreviations: Vec<(String, Vec<String>, String)>,
}

impl Context {
    pub(super) fn new(header: &str) -> Context {
        let code = without_comments(header);
        let mut context = Context {
            signatures: Vec::new(),
            definitions: Vec::new(),
            offered: Vec::new(),
            library: Vec::new(),
            functions: Vec::new(),
            tactics: code.lines().any(|it| it.trim() == "open FStar.Tactics"),
            inductives: Vec::new(),
            abbreviations: Vec::new(),
        };
        for decl in decls(&code) {
            let text = &code[decl.range.clone()];
            match decl.kind.as_str() {
                "val" | "assume" => {
                    let from = text.find("val").unwrap_or(0);
                    context.signatures.extend(Signature::of_val(&text[from..]));
                }
                "let" => {
                    let Some(at) = body(text) else { continue };
                    let from = text.find("let").unwrap_or(0);
                    let (head, rest) = (&text[from..at - 1], &text[at..]);
                    let Some(signature) = Signature::of_let(head) else { continue };
                    // `let entries (v:Type) = list (int & v)` abbreviates a type.
                    let types =
                        signature.params.iter().all(|it| it.ty.starts_with("Type") || it.ty == "eqtype");
                    let is_type =
                        types && (!signature.params.is_empty() || signature.result.starts_with("Type"));
                    if is_type && !signature.params.iter().any(|it| it.implicit) {
                        let params = signature.params.iter().map(|it| it.name.clone()).collect();
                        context.abbreviations.push((signature.name.clone(), params, flat(rest)));
                    }
                    context.add_function(&signature, rest);
                    context
                        .definitions
                        .push(Definition { name: signature.name.clone(), body: rest.to_owned() });
                    match context.signatures.iter_mut().find(|it| it.name == signature.name) {
                        Some(known) => rename(known, &signature),
                        None => context.signatures.push(signature),
                    }
                }
                "type" => context.add_type(text),
                _ => {}
            }
        }
        context
    }

    /// Sets the lemmas with these names apart: what a person wrote above the statement goes before them.
    pub(super) fn offer<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        for name in names {
            if let Some(at) = self.signatures.iter().position(|it| it.name == name) {
                self.offered.push(self.signatures.remove(at));
            }
        }
    }

    fn add_function(&mut self, signature: &Signature, rest: &str) {
        let mut params: Vec<String> = signature.explicit().map(|it| it.name.clone()).collect();
        // `function | …` takes one more argument.
        let text = match rest.trim().strip_prefix("function") {
            Some(cases) => {
                params.push("it'".into());
                format!("match it' with {cases}")
            }
            None => rest.trim().to_owned(),
        };
        if let Some(body) = Expr::parse(&text).filter(|_| !signature.lemma) {
            self.functions.push(Function { name: signature.name.clone(), params, body });
        }
    }

    fn add_type(&mut self, text: &str) {
        let Some(at) = body(text) else { return };
        let from = text.find("type").map_or(0, |it| it + "type".len());
        let Some(head) = text.get(from..at - 1) else { return };
        let head = head.split(':').next().filter(|it| !it.contains('(')).unwrap_or(head);
        let mut words = atoms(head).into_iter();
        let Some(name) = words.next() else { return };
        let params = words.map(|it| {
            inside(it).split(':').next().unwrap_or_default().trim().trim_start_matches('#').to_owned()
        });
        let params: Vec<String> = params.collect();
        let rest = text[at..].trim();
        let parts = split(rest, "|");
        let is_case = |it: &&str| {
            it.starts_with(|c: char| c.is_uppercase())
                && (rest.starts_with('|') || it.contains(" of ") || it.contains(':') || parts.len() > 1)
        };
        if !parts.iter().filter(|it| !it.is_empty()).all(is_case) {
            self.abbreviations.push((name.to_owned(), params, flat(rest)));
            return;
        }
        let cases = parts.into_iter().filter(|it| !it.is_empty()).map(|it| {
            if let Some((name, ty)) = it.split_once(':') {
                let mut fields = split(ty, "->");
                fields.pop();
                let field = |it: &str| match it.trim_start_matches(['(', '#']).split_once(':') {
                    Some((name, ty))
                        if name.trim().chars().all(|c| c.is_alphanumeric() || c == '_' || c == '\'') =>
                    {
                        (name.trim().to_owned(), base(ty.trim_end_matches(')')))
                    }
                    _ => (String::new(), base(it)),
                };
                return Case {
                    name: name.trim().to_owned(),
                    fields: fields.into_iter().map(field).collect(),
                };
            }
            let (name, fields) = it.split_once(" of ").unwrap_or((it, ""));
            let fields =
                split(fields, "*").into_iter().flat_map(|it| split(it, "&")).filter(|it| !it.is_empty());
            Case {
                name: name.trim().to_owned(),
                fields: fields.map(|it| (String::new(), base(it))).collect(),
            }
        });
        self.inductives.push(Inductive { name: name.to_owned(), params, cases: cases.collect() });
    }

    /// A type with abbreviations written out, without refinement.
    pub(super) fn expand(&self, ty: &str) -> String {
        let mut ty = base(ty);
        for _ in 0..4 {
            let head = atoms(&ty).first().copied().unwrap_or_default().to_owned();
            let Some((_, params, with)) = self.abbreviations.iter().find(|it| it.0 == head) else { break };
            let args = atoms(&ty).into_iter().skip(1).map(|it| inside(it).to_owned());
            let map: Vec<(String, String)> = params.iter().cloned().zip(args).collect();
            ty = base(&substitute(with, &map));
        }
        ty
    }

    /// The cases of a type.
    pub(super) fn cases(&self, ty: &str) -> Vec<Case> {
        let ty = self.expand(ty);
        let parts = atoms(&ty);
        let argument = |at: usize| parts.get(at).map_or("", |it| inside(it)).to_owned();
        let case = |name: &str, fields: &[(&str, String)]| Case {
            name: name.into(),
            fields: fields.iter().map(|(name, ty)| ((*name).to_owned(), ty.clone())).collect(),
        };
        match parts.first().copied() {
            Some("list") => vec![case("[]", &[]), case("::", &[("hd", argument(1)), ("tl", ty.clone())])],
            Some("option") => vec![case("None", &[]), case("Some", &[("v", argument(1))])],
            Some(_) if split(&ty, "*").len() > 1 || split(&ty, "&").len() > 1 => {
                let parts = if split(&ty, "*").len() > 1 { split(&ty, "*") } else { split(&ty, "&") };
                vec![Case {
                    name: ",".into(),
                    fields: parts.iter().map(|it| (String::new(), base(it))).collect(),
                }]
            }
            Some(name) => {
                let Some(found) = self.inductives.iter().find(|it| it.name == name) else {
                    return Vec::new();
                };
                let map: Vec<(String, String)> = found
                    .params
                    .iter()
                    .cloned()
                    .zip(parts[1..].iter().map(|it| inside(it).to_owned()))
                    .collect();
                let fields = |case: &Case| {
                    case.fields.iter().map(|(name, ty)| (name.clone(), substitute(ty, &map))).collect()
                };
                found.cases.iter().map(|it| Case { name: it.name.clone(), fields: fields(it) }).collect()
            }
            None => Vec::new(),
        }
    }

    /// Whether values of two types may be taken for each other; numbers are all alike.
    pub(super) fn same(&self, a: &str, b: &str) -> bool {
        let number = |it: &str| ["int", "nat", "pos"].contains(&it);
        let (a, b) = (self.expand(a), self.expand(b));
        let variable =
            |it: &str| it.starts_with('\'') || (it.len() == 1 && it.starts_with(|c: char| c.is_lowercase()));
        if a == b || (number(&a) && number(&b)) || variable(&a) && variable(&b) {
            return true;
        }
        let (a, b) = (atoms(&a), atoms(&b));
        a.len() > 1 && a.len() == b.len() && a[0] == b[0]
    }

    pub(super) fn signature(&self, name: &str) -> Option<&Signature> {
        self.signatures.iter().chain(&self.offered).find(|it| it.name == name)
    }

    /// The names that definitions give to the fields of a case, where one of them takes it apart.
    pub(super) fn usual_names(&self, case: &Case) -> Option<Vec<String>> {
        let count = case.fields.len();
        for definition in self.definitions.iter().rev() {
            for pattern in definition.body.split('|').skip(1).filter_map(|it| it.split("->").next()) {
                let parts = atoms(pattern.trim());
                if case.name != "::" && parts.first() == Some(&case.name.as_str()) && parts.len() == count + 1
                {
                    let names: Vec<String> = parts[1..].iter().map(|it| (*it).to_owned()).collect();
                    if names.iter().all(|it| is_variable(it)) {
                        return Some(names);
                    }
                }
            }
        }
        None
    }
}

/// Whether a word can be a variable in a pattern.
pub(super) fn is_variable(word: &str) -> bool {
    !word.is_empty()
        && word.starts_with(|it: char| it.is_lowercase())
        && word.chars().all(|it| it.is_alphanumeric() || it == '_' || it == '\'')
}

/// A `val` without names for its parameters takes those of its `let`.
fn rename(known: &mut Signature, signature: &Signature) {
    if known.params.len() == signature.params.len() {
        for (param, other) in known.params.iter_mut().zip(&signature.params) {
            if param.name.starts_with('x')
                && param.name[1..].parse::<usize>().is_ok()
                && is_variable(&other.name)
            {
                param.name = other.name.clone();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "module M\nopen FStar.List.Tot\ntype tree (a:Type) = | Leaf | Node : v:a -> l:tree a -> r:tree a -> tree a\n\
        type exp =\n  | Num of int\n  | Add of exp * exp\ntype env = list (int * exp)\n\
        val size : tree 'a -> Tot nat\nlet rec size t = match t with | Leaf -> 0 | Node n t1 t2 -> 1 + size t1 + size t2\n";

    #[test]
    fn types_are_taken_apart() {
        let context = Context::new(HEADER);
        let said = |ty: &str| {
            context
                .cases(ty)
                .iter()
                .map(|it| {
                    format!(
                        "{} {}",
                        it.name,
                        it.fields.iter().map(|f| f.1.clone()).collect::<Vec<_>>().join(",")
                    )
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(said("t:tree int{p t}"), ["Leaf ", "Node int,tree int,tree int"]);
        assert_eq!(said("exp"), ["Num int", "Add exp,exp"]);
        assert_eq!(said("env"), ["[] ", ":: int * exp,list (int * exp)"]);
        assert_eq!(said("int * exp"), [", int,exp"]);
        assert!(said("nat").is_empty());
        assert_eq!(context.usual_names(&context.cases("tree int")[1]).unwrap(), ["n", "t1", "t2"]);
        assert_eq!(context.signature("size").unwrap().params[0].name, "t");
        assert!(
            context.same("nat", "int") && context.same("list 'a", "list a") && !context.same("exp", "env")
        );
    }
}
