//! How often the card of an image is right, measured against files that a person has read.
//!
//! The bars are those of the product; a change that lowers one fails here. The figures are printed.

use distroless_core::card::{Card, ShipKind, cards};
use distroless_core::{Model, NoContext, Request};
use distroless_report::LineIndex;
use distroless_tests::{corpus, options};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What is compared, and how often it is asked, answered and right.
#[derive(Default)]
struct Tally {
    asked: u32,
    answered: u32,
    right: u32,
}

impl Tally {
    fn note(&mut self, label: &str, answer: Option<&str>) {
        self.asked += 1;
        if let Some(answer) = answer {
            self.answered += 1;
            self.right += u32::from(label == answer);
        }
    }

    fn answers(&self) -> f64 {
        f64::from(self.answered) / f64::from(self.asked)
    }

    fn accuracy(&self) -> f64 {
        f64::from(self.right) / f64::from(self.answered)
    }
}

#[test]
fn cards_agree_with_files_read_by_a_person() {
    let Some(corpus) = corpus() else { return };
    let labels = fs::read_to_string(corpus.join("labels.jsonl")).unwrap();
    let options = options(&[]);
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let (mut found, mut extra, mut missed) = (0_u32, 0_u32, 0_u32);
    for label in labels.lines() {
        let label: Value = serde_json::from_str(label).unwrap();
        let id = label["id"].as_str().unwrap();
        let source = fs::read_to_string(corpus.join("files").join(id)).unwrap();
        let file = dockerfile_syntax::parse(&source);
        let request = Request {
            path: id,
            source: &source,
            options: &options,
            context: &NoContext,
        };
        let model = Model::new(&request, &file);
        let cards = cards(&model);
        let stage = label["final_stage"].as_str().unwrap();
        let number = stage.split(' ').next().and_then(|word| word.parse().ok());
        let card = cards
            .iter()
            .find(|card| card.name.as_deref() == Some(stage) || Some(card.stage) == number)
            .unwrap_or(&cards[0]);
        compare(&label, card, &mut tallies);

        let index = LineIndex::new(&source);
        let lines = |span| u64::from(index.position(span).line);
        // Caches are no tools of builds, and packages for development are labelled apart.
        let ships: BTreeSet<u64> = card
            .ships
            .iter()
            .filter(|thing| !matches!(thing.kind, ShipKind::Cache | ShipKind::DevDependencies))
            .map(|thing| lines(thing.span.start))
            .collect();
        let wanted: BTreeSet<u64> = label["build_tools_shipped"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|tool| tool["intended"] == false)
            .filter_map(|tool| tool["line"].as_u64())
            .collect();
        found += wanted.intersection(&ships).count() as u32;
        missed += wanted.difference(&ships).count() as u32;
        extra += ships.difference(&wanted).count() as u32;
    }
    for (what, tally) in &tallies {
        println!(
            "{what:<16} answered {}/{}, right {} ({:.1} %)",
            tally.answered,
            tally.asked,
            tally.right,
            tally.accuracy() * 100.0
        );
        let (answers, accuracy) = if *what == "advice" {
            (0.85, 0.85)
        } else {
            (0.9, 0.98)
        };
        assert!(tally.answers() >= answers, "{what} is answered too seldom");
        assert!(tally.accuracy() >= accuracy, "{what} is wrong too often");
    }
    let precision = f64::from(found) / f64::from(found + extra);
    let recall = f64::from(found) / f64::from(found + missed);
    println!(
        "tools shipped    precision {precision:.2}, recall {recall:.2} ({found} found, {extra} extra, {missed} missed)"
    );
    assert!(precision >= 0.95 && recall >= 0.85);
}

fn compare<'l>(label: &Value, card: &Card, tallies: &mut BTreeMap<&'l str, Tally>) {
    let first = |text: &str, ends: &[char]| text.split(ends).next().unwrap_or_default().to_owned();
    let flag = |value: bool| if value { "yes" } else { "no" };
    let text = |name: &str| label[name].as_str().unwrap_or("none").to_owned();
    let mut note = |what: &'l str, label: String, answer: Option<String>| {
        tallies
            .entry(what)
            .or_default()
            .note(&label, answer.as_deref());
    };
    let or_none = |fact: Option<&Option<String>>| {
        fact.map(|value| {
            value
                .as_deref()
                .map_or_else(|| "none".to_owned(), |text| first(text, &[' ']))
        })
    };
    note(
        "base",
        first(&text("final_base"), &[' ']),
        card.base.known().map(|base| first(base, &['@'])),
    );
    note(
        "C library",
        first(&text("libc"), &[' ', '/']),
        or_none(card.libc.known()),
    );
    note(
        "shell",
        flag(label["has_shell"] == true).to_owned(),
        card.shell.known().map(|shell| flag(*shell).to_owned()),
    );
    note(
        "package manager",
        text("has_package_manager"),
        or_none(card.package_manager.known()),
    );
    note(
        "root",
        flag(label["runs_as_root"] == true).to_owned(),
        card.root.known().map(|root| flag(*root).to_owned()),
    );
    note(
        "advice",
        text("suggest"),
        card.advice
            .known()
            .map(|advice| advice.kind.name().to_owned()),
    );
}
