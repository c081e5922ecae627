//! Every fix, over the bad examples of all rules written in many ways, and over real files: applied alone, the
//! file parses and the finding goes, no other comes, and what is not its business stays as it is. All of them
//! together come to an end, and what is mended is left alone.

use distroless_core::rules::{self};
use distroless_core::{Analysis, NoContext, Request, Safety, analyze};
use distroless_tests::example::run;
use distroless_tests::mend::{converges, holds, keeps};
use distroless_tests::mutation::MUTATIONS;
use distroless_tests::page::{Example, Kind, parse, without_expectations};
use distroless_tests::{corpus, files_below, options, root};
use proptest::prelude::{prop, proptest};
use proptest::strategy::Strategy;
use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

mod random;

/// The bad examples of all rules' pages and cases, without their expectations.
static EXAMPLES: LazyLock<Vec<Example>> = LazyLock::new(|| {
    let mut pages: Vec<String> = rules::all().map(|rule| rule.meta.docs.to_owned()).collect();
    let cases = files_below(&root().join("tests/cases")).expect("the cases can be read");
    pages.extend(
        cases
            .iter()
            .filter_map(|path| fs::read_to_string(path).ok()),
    );
    let examples = pages.iter().filter_map(|text| parse(text).ok());
    let examples = examples.flat_map(|page| page.examples);
    let mut bad: Vec<Example> = examples
        .filter(|example| example.kind == Kind::Bad)
        .collect();
    for example in &mut bad {
        example.text = without_expectations(&example.text);
    }
    bad
});

/// Every fix of a text alone, and all together.
fn hold(source: &str, check: &dyn Fn(&str) -> Analysis) -> Result<(), String> {
    let before = check(source);
    for finding in &before.findings {
        for fix in &finding.fixes {
            let id = finding.rule.id;
            let told = |error: String| format!("{id}: {error}");
            keeps(source, fix).map_err(told)?;
            holds(source, id, fix, &before, check).map_err(told)?;
        }
    }
    for least in [Safety::Safe, Safety::Unsafe] {
        converges(source, least, check)?;
    }
    Ok(())
}

fn of_example(example: &Example, source: &str) -> Result<(), String> {
    let check = |text: &str| run(None, example, text).expect("the example can be run");
    hold(source, &check).map_err(|error| format!("{error}\n--- of\n{source}"))
}

/// Examples whose text differs, written one way.
fn written(name: &str) {
    let (_, mutation) = MUTATIONS.iter().find(|(known, _)| *known == name).unwrap();
    let mut failures = BTreeSet::new();
    let mut applied = 0;
    for example in EXAMPLES.iter() {
        let source = mutation(&example.text);
        if source == example.text && name != "as it is" {
            continue;
        }
        applied += 1;
        if let Err(error) = of_example(example, &source) {
            failures.insert(error);
        }
    }
    assert!(applied > 20, "{name} applies to {applied} examples only");
    let shown: Vec<&String> = failures.iter().collect();
    assert!(
        failures.is_empty(),
        "{} failures\n{shown:#?}",
        failures.len()
    );
}

macro_rules! ways {
    ($($test:ident: $name:literal,)*) => {
        $(#[test]
        fn $test() {
            written($name);
        })*

        #[test]
        fn every_way_is_tried() {
            let tried = [$($name),*];
            assert!(MUTATIONS.iter().map(|(name, _)| *name).eq(tried));
        }
    };
}

ways! {
    as_it_is: "as it is",
    keywords_in_small_letters: "keywords in small letters",
    continued_lines: "continued lines",
    aligned_continuation_marks: "aligned continuation marks",
    commands_in_a_heredoc: "commands in a heredoc",
    a_variable_for_each_tag: "a variable for each tag",
    indented_instructions: "indented instructions",
    comments_before_instructions: "comments before instructions",
    comments_in_continued_lines: "comments in continued lines",
    blanks_at_the_ends_of_lines: "blanks at the ends of lines",
    another_escape_character: "another escape character",
    without_the_last_line_end: "without the last line end",
    crlf: "CRLF",
    a_byte_order_mark: "a byte order mark",
}

/// Several ways at once, in their order.
fn mutated() -> impl Strategy<Value = (usize, Vec<bool>)> {
    let chosen = prop::collection::vec(prop::bool::ANY, MUTATIONS.len());
    (0..EXAMPLES.len(), chosen)
}

proptest! {
    #![proptest_config(random::cases(256))]

    #[test]
    fn several_ways_at_once((example, chosen) in mutated()) {
        let example = &EXAMPLES[example];
        let ways = MUTATIONS.iter().zip(chosen).filter(|(_, chosen)| *chosen);
        let source = ways.fold(example.text.clone(), |text, ((_, way), _)| way(&text));
        if let Err(error) = of_example(example, &source) {
            panic!("{error}");
        }
    }
}

/// Files with a fix that does not hold, and why it is offered all the same; `--fix` leaves them alone.
const KNOWN: &[(&str, &str)] = &[
    (
        "GoogleContainerTools__kaniko/integration__dockerfiles__Dockerfile_test_from_multistage_capital",
        "a reference that arrives shows what is wrong in the stage that it names",
    ),
    (
        "GoogleContainerTools__kaniko/integration__dockerfiles__Dockerfile_test_issue_519",
        "the same",
    ),
];

#[test]
fn real_files() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("files");
    // Those that run only where they are named by themselves: what one finds is no matter of the others.
    let opt_in = rules::all().filter(|rule| rule.meta.is_opt_in());
    let selected = [
        Vec::new(),
        opt_in.map(|rule| rule.meta.id).collect::<Vec<_>>(),
    ];
    let mut failures = Vec::new();
    for path in files_below(&folder).unwrap() {
        let source = fs::read_to_string(&path).unwrap();
        let shown = path.strip_prefix(&folder).unwrap().to_string_lossy();
        for select in &selected {
            let options = options(select);
            let check = |text: &str| {
                analyze(&Request {
                    path: &shown,
                    source: text,
                    options: &options,
                    context: &NoContext,
                })
            };
            if let Err(error) = hold(&source, &check) {
                if KNOWN.iter().any(|(file, _)| *file == shown) {
                    continue;
                }
                let first: Vec<&str> = error.lines().take(3).collect();
                failures.push(format!("{shown}: {}", first.join(" | ")));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{failures:#?}",
        failures.len()
    );
}
