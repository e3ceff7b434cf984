//! What can be named at a hole, with types as far as they can be read off.

use std::cell::OnceCell;

use super::{
    context::{Case, Context, is_variable},
    signature::{Param, Signature, base},
    text::{applications, arg, atoms, find, flat, idents, inside, split, substitute},
};
use crate::prover::{Hyp, HypKind};

/// Functions of the library that statements often speak of.
const LIBRARY: [&str; 22] = [
    "length",
    "append",
    "rev",
    "mem",
    "map",
    "index",
    "hd",
    "tl",
    "fst",
    "snd",
    "filter",
    "count",
    "not",
    "true",
    "false",
    "for_all",
    "existsb",
    "fold_left",
    "fold_right",
    "nth",
    "rev_acc",
    "memP",
];

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Var {
    pub(super) name: String,
    pub(super) ty: String,
    /// The parameter that it is a part of, and smaller than.
    pub(super) below: Option<usize>,
    /// Whether a split has taken it apart already.
    pub(super) split: bool,
}

/// All that is in scope.
pub(super) struct Scope<'a> {
    pub(super) context: &'a Context,
    pub(super) signature: &'a Signature,
    /// Parameters first, in their order, then what patterns name.
    pub(super) vars: Vec<Var>,
    /// Conditions that hold here.
    pub(super) facts: Vec<String>,
    spoken: OnceCell<Vec<String>>,
}

impl<'a> Scope<'a> {
    /// The scope of a hole under these facts; `names` are the parameters as the definition calls them.
    pub(super) fn new(
        context: &'a Context,
        signature: &'a Signature,
        names: &[String],
        hyps: &[Hyp],
    ) -> Self {
        let params = signature.params.iter().zip(names);
        let vars = params
            .map(|(param, name)| Var { name: name.clone(), ty: param.ty.clone(), below: None, split: false })
            .collect();
        let mut scope = Scope { context, signature, vars, facts: Vec::new(), spoken: OnceCell::new() };
        for hyp in hyps {
            if hyp.kind == HypKind::Var {
                let (name, ty) = (hyp.name.clone(), hyp.ty.clone());
                scope.vars.push(Var { name, ty, below: None, split: false });
                continue;
            }
            scope.facts.push(hyp.ty.clone());
            if let Some((value, pattern)) = hyp.ty.split_once(" == ") {
                scope.matched(inside(value), inside(pattern), None);
            }
        }
        scope
    }

    /// Takes in that a value has the form of a pattern.
    fn matched(&mut self, value: &str, pattern: &str, known: Option<String>) {
        let (values, patterns) = (split(value, ","), split(pattern, ","));
        if patterns.len() > 1 && values.len() == patterns.len() {
            for (value, pattern) in values.into_iter().zip(patterns) {
                self.matched(inside(value), inside(pattern), None);
            }
            return;
        }
        // `let (a, b) = f x in`
        if values.len() > 1 && values.iter().all(|it| is_variable(it) && self.var(it).is_none()) {
            let ty = self.type_of(pattern).unwrap_or_default();
            self.bind(value, &ty, None);
            return;
        }
        let ty = known.or_else(|| self.type_of(value)).unwrap_or_default();
        // What `let r = f x in` names.
        if is_variable(value) && self.var(value).is_none() {
            let ty = self.type_of(pattern).unwrap_or_default();
            self.vars.push(Var { name: value.to_owned(), ty, below: None, split: true });
            return;
        }
        let at = self.vars.iter().position(|it| it.name == value);
        let below = at
            .and_then(|at| self.vars[at].below.or_else(|| (at < self.signature.params.len()).then_some(at)));
        if let Some(at) = at {
            self.vars[at].split = true;
        }
        self.bind(pattern, &ty, below);
    }

    /// Names the parts of a pattern.
    fn bind(&mut self, pattern: &str, ty: &str, below: Option<usize>) {
        let pattern = inside(pattern);
        if is_variable(pattern) {
            let smaller = below.filter(|it| self.context.same(ty, &self.signature.params[*it].ty));
            self.vars.push(Var {
                name: pattern.to_owned(),
                ty: ty.to_owned(),
                below: smaller.or(below.filter(|_| ty.is_empty())),
                split: false,
            });
            return;
        }
        let cases = self.context.cases(ty);
        let conses = split(pattern, "::");
        let (name, parts): (&str, Vec<&str>) = if conses.len() > 1 {
            let rest = pattern[pattern.find("::").map_or(0, |it| it + 2)..].trim();
            ("::", vec![conses[0], rest])
        } else if split(pattern, ",").len() > 1 {
            (",", split(pattern, ","))
        } else {
            let parts = atoms(pattern);
            match parts.split_first() {
                Some((name, parts)) => (name, parts.to_vec()),
                None => return,
            }
        };
        let case = cases.into_iter().find(|it| it.name == name);
        for (at, part) in parts.into_iter().enumerate() {
            let ty =
                case.as_ref().and_then(|it| it.fields.get(at)).map(|it| it.1.clone()).unwrap_or_default();
            self.bind(part, &ty, below);
        }
    }

    pub(super) fn var(&self, name: &str) -> Option<&Var> {
        self.vars.iter().rfind(|it| it.name == name)
    }

    /// The type of a term, as far as it can be read off.
    pub(super) fn type_of(&self, term: &str) -> Option<String> {
        let term = inside(term);
        if let Some(var) = self.var(term) {
            return Some(var.ty.clone());
        }
        if term.chars().all(|it| it.is_ascii_digit()) && !term.is_empty() {
            return Some("int".into());
        }
        if split(term, "::").len() > 1 || term.starts_with('[') {
            let first = split(term.trim_start_matches('['), "::")[0].trim_end_matches(']').to_owned();
            return Some(format!("list {}", arg(&self.type_of(&first).unwrap_or_else(|| "_".into()))));
        }
        let head = *atoms(term).first()?;
        if split(term, "@").len() > 1 {
            return self.type_of(split(term, "@")[0]);
        }
        if head == self.signature.name {
            return Some(base(&self.signature.result));
        }
        if let Some(signature) = self.context.signature(head) {
            return Some(base(&signature.result));
        }
        match head.rsplit('.').next()? {
            "length" | "count" => Some("int".into()),
            "append" | "rev" | "reverse" | "filter" => self.type_of(atoms(term).last()?),
            "mem" | "not" => Some("bool".into()),
            _ if find(term, '+').or(find(term, '-')).is_some() => Some("int".into()),
            _ => None,
        }
    }

    /// What a hole is about: the statement, in the names of this scope.
    pub(super) fn claim(&self) -> String {
        let text = format!("{} /\\ {}", self.signature.requires, self.signature.ensures);
        self.in_scope(&text)
    }

    /// A text of the signature in the names of the definition.
    pub(super) fn in_scope(&self, text: &str) -> String {
        substitute(text, &self.names())
    }

    fn names(&self) -> Vec<(String, String)> {
        let params = self.signature.params.iter().zip(&self.vars);
        params
            .filter(|(param, var)| param.name != var.name)
            .map(|(param, var)| (param.name.clone(), var.name.clone()))
            .collect()
    }

    /// Parts of a parameter that are smaller than it, or one less where it is a number that is not zero.
    pub(super) fn smaller(&self, param: usize) -> Vec<String> {
        let Some(var) = self.vars.get(param) else { return Vec::new() };
        let ty = &self.signature.params[param].ty;
        let parts = self.vars[self.signature.params.len()..].iter();
        let mut out: Vec<String> = parts
            .filter(|it| it.below == Some(param) && (it.ty.is_empty() || self.context.same(&it.ty, ty)))
            .map(|it| it.name.clone())
            .collect();
        let number = ["nat", "pos", "int"].contains(&self.context.expand(ty).as_str());
        let name = &var.name;
        let positive =
            ["not ({} = 0)", "{} <> 0", "{} > 0", "not (0 = {})", "{} >= 1", "not ({} <= 0)", "not ({} < 1)"]
                .iter()
                .any(|it| self.facts.iter().any(|fact| *fact == it.replace("{}", name)));
        if number && positive {
            out.push(format!("{name} - 1"));
        }
        out
    }

    /// A name that nothing here has.
    pub(super) fn fresh(&self, wish: &str, taken: &[String]) -> String {
        let wish = if is_variable(wish) { wish } else { "x" };
        let free = |name: &str| {
            self.var(name).is_none() && !taken.iter().any(|it| it == name) && name != self.signature.name
        };
        let numbered = (1..).map(|n| format!("{wish}{n}"));
        std::iter::once(wish.to_owned()).chain(numbered).find(|it| free(it)).unwrap_or_default()
    }

    /// Names for the fields of a case.
    pub(super) fn fields(&self, case: &Case, taken: &[String]) -> Vec<String> {
        let usual = self.context.usual_names(case);
        let mut taken = taken.to_vec();
        let mut names = Vec::new();
        for (at, (name, ty)) in case.fields.iter().enumerate() {
            let letter = atoms(ty)
                .first()
                .and_then(|it| it.trim_start_matches('\'').chars().next())
                .filter(char::is_ascii_lowercase);
            let wish = match &usual {
                Some(usual) => usual[at].clone(),
                None if !name.is_empty() && name != "_" => name.clone(),
                None => letter.map_or("x".to_owned(), |it| format!("{it}{}", at + 1)),
            };
            let name = self.fresh(&wish, &taken);
            taken.push(name.clone());
            names.push(name);
        }
        names
    }

    /// Terms of a type, the likeliest first: variables, constants, then what the statement speaks of.
    pub(super) fn terms(&self, ty: &str, name: &str) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut add = |it: String| {
            if !out.contains(&it) {
                out.push(it);
            }
        };
        let fits = |it: &Var| ty.is_empty() || it.ty.is_empty() || self.context.same(&it.ty, ty);
        if let Some(same) = self.var(name).filter(|it| fits(it)) {
            add(same.name.clone());
        }
        let explicit: Vec<&str> = self
            .signature
            .params
            .iter()
            .zip(&self.vars)
            .filter(|it| it.0.implicit)
            .map(|it| it.1.name.as_str())
            .collect();
        let usable = |it: &&Var| !explicit.contains(&it.name.as_str()) && it.name != "()" && fits(it);
        // Parts before what they are parts of.
        let parts = self.vars.iter().filter(|it| it.below.is_some() || !it.split);
        parts.filter(usable).for_each(|it| add(it.name.clone()));
        self.vars.iter().filter(usable).for_each(|it| add(it.name.clone()));
        for constant in self.context.signatures.iter().filter(|it| it.params.is_empty() && !it.lemma) {
            if !constant.result.is_empty() && self.context.same(&constant.result, ty) {
                add(constant.name.clone());
            }
        }
        let expanded = self.context.expand(ty);
        match atoms(&expanded).first().copied() {
            Some("list") => {
                add("[]".into());
                let element = atoms(&expanded).get(1).map_or("", |it| inside(it)).to_owned();
                let one =
                    self.vars.iter().filter(|it| !it.ty.is_empty() && self.context.same(&it.ty, &element));
                one.take(3).for_each(|it| add(format!("[{}]", it.name)));
            }
            Some("int" | "nat" | "pos") => {
                ["0", "1"].into_iter().for_each(|it| add(it.into()));
                let numbers = self.vars.iter().filter(|it| self.context.same(&it.ty, "int"));
                numbers.take(2).for_each(|it| add(format!("{} - 1", it.name)));
            }
            Some("bool") => ["true", "false"].into_iter().for_each(|it| add(it.into())),
            _ => {
                let constant = |it: &Case| it.fields.is_empty();
                self.context.cases(ty).iter().filter(|it| constant(it)).for_each(|it| add(it.name.clone()));
            }
        }
        for term in self.spoken_of() {
            if self.type_of(term).is_some_and(|it| self.context.same(&it, ty)) {
                add(term.clone());
            }
        }
        out
    }

    /// Whether a word of a term can be written here.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.var(word).is_some()
            || self.context.signature(word).is_some()
            || word.contains(['.', '?'])
            || !word.starts_with(|it: char| it.is_lowercase())
            || LIBRARY.contains(&word)
    }

    /// Applications in the statement whose variables are in scope, for its own values and for the smaller ones.
    pub(super) fn spoken_of(&self) -> &[String] {
        self.spoken.get_or_init(|| self.speaks_of())
    }

    /// Parameters that are functions and give a fact, as lemmas.
    pub(super) fn given(&self) -> Vec<Signature> {
        let functions = self.signature.params.iter().zip(&self.vars).filter(|it| it.0.ty.contains("->"));
        let lemma = |(param, var): (&Param, &Var)| {
            Signature::of_val(&format!("val {} : {}", var.name, self.in_scope(inside(&param.ty))))
        };
        functions.filter_map(lemma).filter(|it| it.lemma).collect()
    }

    fn speaks_of(&self) -> Vec<String> {
        let claim = self.claim();
        let mut out: Vec<String> = Vec::new();
        let mut maps: Vec<Vec<(String, String)>> = vec![Vec::new()];
        for (at, var) in self.vars.iter().take(self.signature.params.len()).enumerate() {
            for smaller in self.smaller(at) {
                maps.push(vec![(var.name.clone(), smaller)]);
            }
        }
        for map in maps.iter().rev() {
            for parts in applications(&claim) {
                let head = parts[0];
                let word = head.starts_with(|it: char| it.is_alphabetic())
                    && ![
                        "forall", "exists", "let", "in", "if", "then", "else", "match", "with", "fun", "not",
                    ]
                    .contains(&head);
                let text = flat(&parts.join(" "));
                if word && !text.contains("->") && idents(&text).all(|it| self.knows(it)) {
                    let term = substitute(&text, map);
                    if !out.contains(&term) {
                        out.push(term);
                    }
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_name_what_is_smaller() {
        let header = "module M\ntype tree = | Leaf | Node : n:int -> l:tree -> r:tree -> tree\nlet rec size (t:tree) : nat = match t with | Leaf -> 0 | Node n l r -> 1 + size l + size r\n";
        let context = Context::new(header);
        let signature = Signature::of_val(
            "val f : #a:Type -> t:tree -> xs:list int -> n:nat -> Lemma (size t + length xs >= 0)",
        )
        .unwrap();
        let names: Vec<String> = ["a", "u", "xs", "n"].map(str::to_owned).into();
        let hyp = |ty: &str| Hyp {
            name: String::new(),
            ty: ty.into(),
            kind: HypKind::Prop,
            value: None,
            head: None,
        };
        let hyps = [hyp("u, xs == Node k l r, hd :: tl"), hyp("not (n = 0)"), hyp("s == size l")];
        let scope = Scope::new(&context, &signature, &names, &hyps);
        assert_eq!(scope.smaller(1), ["l", "r"]);
        assert_eq!(scope.smaller(2), ["tl"]);
        assert_eq!(scope.smaller(3), ["n - 1"]);
        assert_eq!(scope.type_of("hd").as_deref(), Some("int"));
        assert_eq!(scope.type_of("s").as_deref(), Some("nat"));
        assert_eq!(scope.type_of("size r").as_deref(), Some("nat"));
        assert!(
            scope.spoken_of().contains(&"size l".to_owned())
                && scope.spoken_of().contains(&"length tl".to_owned())
        );
        assert_eq!(scope.terms("tree", "t"), ["l", "r", "u", "Leaf"]);
    }
}
