//! Facts, table by table, from a build context in memory.

mod hostile;
mod ignore;
mod languages;
mod node;
mod platforms;
mod programs;

use crate::context::{Project, Surroundings};
use crate::request::BuildContext;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Files by their path; what is read of them is counted.
#[derive(Debug, Default)]
pub(super) struct Files {
    bytes: BTreeMap<String, Vec<u8>>,
    modes: BTreeMap<String, u32>,
    reads: RefCell<Vec<String>>,
}

impl Files {
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let files = files.iter();
        let files = files.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        Self {
            bytes: files.collect(),
            ..Self::default()
        }
    }

    pub(super) fn with(mut self, path: &str, bytes: &[u8], mode: u32) -> Self {
        self.bytes.insert(path.to_owned(), bytes.to_vec());
        self.modes.insert(path.to_owned(), mode);
        self
    }

    pub(super) fn project(&self) -> Project<'_> {
        Project::read(self)
    }
}

impl BuildContext for Files {
    fn dockerfile(&self) -> Option<String> {
        Some("Dockerfile".to_owned())
    }

    fn read(&self, path: &str) -> Option<String> {
        self.reads.borrow_mut().push(path.to_owned());
        String::from_utf8(self.bytes.get(path)?.clone()).ok()
    }

    fn head(&self, path: &str) -> Option<Vec<u8>> {
        Some(self.bytes.get(path)?.iter().take(4096).copied().collect())
    }

    fn mode(&self, path: &str) -> Option<u32> {
        self.modes.get(path).copied()
    }

    fn list(&self, path: &str) -> Option<Rc<[String]>> {
        let inner = |file: &String| match path {
            "" => Some(file.clone()),
            _ => Some(file.strip_prefix(path)?.strip_prefix('/')?.to_owned()),
        };
        let names: BTreeSet<String> = self
            .bytes
            .keys()
            .filter_map(inner)
            .map(|rest| match rest.split_once('/') {
                Some((folder, _)) => format!("{folder}/"),
                None => rest,
            })
            .collect();
        (path.is_empty() || !names.is_empty()).then(|| names.into_iter().collect())
    }
}

#[test]
fn files_are_read_once_and_when_they_are_asked_for() {
    let files = Files::new(&[
        ("package.json", "{}"),
        ("go.mod", "module a"),
        ("x/go.mod", ""),
    ]);
    let around = Surroundings::new(&files);
    let project = around.project("");
    assert!(files.reads.borrow().is_empty());
    for _ in 0..3 {
        assert!(project.node().is_some());
        assert!(around.project("./").node().is_some());
    }
    assert_eq!(*files.reads.borrow(), ["package.json"]);
    assert!(around.project("x").go().is_some());
    assert!(around.project("x/../x").go().is_none(), "a way up");
    assert_eq!(*files.reads.borrow(), ["package.json", "x/go.mod"]);
}

#[test]
fn folders_above_the_bound_are_unknown() {
    let names: Vec<String> = (0..100).map(|index| format!("f{index}")).collect();
    let paths: Vec<String> = names.iter().map(|name| format!("{name}/go.mod")).collect();
    let files: Vec<(&str, &str)> = paths
        .iter()
        .map(|path| (path.as_str(), "module m"))
        .collect();
    let files = Files::new(&files);
    let around = Surroundings::new(&files);
    let known = names
        .iter()
        .filter(|name| around.project(name).go().is_some());
    assert_eq!(known.count(), 64);
}
