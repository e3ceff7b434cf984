//! Embeddings of premises: vectors that are kept by the text they were made of, and the nearest to that of a goal.
//!
//! Vectors are kept with a byte a coordinate, so that those of a quarter of a million premises fit into memory, and
//! are compared by cosine, exactly, one by one. Where they come from is not known here: see
//! [`Embedder`](crate::proposer::Embedder).

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use super::rank::{Premise, Premises};
use crate::prover::Goal;

/// What the bytes begin with.
const MAGIC: &[u8; 8] = b"vectors\x01";

/// Bytes of the hash of a text; no two texts of a library share so many.
pub(super) const KEY: usize = 16;

/// The greatest coordinate of a vector, as a byte.
const UNIT: f32 = 127.0;

/// The longest text that is embedded, in characters; models cut off what is longer.
const LONGEST: usize = 2000;

/// Why vectors cannot be kept or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VectorsError {
    /// The bytes are something else, of another version, or damaged.
    #[error("these are no vectors, or they are damaged; embed the premises again")]
    Damaged,
    /// They were made by another model.
    #[error("the vectors are of the model `{found}`, not of `{wanted}`; embed the premises again")]
    Model {
        /// Whose they are.
        found: String,
        /// Whose they should be.
        wanted: String,
    },
    /// A vector of another length than those before, or that points nowhere.
    #[error("a vector of {found} coordinates does not fit; {wanted} are needed, not all 0 and all finite")]
    Shape {
        /// Its length.
        found: usize,
        /// The length of those before.
        wanted: usize,
    },
}

/// The text of a premise that is embedded: its name, its type and its documentation.
pub fn text_of(premise: Premise<'_>) -> String {
    let text = format!("{} : {}\n{}", premise.name(), premise.ty(), premise.doc().unwrap_or_default());
    text.trim_end().chars().take(LONGEST).collect()
}

/// The text of a goal that is embedded: as the prover prints it, the target in any case.
pub fn text_of_goal(goal: &Goal) -> String {
    let text = Goal { case: None, definition: None, ..goal.clone() }.text();
    let too_many = text.chars().count().saturating_sub(LONGEST);
    text.chars().skip(too_many).collect()
}

/// Vectors of one model, by the texts they were made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vectors {
    model: String,
    /// Coordinates of each; 0 as long as there is none.
    length: usize,
    keys: Vec<[u8; KEY]>,
    coordinates: Vec<i8>,
    places: HashMap<[u8; KEY], u32>,
}

impl Vectors {
    /// No vectors yet.
    pub fn new(model: &str) -> Self {
        Vectors {
            model: model.to_owned(),
            length: 0,
            keys: Vec::new(),
            coordinates: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The texts of premises that have no vector yet, each once, in order.
    pub fn missing(&self, premises: &Premises) -> Vec<String> {
        let mut seen = self.places.clone();
        let texts = premises.iter().map(text_of);
        texts.filter(|it| seen.insert(key(it), 0).is_none()).collect()
    }

    /// Keeps the vector of a text, if there is none of it yet.
    ///
    /// # Errors
    /// If it does not fit those before, or points nowhere.
    pub fn add(&mut self, text: &str, vector: &[f32]) -> Result<(), VectorsError> {
        let bytes = self.fitting(vector)?;
        let (key, place) = (key(text), self.keys.len() as u32);
        if let Entry::Vacant(entry) = self.places.entry(key) {
            entry.insert(place);
            self.length = bytes.len();
            self.keys.push(key);
            self.coordinates.extend(bytes);
        }
        Ok(())
    }

    /// Whether a vector can be compared with these.
    ///
    /// # Errors
    /// As [`Vectors::add`].
    pub fn fits(&self, vector: &[f32]) -> Result<(), VectorsError> {
        self.fitting(vector).map(drop)
    }

    fn fitting(&self, vector: &[f32]) -> Result<Vec<i8>, VectorsError> {
        let wanted = if self.is_empty() { vector.len() } else { self.length };
        let bytes = quantised(vector).filter(|it| it.len() == wanted);
        bytes.ok_or(VectorsError::Shape { found: vector.len(), wanted })
    }

    /// The vectors of premises, ready to be searched; those without one are not found.
    pub fn of_premises(self: &Arc<Self>, premises: &Premises) -> Nearby {
        let found = premises.iter().filter_map(|it| {
            let place = *self.places.get(&key(&text_of(it)))?;
            let vector = self.at(place);
            let size = (product(vector, vector) as f32).sqrt().max(1.0);
            Some(Known { premise: it.index() as u32, place, size })
        });
        Nearby { known: found.collect(), vectors: Arc::clone(self) }
    }

    fn at(&self, place: u32) -> &[i8] {
        let start = place as usize * self.length;
        &self.coordinates[start..start + self.length]
    }

    /// The bytes of the vectors, for a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::from(MAGIC);
        bytes.extend_from_slice(&[0; 32]);
        for number in [self.model.len(), self.length, self.keys.len()] {
            bytes.extend_from_slice(&(number as u64).to_le_bytes());
        }
        bytes.extend_from_slice(self.model.as_bytes());
        self.keys.iter().for_each(|it| bytes.extend_from_slice(it));
        bytes.extend(self.coordinates.iter().map(|it| it.cast_unsigned()));
        let hash = blake3::hash(&bytes[MAGIC.len() + 32..]);
        bytes[MAGIC.len()..MAGIC.len() + 32].copy_from_slice(hash.as_bytes());
        bytes
    }

    /// Opens the bytes of vectors of `model`.
    ///
    /// # Errors
    /// If they are not what [`Vectors::to_bytes`] gave, or another model's.
    pub fn from_bytes(bytes: &[u8], model: &str) -> Result<Self, VectorsError> {
        let (_, rest) = bytes
            .strip_prefix(MAGIC)
            .and_then(|it| it.split_first_chunk::<32>())
            .filter(|(hash, rest)| blake3::hash(rest).as_bytes() == *hash)
            .ok_or(VectorsError::Damaged)?;
        let vectors = parse(rest).ok_or(VectorsError::Damaged)?;
        if vectors.model != model {
            return Err(VectorsError::Model { found: vectors.model, wanted: model.to_owned() });
        }
        Ok(vectors)
    }
}

/// Vectors of the premises of an index.
#[derive(Clone, Debug)]
pub struct Nearby {
    known: Vec<Known>,
    vectors: Arc<Vectors>,
}

/// A premise that has a vector.
#[derive(Clone, Copy, Debug)]
struct Known {
    premise: u32,
    /// The place of the vector.
    place: u32,
    /// The length of the vector.
    size: f32,
}

impl Nearby {
    /// The premises whose vectors are nearest to one, the best first, for
    /// [`Query::also_ranked`](super::rank::Query::also_ranked); of equals the one declared first.
    ///
    /// Empty if the vector does not fit those of the premises.
    pub fn ranking(&self, vector: &[f32], most: usize, is_visible: &dyn Fn(u32) -> bool) -> Vec<u32> {
        let Some(wanted) = quantised(vector).filter(|it| it.len() == self.vectors.length) else {
            return Vec::new();
        };
        let visible = self.known.iter().filter(|it| is_visible(it.premise));
        let near = |it: &Known| product(&wanted, self.vectors.at(it.place)) as f32 / it.size;
        let mut found: Vec<(u32, f32)> = visible.map(|it| (it.premise, near(it))).collect();
        let nearest = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        // Only those that are wanted need an order.
        if most < found.len() {
            found.select_nth_unstable_by(most, nearest);
            found.truncate(most);
        }
        found.sort_unstable_by(nearest);
        found.into_iter().map(|it| it.0).collect()
    }
}

/// There is room for 130,000 coordinates; with a check of each sum this is four times as slow.
fn product(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).fold(0, |sum: i32, (a, b)| sum.wrapping_add(i32::from(*a) * i32::from(*b)))
}

pub(super) fn key(text: &str) -> [u8; KEY] {
    let mut key = [0; KEY];
    key.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..KEY]);
    key
}

/// A vector as bytes, so that its greatest coordinate is the greatest byte; none if it points nowhere.
fn quantised(vector: &[f32]) -> Option<Vec<i8>> {
    let greatest = vector.iter().fold(0f32, |most, it| most.max(it.abs()));
    let fits = greatest > 0.0 && vector.iter().all(|it| it.is_finite());
    fits.then(|| vector.iter().map(|it| (it / greatest * UNIT).round() as i8).collect())
}

/// What stands behind the hash.
fn parse(bytes: &[u8]) -> Option<Vectors> {
    let (numbers, mut rest) = bytes.split_first_chunk::<24>()?;
    let number = |at: usize| usize::try_from(u64::from_le_bytes(*numbers.as_chunks().0.get(at)?)).ok();
    let (model, length, count) = (number(0)?, number(1)?, number(2)?);
    let mut take = |count: usize| {
        let (taken, others) = rest.split_at_checked(count)?;
        rest = others;
        Some(taken)
    };
    let model = str::from_utf8(take(model)?).ok()?.to_owned();
    let keys = take(count.checked_mul(KEY)?)?.as_chunks().0.to_vec();
    let coordinates = take(count.checked_mul(length)?)?.iter().map(|it| it.cast_signed()).collect();
    let places = keys.iter().enumerate().map(|(place, key)| (*key, place as u32)).collect();
    rest.is_empty().then_some(Vectors { model, length, keys, coordinates, places })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lemma::rank::Query, prover::Declaration};

    fn premises() -> Premises {
        let declaration = |it: &&str| Declaration {
            name: (*it).into(),
            kind: "theorem".into(),
            ty: "True".into(),
            consts: Vec::new(),
            module: None,
            doc: None,
        };
        Premises::build(["north", "east", "north_east"].iter().map(declaration).collect()).unwrap()
    }

    fn vectors() -> Vectors {
        let mut vectors = Vectors::new("compass");
        for (name, vector) in [("north", [0.0, 1.0]), ("east", [7.0, 0.0]), ("north_east", [1.0, 1.0])] {
            vectors.add(&format!("{name} : True"), &vector).unwrap();
        }
        vectors
    }

    #[test]
    fn the_nearest_are_first_whatever_their_length() {
        let (premises, vectors) = (premises(), Arc::new(vectors()));
        let nearby = vectors.of_premises(&premises);
        assert_eq!(nearby.ranking(&[3.0, 1.0], 3, &|_| true), [1, 2, 0]);
        assert_eq!(nearby.ranking(&[0.0, 0.1], 2, &|it| it != 0), [2, 1]);
        assert!(nearby.ranking(&[1.0], 3, &|_| true).is_empty());
        assert!(nearby.ranking(&[0.0, f32::NAN], 3, &|_| true).is_empty());
        let query = Query::words("compass").also_ranked(nearby.ranking(&[1.0, 1.0], 3, &|_| true));
        let hits = premises.search(&query, 3, &|_| true);
        assert_eq!((hits[0].index, hits[0].ranks[3]), (2, Some(1)));
    }

    #[test]
    fn nothing_is_embedded_twice() {
        let (premises, mut vectors) = (premises(), Vectors::new("compass"));
        assert_eq!(vectors.missing(&premises), ["north : True", "east : True", "north_east : True"]);
        vectors.add("east : True", &[1.0, 0.0]).unwrap();
        vectors.add("east : True", &[0.0, 1.0]).unwrap();
        assert_eq!((vectors.len(), vectors.is_empty()), (1, false));
        assert_eq!(vectors.missing(&premises), ["north : True", "north_east : True"]);
        let nearby = Arc::new(vectors).of_premises(&premises);
        assert_eq!(nearby.ranking(&[1.0, 0.0], 9, &|_| true), [1]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut vectors = vectors();
        assert_eq!(vectors.add("up", &[1.0; 3]), Err(VectorsError::Shape { found: 3, wanted: 2 }));
        assert_eq!(vectors.add("nowhere", &[0.0; 2]), Err(VectorsError::Shape { found: 2, wanted: 2 }));
        assert_eq!(vectors.len(), 3);
    }

    #[test]
    fn bytes_hold_all_and_no_other_bytes_are_read() {
        let vectors = vectors();
        let bytes = vectors.to_bytes();
        assert_eq!(Vectors::from_bytes(&bytes, "compass"), Ok(vectors));
        assert_eq!(Vectors::from_bytes(&Vectors::new("m").to_bytes(), "m"), Ok(Vectors::new("m")));
        let other = VectorsError::Model { found: "compass".into(), wanted: "other".into() };
        assert_eq!(Vectors::from_bytes(&bytes, "other"), Err(other));
        for at in 0..bytes.len() {
            assert_eq!(Vectors::from_bytes(&bytes[..at], "compass"), Err(VectorsError::Damaged));
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(Vectors::from_bytes(&changed, "compass"), Err(VectorsError::Damaged));
        }
    }
}
