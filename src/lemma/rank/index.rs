//! The index: declarations, a dictionary of all that they can be found by, and who has which of it.

use crate::prover::Declaration;

use super::{
    build,
    bytes::{Bytes, FormatError, Numbers},
    tree,
};

/// The sections of the bytes.
pub(super) mod section {
    /// Name, type and documentation of each declaration, one behind the other.
    pub(crate) const TEXT: usize = 0;
    /// Where each of these ends.
    pub(crate) const TEXT_ENDS: usize = 1;
    /// Kind and module of each declaration, as tokens.
    pub(crate) const LABELS: usize = 2;
    /// The tokens, sorted, one behind the other.
    pub(crate) const TOKENS: usize = 3;
    /// Where each of these ends.
    pub(crate) const TOKEN_ENDS: usize = 4;
    /// Where the postings of each token end.
    pub(crate) const POSTING_ENDS: usize = 5;
    /// Declarations that have the token, in order.
    pub(crate) const POSTINGS: usize = 6;
    /// How much of it each has, a byte for each posting; see [`super::UNIT`].
    pub(crate) const IMPACTS: usize = 7;
    /// Where the trees of each declaration end.
    pub(crate) const TREE_ENDS: usize = 8;
    /// The trees of the types: see [`super::tree`].
    pub(crate) const TREES: usize = 9;
    /// The declarations sorted by name.
    pub(crate) const BY_NAME: usize = 10;
    /// The sum of the weights of the constants of each, as bits of an `f32`.
    pub(crate) const WEIGHTS: usize = 11;
}

/// The impact that counts as one.
pub(super) const UNIT: f32 = 100.0;

/// What stands for no module.
pub(super) const NONE: u32 = u32::MAX;

/// What a token is of; its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Parts of names.
    Name,
    /// Symbols of the printed type.
    Symbol,
    /// Words of the documentation.
    Doc,
    /// Constants of the type.
    Constant,
    /// The shape of the conclusion.
    Conclusion,
    /// The shape of a side of a conclusion that says that two things are the same.
    Side,
    Kind,
    Module,
}

impl Field {
    /// The token of a text in this field.
    pub(super) fn token(self, text: &str) -> String {
        let tag = match self {
            Field::Name => 'n',
            Field::Symbol => 't',
            Field::Doc => 'd',
            Field::Constant => 'c',
            Field::Conclusion => 'a',
            Field::Side => 'r',
            Field::Kind => 'k',
            Field::Module => 'm',
        };
        format!("{tag}{text}")
    }
}

/// Declarations that a proof may use, indexed for [`Premises::search`].
///
/// Immutable, and all of it lies in one buffer of bytes that can be written to a file as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Premises {
    bytes: Bytes,
    len: usize,
}

/// A declaration of an index.
#[derive(Clone, Copy)]
pub struct Premise<'a> {
    premises: &'a Premises,
    index: usize,
}

impl Premises {
    /// Indexes declarations.
    ///
    /// Their order is kept, and decides between equals: earlier ones come first.
    ///
    /// # Errors
    /// If there are more than the format holds: four gigabytes of text, four million different tokens.
    pub fn build(declarations: Vec<Declaration>) -> Result<Self, FormatError> {
        let sections = build::sections(&declarations)?;
        Ok(Premises { bytes: Bytes::write(&sections), len: declarations.len() })
    }

    /// Opens the bytes of an index.
    ///
    /// # Errors
    /// If they are not, to the last bit, what [`Premises::to_bytes`] gave.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, FormatError> {
        let bytes = Bytes::read(bytes)?;
        let len = bytes.numbers(section::BY_NAME).len();
        let premises = Premises { bytes, len };
        match premises.is_sound() {
            true => Ok(premises),
            false => Err(FormatError::Damaged { what: "its parts do not fit together" }),
        }
    }

    /// The bytes of the index, for a file.
    pub fn to_bytes(&self) -> &[u8] {
        self.bytes.all()
    }

    /// How many declarations there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The declaration at an index, in the order that they were given in.
    pub fn get(&self, index: usize) -> Option<Premise<'_>> {
        (index < self.len).then_some(Premise { premises: self, index })
    }

    /// The index of the declaration with this full name.
    pub fn find(&self, name: &str) -> Option<usize> {
        let by_name = self.bytes.numbers(section::BY_NAME);
        let named = |at: usize| self.text(3 * by_name.get(at) as usize);
        let at = first(self.len, |it| named(it) >= name);
        (at < self.len && named(at) == name).then(|| by_name.get(at) as usize)
    }

    /// All declarations in order.
    pub fn iter(&self) -> impl Iterator<Item = Premise<'_>> {
        (0..self.len).map(|index| Premise { premises: self, index })
    }

    fn text(&self, part: usize) -> &str {
        let range = self.bytes.numbers(section::TEXT_ENDS).range(part);
        // Checked when the bytes were opened.
        str::from_utf8(&self.bytes.section(section::TEXT)[range]).unwrap_or_default()
    }

    pub(super) fn token(&self, token: usize) -> &str {
        let range = self.bytes.numbers(section::TOKEN_ENDS).range(token);
        str::from_utf8(&self.bytes.section(section::TOKENS)[range]).unwrap_or_default()
    }

    /// How many tokens there are.
    pub(super) fn tokens(&self) -> usize {
        self.bytes.numbers(section::TOKEN_ENDS).len() - 1
    }

    /// The number of a token.
    pub(super) fn find_token(&self, field: Field, text: &str) -> Option<u32> {
        let token = field.token(text);
        let at = first(self.tokens(), |it| self.token(it) >= token.as_str());
        (at < self.tokens() && self.token(at) == token).then_some(at as u32)
    }

    /// Who has a token, and how much of it.
    pub(super) fn postings(&self, token: u32) -> (Numbers<'_>, &[u8]) {
        let range = self.bytes.numbers(section::POSTING_ENDS).range(token as usize);
        let docs = self.bytes.numbers(section::POSTINGS).slice(range.clone());
        (docs, &self.bytes.section(section::IMPACTS)[range])
    }

    /// How many declarations have a token.
    pub(super) fn frequency(&self, token: u32) -> usize {
        self.bytes.numbers(section::POSTING_ENDS).range(token as usize).len()
    }

    /// How much it says that a declaration has a token.
    pub(super) fn rarity(&self, token: u32) -> f32 {
        rarity(self.len, self.frequency(token))
    }

    /// The trees of a declaration's type, the conclusion first.
    pub(super) fn trees(&self, index: usize) -> Numbers<'_> {
        let range = self.bytes.numbers(section::TREE_ENDS).range(index);
        self.bytes.numbers(section::TREES).slice(range)
    }

    /// The sum of the weights of a declaration's constants.
    pub(super) fn weight(&self, index: usize) -> f32 {
        f32::from_bits(self.bytes.numbers(section::WEIGHTS).get(index))
    }

    /// Whether every number points to where something is, so that nothing can go wrong later.
    fn is_sound(&self) -> bool {
        let (n, length) = (self.len, |at| self.bytes.section(at).len());
        let whole = (0..super::bytes::SECTIONS).all(|at| {
            let of_bytes = matches!(at, section::TEXT | section::TOKENS | section::IMPACTS);
            of_bytes || length(at).is_multiple_of(4)
        });
        let numbers = |at| self.bytes.numbers(at);
        let token_ends = numbers(section::TOKEN_ENDS);
        let Some(tokens) = token_ends.len().checked_sub(1) else { return false };
        let below = |at: usize, most: usize| numbers(at).iter().all(|it| (it as usize) < most);
        whole
            && numbers(section::TEXT_ENDS).are_ends(3 * n, length(section::TEXT))
            && token_ends.are_ends(tokens, length(section::TOKENS))
            && numbers(section::POSTING_ENDS).are_ends(tokens, numbers(section::POSTINGS).len())
            && numbers(section::TREE_ENDS).are_ends(n, numbers(section::TREES).len())
            && length(section::IMPACTS) == numbers(section::POSTINGS).len()
            && numbers(section::LABELS).len() == 2 * n
            && numbers(section::WEIGHTS).len() == n
            && numbers(section::LABELS).iter().all(|it| it == NONE || (it as usize) < tokens)
            && below(section::POSTINGS, n)
            && below(section::BY_NAME, n)
            && is_text(self.bytes.section(section::TEXT), numbers(section::TEXT_ENDS))
            && is_text(self.bytes.section(section::TOKENS), token_ends)
            && (0..n).all(|it| tree::are_trees(self.trees(it), tokens))
    }
}

/// How much it says that one of `all` has what `having` of them have.
pub(super) fn rarity(all: usize, having: usize) -> f32 {
    (1.0 + (all as f32 - having as f32 + 0.5) / (having as f32 + 0.5)).ln()
}

/// The first number below `all` that `is_there` or beyond, where all beyond one that is there are.
fn first(all: usize, is_there: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, all);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_there(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

fn is_text(bytes: &[u8], ends: Numbers<'_>) -> bool {
    str::from_utf8(bytes).is_ok_and(|text| ends.iter().all(|it| text.is_char_boundary(it as usize)))
}

impl<'a> Premise<'a> {
    /// Where it stands in the index.
    pub fn index(self) -> usize {
        self.index
    }

    /// Its full name.
    pub fn name(self) -> &'a str {
        self.premises.text(3 * self.index)
    }

    /// Its type, as the prover prints it.
    pub fn ty(self) -> &'a str {
        self.premises.text(3 * self.index + 1)
    }

    /// Its documentation.
    pub fn doc(self) -> Option<&'a str> {
        Some(self.premises.text(3 * self.index + 2)).filter(|it| !it.is_empty())
    }

    /// `theorem`, `def`, ...
    pub fn kind(self) -> &'a str {
        self.label(0).unwrap_or_default()
    }

    /// The module it comes from.
    pub fn module(self) -> Option<&'a str> {
        self.label(1)
    }

    fn label(self, which: usize) -> Option<&'a str> {
        let token = self.premises.bytes.numbers(section::LABELS).get(2 * self.index + which);
        // Without the tag of its field.
        (token != NONE).then(|| self.premises.token(token as usize).get(1..).unwrap_or_default())
    }
}
