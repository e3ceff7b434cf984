//! The bytes of an index: sections of numbers and text, checked as a whole when they are opened.

use std::ops::Range;

/// What the bytes begin with.
const MAGIC: &[u8; 8] = b"premises";

/// The version of the format; another version is built again.
const VERSION: u32 = 1;

/// How many sections there are.
pub(super) const SECTIONS: usize = 12;

/// Where the lengths of the sections begin, behind magic, version and hash.
const LENGTHS: usize = 8 + 4 + 32;

/// Where the first section begins.
const HEADER: usize = LENGTHS + 8 * SECTIONS;

/// Why bytes are no index.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// They are something else.
    #[error("this is no index of premises; build it again")]
    Foreign,
    /// They were written by another version of this program.
    #[error("the index of premises has version {found}, and {VERSION} is read; build it again")]
    Version {
        /// The version that was found.
        found: u32,
    },
    /// They were changed or cut off.
    #[error("the index of premises is damaged ({what}); build it again")]
    Damaged {
        /// What does not fit.
        what: &'static str,
    },
    /// There is more than the format can hold.
    #[error("{what} are too many for an index of premises; index fewer declarations")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
    },
}

/// Checked bytes with their sections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bytes {
    bytes: Vec<u8>,
    sections: [Range<usize>; SECTIONS],
}

impl Bytes {
    /// Puts sections together.
    pub(super) fn write(sections: &[Vec<u8>; SECTIONS]) -> Self {
        let mut bytes = Vec::with_capacity(HEADER + sections.iter().map(Vec::len).sum::<usize>());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&[0; 32]);
        let mut ranges = std::array::from_fn(|_| 0..0);
        let mut end = HEADER;
        for (range, section) in ranges.iter_mut().zip(sections) {
            bytes.extend_from_slice(&(section.len() as u64).to_le_bytes());
            *range = end..end + section.len();
            end = range.end;
        }
        sections.iter().for_each(|it| bytes.extend_from_slice(it));
        let hash = blake3::hash(&bytes[LENGTHS..]);
        bytes[LENGTHS - 32..LENGTHS].copy_from_slice(hash.as_bytes());
        Bytes { bytes, sections: ranges }
    }

    /// Takes bytes apart.
    ///
    /// # Errors
    /// If they are not what [`Bytes::write`] wrote, to the last bit.
    pub(super) fn read(bytes: Vec<u8>) -> Result<Self, FormatError> {
        if !bytes.starts_with(MAGIC) {
            return Err(FormatError::Foreign);
        }
        let damaged = |what| FormatError::Damaged { what };
        let cut = || damaged("its header is cut off");
        let version = bytes.get(8..).and_then(|it| it.first_chunk()).ok_or_else(cut)?;
        let found = u32::from_le_bytes(*version);
        if found != VERSION {
            return Err(FormatError::Version { found });
        }
        let lengths = bytes.get(LENGTHS..HEADER).ok_or_else(cut)?;
        let mut sections = std::array::from_fn(|_| 0..0);
        let mut end = HEADER;
        for (section, length) in sections.iter_mut().zip(lengths.as_chunks().0) {
            let length = usize::try_from(u64::from_le_bytes(*length)).ok();
            let next = length.and_then(|it| end.checked_add(it)).filter(|it| *it <= bytes.len());
            let next = next.ok_or_else(|| damaged("a part of it is missing"))?;
            *section = end..next;
            end = next;
        }
        if end != bytes.len() {
            return Err(damaged("there is more than belongs to it"));
        }
        if blake3::hash(&bytes[LENGTHS..]).as_bytes() != &bytes[LENGTHS - 32..LENGTHS] {
            return Err(damaged("its hash does not fit"));
        }
        Ok(Bytes { bytes, sections })
    }

    pub(super) fn all(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn section(&self, section: usize) -> &[u8] {
        &self.bytes[self.sections[section].clone()]
    }

    /// A section of numbers.
    pub(super) fn numbers(&self, section: usize) -> Numbers<'_> {
        Numbers(self.section(section).as_chunks().0)
    }
}

/// Numbers of 32 bits, as they lie in memory.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'a>(&'a [[u8; 4]]);

impl<'a> Numbers<'a> {
    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    pub(super) fn get(self, at: usize) -> u32 {
        u32::from_le_bytes(self.0[at])
    }

    pub(super) fn iter(self) -> impl ExactSizeIterator<Item = u32> + use<'a> {
        self.0.iter().map(|it| u32::from_le_bytes(*it))
    }

    pub(super) fn slice(self, range: Range<usize>) -> Numbers<'a> {
        Numbers(&self.0[range])
    }

    /// The range of item `at`, where these are the ends of items one behind the other and a 0 before.
    pub(super) fn range(self, at: usize) -> Range<usize> {
        self.get(at) as usize..self.get(at + 1) as usize
    }

    /// Whether these are ends of `items` items that fill exactly `length`.
    pub(super) fn are_ends(self, items: usize, length: usize) -> bool {
        let mut last = 0;
        self.len() == items + 1
            && self.get(0) == 0
            && self.iter().all(|it| std::mem::replace(&mut last, it) <= it)
            && last as usize == length
    }
}

/// Numbers as bytes.
pub(super) fn of_numbers(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    numbers.into_iter().flat_map(u32::to_le_bytes).collect()
}
