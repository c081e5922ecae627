//! The readers of text: nothing is lost, every place is in it, and what is known stays as it is when more is.

use dockerfile_syntax::expand::{ExpandError, Options, Variable, process_word, process_words};
use dockerfile_syntax::image_ref::{Reference, ReferenceError};
use shell_syntax::Dialect;

/// Any text is parsed, and its leaves concatenated are the text.
pub fn parse(source: &str) {
    let file = dockerfile_syntax::parse(source);
    let mut end = 0;
    for leaf in file.leaves() {
        assert_eq!(leaf.span.start, end, "a gap or an overlap");
        assert!(source.get(leaf.span.range()).is_some(), "{:?}", leaf.span);
        end = leaf.span.end;
    }
    assert_eq!(end as usize, source.len());
    for error in &file.errors {
        assert!(source.get(error.span.range()).is_some(), "{error:?}");
    }
}

/// Any text is read as a script, in both dialects.
pub fn shell(text: &str) {
    for dialect in [Dialect::Posix, Dialect::Bash] {
        let script = shell_syntax::parse(text, dialect);
        for found in script.simple_commands() {
            let span = found.command.span;
            let range = span.start as usize..span.end as usize;
            assert!(text.get(range).is_some(), "{span:?}");
        }
        let _ = script.as_exec_command();
    }
}

/// The first line is a word; the further ones are values of its variables, of which those whose names begin
/// with a small letter are not known at first.
pub fn expand(text: &str) {
    let mut lines = text.split('\n');
    let word = lines.next().unwrap_or_default();
    let values: Vec<&str> = lines.collect();
    let value = |name: &str| {
        let at = name.bytes().map(usize::from).sum::<usize>();
        let count = values.len() + 1;
        values
            .get(at % count)
            .map_or(Variable::Unset, |value| Variable::Set(value))
    };
    let part = |name: &str| {
        if name.starts_with(|c: char| c.is_lowercase()) {
            Variable::Unknown
        } else {
            value(name)
        }
    };
    for bits in 0..32_u8 {
        let on = |bit: u8| bits & (1 << bit) != 0;
        let options = Options {
            raw_quotes: on(1),
            raw_escapes: on(2),
            plain_quotes: on(3),
            keep_unset: on(4),
            limit: 4096,
            ..Options::new(if on(0) { '`' } else { '\\' })
        };
        let all = process_word(word, value, &options);
        let some = process_word(word, part, &options);
        match (&some, &all) {
            (Ok(some), Ok(all)) => {
                // Quotes and escapes are at most as long as they are written.
                let most = 4 * word.len() + options.limit;
                assert!(all.text.len() <= most, "{} bytes", all.text.len());
                assert!(all.unknown.is_empty());
                if let Some(known) = some.known() {
                    assert_eq!(known, all.text, "{options:?}");
                }
            }
            (Ok(some), Err(_)) => assert!(some.known().is_none(), "{some:?} {all:?}"),
            (Err(some), Ok(all)) => {
                assert_eq!(*some, ExpandError::TooLong, "{all:?}");
            }
            (Err(_), Err(_)) => {}
        }
        let _ = process_words(word, value, &options);
    }
}

/// A reference that is read is written as it reads.
pub fn image_reference(text: &str) {
    let Ok(image) = Reference::parse(text) else {
        return;
    };
    assert_eq!(Reference::parse(&image.to_string()).as_ref(), Ok(&image));
    match Reference::parse(&image.familiar()) {
        // Behind `docker.io/` only, 64 digits are a name, and what looks like a host is none.
        Err(ReferenceError::Identifier) => {}
        Ok(again) if image.is_docker_hub() && again != image => {
            let first = image.repository().split('/').next().unwrap_or_default();
            assert!(first == "localhost" || first.contains('.'), "{again:?}");
        }
        again => assert_eq!(again.as_ref(), Ok(&image)),
    }
    let canonical = Reference::parse(&image.canonical()).expect("the full form");
    assert_eq!(canonical.canonical(), image.canonical());
    assert!(canonical.tag().is_some() || canonical.digest().is_some());
    assert!(image.name().ends_with(image.repository()));
}
