//! The harness must fail where it should, and pass where it should.

use crate::trial;
use distroless_core::BuildContext;
use distroless_core::rules::{self, Rule};
use distroless_tests::context::Files;
use distroless_tests::example::{Outcome, is_mended, is_no_trap, is_silent, is_whole, speaks};
use distroless_tests::page::{Example, Kind, expectations, parse};
use libtest_mimic::Trial;

const DEFECT: &str = "FROM a:1\n# distroless-check: ignore[self-copy]\nRUN b\n";
const MARKED: &str =
    "FROM a:1\n# expect: unused-ignore\n# distroless-check: ignore[self-copy]\nRUN b\n";
const MENDED: &str = "FROM a:1\nRUN b\n";

/// A page with everything but what `without` names.
fn page(without: &str) -> String {
    let parts = [
        "# unused-ignore\n\n## What it finds\n\n",
        "## What to do\n\n",
        "## Why it matters\n\n",
        "## Examples\n\n",
        &format!("```dockerfile bad\n{MARKED}```\n\n"),
        &format!("```dockerfile fixed\n{MENDED}```\n\n"),
        &format!("```dockerfile good\n{MENDED}```\n\n"),
        "## When it stays silent\n",
    ];
    let kept = parts
        .iter()
        .filter(|part| without.is_empty() || !part.contains(without));
    kept.copied().collect()
}

fn rule() -> Result<&'static Rule, String> {
    rules::find("unused-ignore").ok_or_else(|| "the rule is gone".to_owned())
}

fn example(kind: Kind, text: &str) -> Example {
    Example {
        kind,
        attributes: Vec::new(),
        text: text.to_owned(),
        line: 1,
        files: Vec::new(),
    }
}

fn spoken(text: &str) -> Outcome {
    speaks(rule()?, &example(Kind::Bad, text))
}

fn silent(text: &str) -> Outcome {
    is_silent(rule()?, &example(Kind::Good, text))
}

fn trap(kind: Kind, rules: &str, text: &str) -> Outcome {
    let mut example = example(kind, text);
    example.attributes = vec![("rules".to_owned(), rules.to_owned())];
    is_no_trap(&example)
}

fn mended(bad: &str, fixed: &str) -> Outcome {
    is_mended(
        rule()?,
        Some(&example(Kind::Bad, bad)),
        &example(Kind::Fixed, fixed),
    )
}

fn whole(text: &str) -> Outcome {
    is_whole(rule()?, &parse(text)?)
}

fn read(text: &str) -> Outcome {
    parse(text).map(drop)
}

type Test = fn() -> Outcome;

/// What holds.
const PASS: &[(&str, Test)] = &[
    ("an expected finding", || spoken(MARKED)),
    ("its severity", || {
        spoken(&MARKED.replace("unused-ignore", "unused-ignore warning"))
    }),
    ("silence", || silent(MENDED)),
    ("the page's fix", || mended(MARKED, MENDED)),
    ("a trap that nobody steps into", || {
        trap(Kind::Good, "unused-ignore,self-copy", MENDED)
    }),
    ("a trap with a true finding", || {
        trap(Kind::Bad, "unused-ignore", MARKED)
    }),
    ("a whole page", || whole(&page(""))),
    ("a whole page with references", || {
        whole(&format!("{}\n## References\n", page("")))
    }),
    ("files of the build context", || {
        let text = format!(
            "```dockerfile bad\n{MARKED}```\n```file path=src/a.js\n1\n```\n```file path=b\n```\n"
        );
        let page = parse(&text)?;
        let files = page.examples.first().map(|it| it.files.clone());
        let files = Files::new(files.unwrap_or_default());
        let names = |path| Some(files.list(path)?.to_vec());
        let expected = Some(vec!["b".to_owned(), "src/".to_owned()]);
        let holds = files.read("./src/a.js").as_deref() == Some("1\n")
            && files.read("src").is_none()
            && files.read("../b").is_none()
            && names("") == expected
            && names(".") == expected
            && names("src/") == Some(vec!["a.js".to_owned()])
            && names("lib").is_none();
        holds.then_some(()).ok_or_else(|| format!("{files:?}"))
    }),
];

/// What does not, and must be noticed.
const FAIL: &[(&str, Test)] = &[
    ("a missing expectation", || spoken(DEFECT)),
    ("an expectation in the wrong place", || {
        spoken(&format!("# expect: unused-ignore\n{DEFECT}"))
    }),
    ("an expectation too many", || {
        spoken(&MARKED.replace("# expect", "# expect: unused-ignore\n# expect"))
    }),
    ("an expectation of another rule", || {
        spoken(&MARKED.replace("RUN b", "# expect: self-copy\nRUN b"))
    }),
    ("a wrong severity", || {
        spoken(&MARKED.replace("unused-ignore", "unused-ignore error"))
    }),
    ("an expectation that says more", || {
        expectations("# expect: a info b\nFROM a\n").map(drop)
    }),
    ("an expectation of nothing", || {
        expectations("FROM a\n# expect: a\n").map(drop)
    }),
    ("a false alarm", || silent(DEFECT)),
    ("an expectation in a good example", || {
        silent(&format!("# expect: unused-ignore\n{MENDED}"))
    }),
    ("a trap that a rule steps into", || {
        trap(Kind::Good, "unused-ignore", DEFECT)
    }),
    ("a trap that another rule steps into with an error", || {
        let text = "FROM scratch\nCOPY --from=0 a /a\n";
        trap(Kind::Good, "unused-ignore", text)
    }),
    ("a trap without its finding", || {
        trap(
            Kind::Bad,
            "unused-ignore",
            &MARKED.replace("# distroless", "# no"),
        )
    }),
    ("a trap without rules", || {
        is_no_trap(&example(Kind::Good, MENDED))
    }),
    ("a trap for a rule that does not exist", || {
        trap(Kind::Good, "nothing", MENDED)
    }),
    ("another fix than the page's", || {
        mended(MARKED, "FROM a:1\nRUN c\n")
    }),
    ("a fixed example with the defect", || mended(MARKED, DEFECT)),
    ("a fixed example by itself", || {
        is_mended(rule()?, None, &example(Kind::Fixed, MENDED))
    }),
    ("a page without a bad example", || {
        whole(&page("dockerfile bad"))
    }),
    ("a page without a fixed example", || {
        whole(&page("dockerfile fixed"))
    }),
    ("a page without a good example", || {
        whole(&page("dockerfile good"))
    }),
    ("a page without a heading", || {
        whole(&page("Why it matters"))
    }),
    ("a page with another heading", || {
        whole(&format!("{}\n## Notes\n", page("")))
    }),
    ("a page whose fix is never seen", || {
        whole(&page("").replace("# distroless-check: ignore[self-copy]\n", ""))
    }),
    ("a kind that does not exist", || {
        read("```dockerfile ugly\nFROM a\n```\n")
    }),
    ("a block without a kind", || {
        read("```dockerfile\nFROM a\n```\n")
    }),
    ("a block of another spelling", || {
        read("```Dockerfile good\nFROM a\n```\n")
    }),
    ("an indented block", || {
        read("  ```dockerfile good\nFROM a\n```\n")
    }),
    ("a block without an end", || {
        read("```dockerfile good\nFROM a\n")
    }),
    ("an attribute that does not exist", || {
        read("```dockerfile good user=a\nFROM a\n```\n")
    }),
    ("a file before its Dockerfile", || {
        read("```file path=a\n```\n")
    }),
    ("a file without a path", || {
        read("```dockerfile good\nFROM a\n```\n```file\n```\n")
    }),
];

pub(crate) fn self_tests() -> Vec<Trial> {
    let pass = PASS
        .iter()
        .map(|(name, test)| trial(format!("harness: {name} passes"), test));
    let fail = FAIL.iter().map(|(name, test)| {
        trial(format!("harness: {name} fails"), || match test() {
            Err(_) => Ok(()),
            Ok(()) => Err("the harness let it pass".to_owned()),
        })
    });
    pass.chain(fail).collect()
}
