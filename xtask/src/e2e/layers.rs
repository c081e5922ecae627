//! Which files may take layers that the same steps of others in their store left.

use dockerfile_syntax::{Keyword, parse};

/// Whether the owners of all files in the image are those that buildah's cache takes for granted: to
/// it, a step under another `USER` is the same one, and the folder of a last `WORKDIR` is made when
/// the container starts.
pub(super) fn owners_are_told(file: &str) -> bool {
    let (mut has_user, mut ends_in_workdir) = (false, false);
    for instruction in &parse(file).instructions {
        match instruction.keyword {
            Keyword::User => has_user = true,
            writer @ (Keyword::Add | Keyword::Copy | Keyword::Run | Keyword::Workdir) => {
                if has_user {
                    return false;
                }
                ends_in_workdir = writer == Keyword::Workdir;
            }
            _ => {}
        }
    }
    !(has_user && ends_in_workdir)
}

/// Whether a copy has an owner of its own: to buildah's cache it is the same as one without.
pub(super) fn copies_have_owners(file: &str) -> bool {
    let parsed = parse(file);
    let mut instructions = parsed.instructions.iter();
    instructions.any(|instruction| instruction.flag("chown").is_some())
}

#[cfg(test)]
mod tests {
    use super::{copies_have_owners, owners_are_told};

    #[test]
    fn steps_that_another_user_would_change_are_not_shared() {
        assert!(owners_are_told("FROM a AS user\nCOPY b /b\n"));
        assert!(owners_are_told(
            "FROM a\nWORKDIR /c\nCOPY b .\nUSER 1\nCMD b\n"
        ));
        assert!(!owners_are_told(
            "FROM a\nCOPY b /b\nWORKDIR /c\n  user 1\n"
        ));
        assert!(!owners_are_told("FROM a\nUSER 1\nWORKDIR /c\n"));
        assert!(!owners_are_told("FROM a AS b\nUSER 1\nFROM b\nCOPY c /\n"));
    }

    #[test]
    fn copies_to_other_owners_are_not_shared() {
        assert!(copies_have_owners("FROM a\nCOPY --chown=1 b /b\n"));
        assert!(!copies_have_owners("FROM a\nRUN chown 1 b # --chown\n"));
    }
}
