//! The base protocol: messages with a header each.

use lsp_server::Message;
use std::io::{self, BufRead, Read};

/// The longest message that is read, in bytes. A Dockerfile comes whole when it is opened, written as JSON.
const LONGEST: u64 = 256 * 1024 * 1024;

/// The longest line of a header, in bytes.
const LONGEST_LINE: u64 = 4096;

/// What was read.
#[derive(Debug)]
pub enum Frame {
    /// A message.
    Message(Message),
    /// Something else, which was passed over: why it is none.
    Passed(String),
}

/// Reads up to the end of the next message; `None` at the end of the stream. What is no message is passed
/// over, so that the next one can be read.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        input.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        match (line.split_once(':'), length) {
            (None, Some(length)) if line.is_empty() => return body(input, length),
            // Blank lines between messages.
            (None, None) if line.is_empty() => {}
            (Some((name, value)), _) if name.trim().eq_ignore_ascii_case("content-length") => {
                let Ok(value) = value.trim().parse() else {
                    return Ok(Some(passed("a header without a length")));
                };
                length = Some(value);
            }
            (Some(_), _) => {}
            (None, _) => return Ok(Some(passed("a line that is no header"))),
        }
    }
}

fn passed(why: impl Into<String>) -> Frame {
    Frame::Passed(why.into())
}

fn body(input: &mut impl BufRead, length: u64) -> io::Result<Option<Frame>> {
    let mut part = input.take(length);
    if length > LONGEST {
        io::copy(&mut part, &mut io::sink())?;
        return Ok(Some(passed("a message that is too long")));
    }
    // Grows with what comes, not with what the header says.
    let mut bytes = Vec::new();
    part.read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&bytes) {
        Ok(message) => Frame::Message(message),
        Err(error) => passed(format!("a message that cannot be understood: {error}")),
    }))
}

#[cfg(test)]
mod tests {
    use super::{Frame, read};
    use lsp_server::Message;

    fn all(mut input: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        while let Some(frame) = read(&mut input).unwrap() {
            found.push(match frame {
                Frame::Message(Message::Notification(message)) => message.method,
                Frame::Message(message) => format!("{message:?}"),
                Frame::Passed(_) => "-".to_owned(),
            });
        }
        found
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn reads_messages_whatever_stands_between_them() {
        let good = framed(r#"{"jsonrpc":"2.0","method":"a"}"#);
        let bad = framed("{nonsense");
        let other = good.replace("Content", "X-Other: 1\r\ncontent");
        let lists = framed("[]");
        let stream = format!("{good}{bad}{other}junk\r\nContent-Length: x\r\n\r\n{lists}{good}");
        assert_eq!(all(stream.as_bytes()), ["a", "-", "a", "-", "-", "-", "a"]);
    }

    #[test]
    fn ends_where_the_stream_ends() {
        let good = framed(r#"{"jsonrpc":"2.0","method":"a"}"#);
        for cut in 0..good.len() {
            let found = all(&good.as_bytes()[..cut]);
            assert!(!found.contains(&"a".to_owned()), "{cut}");
        }
        let long = b"Content-Length: 18446744073709551615\r\n\r\nabc";
        assert_eq!(all(long), ["-"]);
        assert_eq!(all(b"Content-Length: 99999999\r\n\r\nabc").len(), 0);
    }
}
