//! References to images against the crate `oci-spec`, on what both read.
//!
//! `oci-spec` differs on purpose: it has no IPv6 hosts, takes a first part with capital letters for
//! a path, completes the tag, accepts any algorithm of a digest and limits the whole name.

use dockerfile_syntax::image_ref::Reference;
use oci_spec::distribution::Reference as Oracle;
use proptest::prelude::*;

const HEX: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn compare(text: &str) -> Result<(), TestCaseError> {
    let ours = Reference::parse(text);
    let theirs: Result<Oracle, _> = text.parse();
    let first = text.split('/').next().unwrap_or_default();
    let host = text.contains('/')
        && first.contains(|c: char| c.is_ascii_uppercase() || c == '_' || c == '[');
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) if !host => {
            let registry = if theirs.registry() == "index.docker.io" {
                "docker.io"
            } else {
                theirs.registry()
            };
            prop_assert_eq!(ours.registry(), registry, "{}", text);
            prop_assert_eq!(ours.repository(), theirs.repository(), "{}", text);
            prop_assert_eq!(ours.digest(), theirs.digest(), "{}", text);
            let tag = ours.tag().or(if ours.digest().is_none() {
                Some("latest")
            } else {
                None
            });
            prop_assert_eq!(tag, theirs.tag(), "{}", text);
        }
        (Ok(_), Err(error)) => prop_assert!(host, "{} is refused by oci-spec: {}", text, error),
        (Err(error), Ok(_)) => prop_assert!(
            host || text.contains('@') || text == HEX,
            "{} is refused: {}",
            text,
            error
        ),
        _ => {}
    }
    Ok(())
}

proptest! {
    #[test]
    fn composed(
        registry in "|docker\\.io/|index\\.docker\\.io/|localhost(:[0-9]{1,4})?/|[a-z]{1,5}(\\.[a-z0-9]{1,3}){1,2}(:[0-9]{1,5})?/|Host/",
        path in "[a-z0-9]{1,4}(([._]|__|-{1,3}|/)[a-z0-9]{1,3}){0,3}",
        tag in "|:[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,6}",
        digested in any::<bool>(),
    ) {
        let digest = if digested { format!("@sha256:{HEX}") } else { String::new() };
        compare(&format!("{registry}{path}{tag}{digest}"))?;
    }

    #[test]
    fn near_misses(text in "[a-zA-Z0-9._/:@-]{0,24}") {
        compare(&text)?;
    }

    #[test]
    fn the_completed_form_reads_as_itself(text in "[a-zA-Z0-9._/:@\\[\\]-]{0,24}") {
        if let Ok(reference) = Reference::parse(&text)
            && !reference.registry().is_empty()
        {
            prop_assert_eq!(Reference::parse(&reference.to_string()), Ok(reference.clone()));
            prop_assert_eq!(Reference::parse(&reference.familiar()), Ok(reference));
        }
    }
}
