//! The renderers, on runs made by hand.

mod change;
#[cfg(feature = "other-ci")]
mod ci;
mod hostile;
mod limits;
mod sarif;
mod snapshots;

use crate::{ChangedLines, File, Run, RunProblem};
use distroless_core::config::FailOn;
use distroless_core::rules::{FixAvailability, Group, RuleMeta};
use distroless_core::{
    Analysis, Finding, Fix, Problem, Safety, Severity, Suppressed, TargetSummary,
};
use dockerfile_syntax::Span;
use image_knowledge::Date;

pub(crate) static NO_SHELL: RuleMeta = RuleMeta {
    id: "no-shell",
    summary: "shell form without a shell",
    group: Group::Runnable,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    docs: "# no-shell\n\n## What it finds\n\nA shell-form `CMD` in an image without a shell.\n\n\
        ## Examples\n\n```dockerfile bad\nFROM scratch\n# expect: no-shell\nCMD x\n```\n",
};

pub(crate) static AS_ROOT: RuleMeta = RuleMeta {
    id: "as-root",
    summary: "the image starts as root",
    group: Group::Contents,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    docs: "",
};

pub(crate) static RULES: &[&RuleMeta] = &[&NO_SHELL, &AS_ROOT];

/// The span of the first `part` in `source`.
pub(crate) fn span(source: &str, part: &str) -> Span {
    let start = source.find(part).expect("the part is in the source");
    Span::new(start as u32, (start + part.len()) as u32)
}

pub(crate) fn empty() -> Run {
    Run {
        version: "0.0.0-test".to_owned(),
        today: Date::new(2026, 11, 23).expect("a day"),
        fail_on: FailOn::Warning,
        files: Vec::new(),
        problems: Vec::new(),
        guid: None,
        show_suppressed: true,
        baseline: None,
        changed_lines: ChangedLines::Off,
        links: None,
        pages: None,
    }
}

pub(crate) fn file(path: &str, source: &str, findings: Vec<Finding>) -> File {
    let analysis = Analysis {
        path: path.to_owned(),
        findings,
        suppressed: Vec::new(),
        problems: Vec::new(),
        targets: Vec::new(),
    };
    File::new(source.to_owned(), analysis)
}

/// A run with something of everything.
pub(crate) fn typical() -> Run {
    let source = "FROM golang:1.26 AS build\n# 😀 the binary\nRUN go build -o /app\n\n\
        FROM gcr.io/distroless/static-debian13\nCOPY --from=build /app /app\nCMD /app \\\n  --port=80\n";
    let cmd = span(source, "CMD /app \\\n  --port=80");
    let base = span(source, "gcr.io/distroless/static-debian13");
    let mut shop = file(
        "shop/Dockerfile",
        source,
        vec![
            Finding::new(
                &NO_SHELL,
                cmd,
                "`CMD` runs through `/bin/sh`, which `gcr.io/distroless/static-debian13` does not have",
                "use the exec form",
            )
            .because(base, "this base has no shell")
            .because(cmd, "this is the shell form")
            .fix(Some(Fix::replace(
                "use the exec form",
                Safety::Safe,
                cmd,
                "CMD [\"/app\", \"--port=80\"]",
            ))),
            Finding::new(&AS_ROOT, base, "the image starts as root", "set `USER 65532`"),
            Finding::new(&AS_ROOT, span(source, "golang:1.26"), "a milder word", "do it")
                .at(Severity::Info),
        ],
    );
    shop.analysis.suppressed.push(Suppressed {
        finding: Finding::new(
            &AS_ROOT,
            base,
            "the image starts as root",
            "set `USER 65532`",
        ),
        comment: span(source, "# 😀 the binary"),
        reason: "it needs port 80".to_owned(),
    });
    shop.analysis.targets = vec![
        TargetSummary {
            stage: 1,
            name: None,
            base: Some("gcr.io/distroless/static-debian13".to_owned()),
            shell: Some(false),
            package_manager: Some(None),
            user: Some("root".to_owned()),
        },
        TargetSummary {
            stage: 0,
            name: Some("build".to_owned()),
            base: None,
            shell: None,
            package_manager: Some(Some("apt".to_owned())),
            user: None,
        },
    ];
    let mut broken = file("broken.Dockerfile", "FORM x\n", Vec::new());
    broken.analysis.problems.push(Problem {
        message: "unknown instruction `FORM`".to_owned(),
        help: "did you mean `FROM`?".to_owned(),
        span: Span::new(0, 4),
    });
    let mut run = empty();
    run.files = vec![
        broken,
        file("clean/Dockerfile", "FROM scratch\n", Vec::new()),
        shop,
    ];
    run.problems = vec![
        RunProblem::new(
            Some("dark/Dockerfile".to_owned()),
            "cannot be read: permission denied",
            "check its permissions",
        ),
        RunProblem::at(
            "distroless-check.toml",
            "[rules]\nignor = []\n",
            Span::new(8, 13),
            "unknown key `ignor`",
            "did you mean `ignore`?",
        ),
    ];
    run
}
