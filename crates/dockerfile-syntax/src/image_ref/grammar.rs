//! The parts of a reference.

/// `host[:port]`.
pub(super) fn is_domain(text: &str) -> bool {
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        // An IPv6 address; its form is not looked at beyond its characters.
        let Some((address, after)) = rest.split_once(']') else {
            return false;
        };
        if address.is_empty()
            || !address
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit() || byte == b':')
        {
            return false;
        }
        (None, after)
    } else {
        match text.find(':') {
            Some(colon) => {
                let (host, port) = text.split_at(colon);
                (Some(host), port)
            }
            None => (Some(text), ""),
        }
    };
    host.is_none_or(|host| host.split('.').all(is_domain_part))
        && (port.is_empty() || is_port(port))
}

/// `:` and digits.
fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is_domain_part(part: &str) -> bool {
    !part.is_empty()
        && !part.starts_with('-')
        && !part.ends_with('-')
        && part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Path components with slashes between them.
pub(super) fn is_repository(text: &str) -> bool {
    text.split('/').all(is_component)
}

/// Letters and digits, with one dot, one or two underscores or any number of dashes between them.
fn is_component(part: &str) -> bool {
    let bytes = part.as_bytes();
    let mut at = 0;
    loop {
        let word = count(bytes, at, |byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit()
        });
        if word == 0 {
            return false;
        }
        at += word;
        let separator = match bytes.get(at) {
            None => return true,
            Some(b'.') => 1,
            Some(b'_') => count(bytes, at, |byte| byte == b'_').min(2),
            Some(b'-') => count(bytes, at, |byte| byte == b'-'),
            Some(_) => return false,
        };
        at += separator;
    }
}

fn count(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> usize {
    bytes
        .iter()
        .skip(from)
        .take_while(|byte| wanted(**byte))
        .count()
}

/// A letter, digit or underscore and at most 127 of those, dots and dashes.
pub(super) fn is_tag(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}
