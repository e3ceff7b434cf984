//! From declarations to the sections of an index.

use std::collections::HashMap;

use crate::prover::Declaration;

use super::{
    bytes::{FormatError, SECTIONS, of_numbers},
    index::{Field, NONE, UNIT, rarity, section},
    shape,
    term::{Head, Reader, Term, Type},
    text, tree,
};

/// How soon more of the same says no more (BM25's k₁; Robertson and Zaragoza 2009 name 1.2 to 2).
const SATURATION: f32 = 1.2;

/// Fields in which longer texts count less, in full proportion (BM25's b is 1).
const LENGTH: [Field; 3] = [Field::Name, Field::Symbol, Field::Doc];

/// How often a symbol of the conclusion counts; one of a hypothesis counts once.
const IN_CONCLUSION: f32 = 2.0;

/// Tokens, numbered as they come, with who has how much of them.
#[derive(Default)]
struct Tokens {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
    postings: Vec<Vec<(u32, f32)>>,
}

impl Tokens {
    fn number(&mut self, field: Field, text: &str) -> u32 {
        let token = field.token(text);
        if let Some(number) = self.numbers.get(&token) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(token.clone(), number);
        self.texts.push(token);
        self.postings.push(Vec::new());
        number
    }

    /// Notes that a declaration has so much more of a token.
    fn add(&mut self, field: Field, text: &str, doc: u32, amount: f32) -> u32 {
        let number = self.number(field, text);
        let postings = &mut self.postings[number as usize];
        match postings.last_mut() {
            Some(last) if last.0 == doc => last.1 += amount,
            _ => postings.push((doc, amount)),
        }
        number
    }
}

/// The sections of an index of these declarations.
pub(super) fn sections(declarations: &[Declaration]) -> Result<[Vec<u8>; SECTIONS], FormatError> {
    let mut tokens = Tokens::default();
    let mut arena = Vec::new();
    let (mut text_ends, mut tree_ends, mut trees) = (vec![0], vec![0], Vec::new());
    let mut labels = Vec::new();
    for (doc, it) in declarations.iter().enumerate() {
        for part in [&it.name, &it.ty, it.doc.as_ref().unwrap_or(&String::new())] {
            arena.extend_from_slice(part.as_bytes());
            text_ends.push(number(arena.len(), "bytes of text")?);
        }
        labels.push(tokens.number(Field::Kind, &it.kind));
        labels.push(it.module.as_ref().map_or(NONE, |it| tokens.number(Field::Module, it)));
        add(&mut tokens, doc as u32, it, &mut trees);
        tree_ends.push(number(trees.len(), "symbols")?);
        if tokens.texts.len() >= tree::RIGID as usize {
            return Err(FormatError::TooLarge { what: "different names" });
        }
    }
    let n = declarations.len();
    norm(&mut tokens, n);
    let mut weights = vec![0f32; n];
    for (token, postings) in tokens.texts.iter().zip(&tokens.postings) {
        if token.starts_with(&Field::Constant.token("")) {
            let weight = rarity(n, postings.len());
            postings.iter().for_each(|it| weights[it.0 as usize] += weight);
        }
    }
    let mut by_name: Vec<u32> = (0..n as u32).collect();
    by_name.sort_by_key(|it| (&declarations[*it as usize].name, *it));

    let mut sorted: Vec<u32> = (0..tokens.texts.len() as u32).collect();
    sorted.sort_by_key(|it| &tokens.texts[*it as usize]);
    let mut place = vec![0u32; sorted.len()];
    sorted.iter().enumerate().for_each(|(at, it)| place[*it as usize] = at as u32);

    let mut out: [Vec<u8>; SECTIONS] = Default::default();
    let (mut token_ends, mut posting_ends) = (vec![0], vec![0]);
    for &token in &sorted {
        out[section::TOKENS].extend_from_slice(tokens.texts[token as usize].as_bytes());
        token_ends.push(number(out[section::TOKENS].len(), "bytes of names")?);
        for (doc, impact) in std::mem::take(&mut tokens.postings[token as usize]) {
            out[section::POSTINGS].extend_from_slice(&doc.to_le_bytes());
            out[section::IMPACTS].push((impact * UNIT).round().clamp(1.0, 255.0) as u8);
        }
        posting_ends.push(number(out[section::IMPACTS].len(), "entries")?);
    }
    out[section::TEXT] = arena;
    out[section::TEXT_ENDS] = of_numbers(text_ends);
    out[section::LABELS] =
        of_numbers(labels.into_iter().map(|it| if it == NONE { NONE } else { place[it as usize] }));
    out[section::TOKEN_ENDS] = of_numbers(token_ends);
    out[section::POSTING_ENDS] = of_numbers(posting_ends);
    out[section::TREE_ENDS] = of_numbers(tree_ends);
    out[section::TREES] = of_numbers(trees.into_iter().map(|node| match tree::symbol(node) {
        Some(symbol) => place[symbol as usize] << 8 | tree::arity(node) as u32,
        None => node,
    }));
    out[section::BY_NAME] = of_numbers(by_name);
    out[section::WEIGHTS] = of_numbers(weights.into_iter().map(f32::to_bits));
    Ok(out)
}

fn number(count: usize, what: &'static str) -> Result<u32, FormatError> {
    u32::try_from(count).map_err(|_| FormatError::TooLarge { what })
}

/// Adds all that a declaration is found by, and its trees.
fn add(tokens: &mut Tokens, doc: u32, it: &Declaration, trees: &mut Vec<u32>) {
    for part in text::parts(&it.name) {
        tokens.add(Field::Name, &part, doc, 1.0);
    }
    for word in it.doc.iter().flat_map(|it| text::words(it)) {
        tokens.add(Field::Doc, &word, doc, 1.0);
    }
    for constant in &it.consts {
        let number = tokens.number(Field::Constant, constant);
        // Once each, also if it is named twice.
        if tokens.postings[number as usize].last().is_none_or(|it| it.0 != doc) {
            tokens.postings[number as usize].push((doc, 1.0));
        }
    }
    let Type { hyps, conclusion } = Reader::new(&it.consts).read(&it.ty);
    for (at, term) in std::iter::once(&conclusion).chain(&hyps).enumerate() {
        let amount = if at == 0 { IN_CONCLUSION } else { 1.0 };
        let mut symbol = |text: &str| tokens.add(Field::Symbol, text, doc, amount);
        tree::write(term, trees, &mut symbol, false);
    }
    let mut shapes = vec![(Field::Conclusion, &conclusion)];
    shapes.extend(sides(&conclusion).iter().map(|it| (Field::Side, it)));
    for (field, term) in shapes {
        if let Some(shape) = shape::of(term) {
            let number = tokens.number(field, &shape);
            if tokens.postings[number as usize].last().is_none_or(|it| it.0 != doc) {
                tokens.postings[number as usize].push((doc, 1.0));
            }
        }
    }
}

/// The sides of a conclusion that says that two things are the same.
pub(super) fn sides(conclusion: &Term) -> &[Term] {
    match &conclusion.head {
        Head::Symbol(it) if matches!(it.as_str(), "=" | "↔" | "==") => &conclusion.args,
        _ => &[],
    }
}

/// Makes impacts of counts: BM25 without its weight, for fields with lengths.
fn norm(tokens: &mut Tokens, n: usize) {
    for field in LENGTH {
        let tag = field.token("");
        let mut lengths = vec![0f32; n];
        let of_field = |texts: &[String], at: usize| texts[at].starts_with(&tag);
        for at in (0..tokens.texts.len()).filter(|it| of_field(&tokens.texts, *it)) {
            tokens.postings[at].iter().for_each(|it| lengths[it.0 as usize] += it.1);
        }
        let filled = lengths.iter().filter(|it| **it > 0.0).count().max(1);
        let average = (lengths.iter().sum::<f32>() / filled as f32).max(1.0);
        for at in 0..tokens.texts.len() {
            if of_field(&tokens.texts, at) {
                for (doc, amount) in &mut tokens.postings[at] {
                    let long = lengths[*doc as usize] / average;
                    *amount = *amount * (SATURATION + 1.0) / (*amount + SATURATION * long);
                }
            }
        }
    }
}
