//! Taking along the shared libraries that programs and packages of the build stage are linked with.

use crate::plan::{CopyLine, Lines, Plan};
use crate::survey::Survey;
use distroless_core::graph::Setting;
use distroless_core::image::exec_form::array;

/// Where they are gathered, and where they go.
const GATHERED: &str = "/libraries";
const LIBRARIES: &str = "/usr/local/lib/app";

/// Libraries that are part of the C library, which must be the base's own.
const OF_LIBC: &str = "c|dl|m|pthread|resolv|rt|util";

/// What is linked.
#[derive(Clone, Copy, Debug)]
pub(super) enum Linked<'l> {
    /// A program.
    Program(&'l str),
    /// Everything below a directory.
    Below(&'l str),
}

/// Gathers the libraries in the build, and puts them where the loader of the final image finds them. `own` are
/// names that the base has itself, in a version that it must be: `ssl|z`.
pub(super) fn carry(
    survey: &Survey<'_, '_>,
    plan: &mut Plan,
    linked: Linked<'_>,
    own: &str,
    what: &str,
) {
    let (list, inside) = match linked {
        Linked::Program(path) => (format!("ldd {}", super::shell_word(path)), String::new()),
        Linked::Below(directory) => (
            format!("find {directory} -name '*.so*' -type f -exec ldd {{}} + 2>/dev/null"),
            format!("^{directory}/|"),
        ),
    };
    let own = if own.is_empty() {
        String::new()
    } else {
        format!("|{own}")
    };
    let command = format!(
        "mkdir -p {GATHERED} && {list} | awk '$3 ~ /^\\// {{ print $3 }}' | sort -u | grep -vE '{inside}/(ld-linux.*|lib({OF_LIBC}{own}))[-.0-9]*\\.so' | xargs -r cp -L -t {GATHERED}"
    );
    // Another shell may be told to fail where one of these finds nothing.
    let line = match &survey.stage.config.shell {
        Setting::Set { .. } => format!("RUN {}", array(["/bin/sh", "-c", &command])),
        _ => format!("RUN {command}"),
    };
    plan.build_as_root.push(Lines {
        lines: vec![line],
        reason: format!("the libraries that {what} linked with are gathered, but for those that the base has itself"),
    });
    plan.head.push(Lines {
        lines: vec![format!("ENV LD_LIBRARY_PATH={LIBRARIES}")],
        reason: "the loader finds the libraries there".to_owned(),
    });
    plan.copies.push(CopyLine {
        from: GATHERED.to_owned(),
        to: LIBRARIES.to_owned(),
        owned: false,
    });
}
