//! Server-sent events: bytes as they come in, events as they are complete.

/// Bytes of the longest event.
const LONGEST: usize = 8 << 20;

/// What was read of a stream so far and is not yet an event.
#[derive(Debug, Default)]
pub(super) struct Events {
    bytes: Vec<u8>,
    data: String,
    has_data: bool,
}

impl Events {
    /// The data of the events that these bytes complete.
    ///
    /// # Errors
    /// If an event is longer than any honest one.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<Vec<String>, usize> {
        self.bytes.extend_from_slice(bytes);
        let mut events = Vec::new();
        let mut rest = &self.bytes[..];
        while let Some(end) = rest.iter().position(|it| matches!(it, b'\n' | b'\r')) {
            // A line feed that belongs to this return may be yet to come.
            let both = match (rest[end], rest.get(end + 1)) {
                (b'\r', None) => break,
                (b'\r', Some(b'\n')) => 2,
                _ => 1,
            };
            let line = String::from_utf8_lossy(&rest[..end]);
            rest = &rest[end + both..];
            let (field, value) = line.trim_start_matches('\u{feff}').split_once(':').unwrap_or((&line, ""));
            match field {
                // An empty line ends an event; one that is a comment alone has no data.
                "" if line.is_empty() && self.has_data => {
                    self.has_data = false;
                    events.push(std::mem::take(&mut self.data));
                }
                "data" => {
                    if self.has_data {
                        self.data.push('\n');
                    }
                    self.has_data = true;
                    self.data.push_str(value.strip_prefix(' ').unwrap_or(value));
                }
                _ => {}
            }
        }
        let rest = rest.len();
        self.bytes.drain(..self.bytes.len() - rest);
        if self.bytes.len() + self.data.len() > LONGEST { Err(LONGEST) } else { Ok(events) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = "\u{feff}: hello\n\ndata: {\"a\":1}\n\nevent: x\r\nid: 3\r\ndata:é\r\ndata: two\r\n\r\n\
                          data: [DONE]\n\ndata: lost";

    #[test]
    fn events_are_the_same_however_the_bytes_are_cut() {
        for size in 1..STREAM.len() {
            let mut events = Events::default();
            let chunks = STREAM.as_bytes().chunks(size);
            let all: Vec<String> = chunks.flat_map(|it| events.feed(it).unwrap()).collect();
            assert_eq!(all, ["{\"a\":1}", "é\ntwo", "[DONE]"], "{size}");
        }
    }

    #[test]
    fn an_event_without_end_is_refused() {
        let mut events = Events::default();
        let line = [b'a'; 1 << 20];
        let fed = (0..9).map(|_| events.feed(&line)).collect::<Vec<_>>();
        assert!(fed[0] == Ok(vec![]) && fed[8].is_err());
    }
}
