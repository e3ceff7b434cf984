//! Going through the tokens, and back.

use std::sync::Arc;

use super::{Defined, parse::Parser, words::Token};

impl Parser<'_> {
    pub(super) fn such_that(&mut self) -> bool {
        let start = self.mark();
        self.sign(',');
        let is = self.words(&["such", "that"])
            || self.words(&["so", "that"])
            || self.words(&["for", "which"])
            || self.any(&["with", "where", "satisfying"]);
        if !is {
            self.reset(start);
        }
        is
    }

    pub(super) fn for_all(&mut self) -> bool {
        let start = self.mark();
        let is = self.word("for") && self.any(&["all", "every", "each", "any"]);
        if !is {
            self.reset(start);
        }
        is
    }

    pub(super) fn at_iff(&self) -> bool {
        let ahead = |nth: usize, word: &str| matches!(self.tokens.get(self.at + nth), Some(Token::Word(it)) if it == word);
        ahead(0, "if") && ahead(1, "and") && ahead(2, "only")
    }

    pub(super) fn iff(&mut self) -> bool {
        self.words(&["if", "and", "only", "if"])
            || self.sign('⇔')
            || self.words(&["exactly", "when"])
            || self.words(&["precisely", "when"])
    }

    pub(super) fn article(&mut self) -> bool {
        if self.word("an") {
            return true;
        }
        let is = self.is_article();
        if is {
            self.at += 1;
        }
        is
    }

    pub(super) fn is_article(&self) -> bool {
        // `a beats b`: what follows is said of `a`.
        let related = |it: &Defined| {
            it.value.is_none()
                && it.parameters.len() == 2
                && self.tokens.get(self.at + 1..).is_some_and(|rest| rest.starts_with(&it.tokens))
        };
        article_at(self.tokens, self.at) && !self.words.iter().any(|it| related(it))
    }

    /// A place to come back to.
    pub(super) fn mark(&self) -> [usize; 4] {
        [self.at, self.declared.len(), self.supposed.len(), self.local.len()]
    }

    /// Back to a place, as if nothing had been read since.
    pub(super) fn reset(&mut self, [at, declared, supposed, local]: [usize; 4]) {
        self.at = at;
        self.declared.truncate(declared);
        self.supposed.truncate(supposed);
        self.local.truncate(local);
    }

    pub(super) fn here(&self, word: &str) -> bool {
        matches!(self.tokens.get(self.at), Some(Token::Word(it)) if it == word)
    }

    pub(super) fn word(&mut self, word: &str) -> bool {
        self.furthest = self.furthest.max(self.at);
        let is = self.here(word);
        if is {
            self.at += 1;
        }
        is
    }

    pub(super) fn any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|it| self.word(it))
    }

    /// A word that the text has defined, of those that are `such`; the longest goes first.
    pub(super) fn defined(&mut self, such: impl Fn(&Defined) -> bool) -> Option<Arc<Defined>> {
        let defined = self.words;
        let fits = |parser: &Self, it: &Defined| {
            let tokens = parser.tokens.get(parser.at..parser.at + it.tokens.len())?;
            let same = |(said, own): (&Token, &Token)| match (said, own) {
                // `primes`
                (Token::Word(said), Token::Word(own)) => said == own || said.strip_suffix('s') == Some(own),
                (said, own) => said == own,
            };
            tokens.iter().zip(&it.tokens).all(same).then_some(it.tokens.len())
        };
        let found = defined.iter().filter(|it| such(it));
        let (length, what) =
            found.filter_map(|it| Some((fits(self, it)?, it.clone()))).max_by_key(|it| it.0)?;
        self.at += length;
        Some(what)
    }

    /// All of these words, or none is taken.
    pub(super) fn words(&mut self, words: &[&str]) -> bool {
        let start = self.mark();
        if words.iter().all(|it| self.word(it)) {
            return true;
        }
        self.reset(start);
        false
    }

    pub(super) fn sign(&mut self, sign: char) -> bool {
        self.furthest = self.furthest.max(self.at);
        let is = self.tokens.get(self.at) == Some(&Token::Sign(sign));
        if is {
            self.at += 1;
        }
        is
    }

    /// `…`, `...` and what LaTeX has for it.
    pub(super) fn dots(&mut self) -> bool {
        self.sign('…')
    }

    pub(super) fn fail<T>(&mut self) -> Option<T> {
        self.furthest = self.furthest.max(self.at);
        None
    }

    /// Where it stopped.
    pub(super) fn complaint(&self) -> String {
        let before: Vec<String> = self.tokens[self.furthest.saturating_sub(4)..self.furthest]
            .iter()
            .map(Token::to_string)
            .collect();
        let after = if before.is_empty() { String::new() } else { format!(" after `{}`", before.join(" ")) };
        match self.tokens.get(self.furthest) {
            Some(it) => format!("`{}` is not understood{after}", it),
            None => format!("it ends too soon{after}"),
        }
    }
}

/// Whether `a` is no quantity here: a word follows that goes with it.
pub(super) fn article_at(tokens: &[Token], at: usize) -> bool {
    const VERBS: [&str; 20] = [
        "and", "or", "is", "are", "be", "does", "if", "then", "with", "such", "so", "where", "for",
        "whenever", "leaves", "squared", "cubed", "mod", "modulo", "when",
    ];
    matches!(tokens.get(at), Some(Token::Letter(it)) if it == "a" || it == "A")
        && matches!(tokens.get(at + 1), Some(Token::Word(it)) if !VERBS.contains(&it.as_str()))
}
