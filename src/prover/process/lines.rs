//! JSON lines out of a stream that may hold anything.

use serde_json::{Map, Value};

/// A JSON object, as a child says one a line.
pub type Object = Map<String, Value>;

/// Longest line that is kept; what is longer is noise.
const MAX_LINE: usize = 32 << 20;

/// Cuts a byte stream into lines and keeps those that are JSON objects.
///
/// **Holds at most one line of bounded length**, whatever the stream does.
#[derive(Debug, Default)]
pub(super) struct Lines {
    line: Vec<u8>,
    /// The line under way is too long, and what is left of it is passed over.
    overlong: bool,
    /// Bytes of lines that are no objects, since the last object.
    noise: u64,
}

impl Lines {
    /// Takes in the next bytes of the stream, and gives the objects that they complete.
    pub(super) fn push(&mut self, mut bytes: &[u8]) -> Vec<Object> {
        let mut objects = Vec::new();
        while let Some(end) = bytes.iter().position(|&b| b == b'\n') {
            self.extend(&bytes[..end]);
            bytes = &bytes[end + 1..];
            match self.object() {
                Some(object) => {
                    self.noise = 0;
                    objects.push(object);
                }
                None => self.noise += self.line.len() as u64 + 1,
            }
            self.overlong = false;
            self.line.clear();
            self.line.shrink_to(64 << 10);
        }
        self.extend(bytes);
        objects
    }

    /// Bytes that were dropped since the last object.
    pub(super) fn noise(&self) -> u64 {
        self.noise
    }

    fn extend(&mut self, bytes: &[u8]) {
        if self.overlong || self.line.len() + bytes.len() > MAX_LINE {
            self.noise += (self.line.len() + bytes.len()) as u64;
            self.line = Vec::new();
            self.overlong = true;
        } else {
            self.line.extend_from_slice(bytes);
        }
    }

    fn object(&self) -> Option<Object> {
        // Noise is mostly told by its first byte, before anything is parsed.
        (self.line.first() == Some(&b'{')).then(|| serde_json::from_slice(&self.line).ok()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(objects: &[Object]) -> Vec<i64> {
        objects.iter().filter_map(|o| o.get("id")?.as_i64()).collect()
    }

    #[test]
    fn noise_is_dropped_and_counted_until_the_next_object() {
        let mut lines = Lines::default();
        let stream = b"[DEBUG: x]\n  {\"id\":0}\n\xff\xfe\n{\"id\":\n[1]\n{\"id\":1}\r\nrest\n{\"id\":2";
        assert_eq!(ids(&lines.push(stream)), [1]);
        assert_eq!(lines.noise(), 5);
        assert_eq!(ids(&lines.push(b"}\n")), [2]);
        assert_eq!(lines.noise(), 0);
    }

    #[test]
    fn an_overlong_line_is_passed_over_without_being_kept() {
        let mut lines = Lines::default();
        let chunk = vec![b'{'; 1 << 20];
        for _ in 0..100 {
            assert!(lines.push(&chunk).is_empty());
            assert!(lines.line.len() <= MAX_LINE);
        }
        assert_eq!(lines.noise(), 100 << 20);
        assert_eq!(ids(&lines.push(b"\"id\":1}\n{\"id\":2}\n")), [2]);
    }

    proptest! {
        #[test]
        fn how_the_stream_is_cut_does_not_matter(
            parts in prop::collection::vec(prop_oneof![
                Just(b"\n".to_vec()), Just(b"{\"id\":1}".to_vec()), Just(b"{\"id\":2}\n".to_vec()),
                prop::collection::vec(any::<u8>(), 0..8),
            ], 0..20),
            size in 1usize..9,
        ) {
            let stream = parts.concat();
            let whole = Lines::default().push(&stream);
            let mut lines = Lines::default();
            let cut: Vec<_> = stream.chunks(size).flat_map(|chunk| lines.push(chunk)).collect();
            prop_assert_eq!(whole, cut);
        }
    }
}
