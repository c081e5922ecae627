//! What holds of any text, whoever wrote it. `tests/properties.rs` asks it of every example and of files from the
//! grammar, the fuzzers of whatever they come to.
//!
//! A property that does not hold panics.

#![expect(clippy::missing_panics_doc, reason = "that is what they are for")]

mod analysis;
mod settings;
mod syntax;

pub use analysis::{check, fix, generated, migrate};
pub use settings::{builds, config, ignore};
pub use syntax::{expand, image_reference, parse, shell};

use crate::page::{Kind, parse as parse_page, without_expectations};
use crate::{files_below, root};
use distroless_core::rules;
use dockerfile_syntax::{Kind as Instruction, parse as parse_file};
use std::collections::BTreeSet;
use std::fs;

/// A property, and the texts to begin with.
pub struct Property {
    /// Its name, which is that of its fuzz target.
    pub name: &'static str,
    /// What holds.
    pub holds: fn(&str),
    /// Texts that mean something to it.
    pub seeds: fn(&Examples) -> BTreeSet<String>,
}

/// All of them.
pub const ALL: &[Property] = &[
    Property {
        name: "parse",
        holds: parse,
        seeds: |examples| examples.dockerfiles.clone(),
    },
    Property {
        name: "shell",
        holds: shell,
        seeds: |examples| examples.commands.clone(),
    },
    Property {
        name: "expand",
        holds: expand,
        seeds: |examples| examples.words.clone(),
    },
    Property {
        name: "image_reference",
        holds: image_reference,
        seeds: |examples| examples.references.clone(),
    },
    Property {
        name: "ignore",
        holds: ignore,
        seeds: |_| settings::ignore_seeds(),
    },
    Property {
        name: "config",
        holds: config,
        seeds: |_| settings::config_seeds(),
    },
    Property {
        name: "builds",
        holds: builds,
        seeds: |_| settings::build_seeds(),
    },
    Property {
        name: "check",
        holds: check,
        seeds: |examples| examples.dockerfiles.clone(),
    },
    Property {
        name: "fix",
        holds: fix,
        seeds: |examples| examples.dockerfiles.clone(),
    },
    Property {
        name: "migrate",
        holds: migrate,
        seeds: |examples| examples.dockerfiles.clone(),
    },
];

/// The texts of the project's own examples, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// Whole Dockerfiles.
    pub dockerfiles: BTreeSet<String>,
    /// What RUN, CMD and the like give to a shell.
    pub commands: BTreeSet<String>,
    /// Operands with variables, each with a line of values below.
    pub words: BTreeSet<String>,
    /// What FROM names.
    pub references: BTreeSet<String>,
}

impl Examples {
    /// Those of the rules' pages and of the cases.
    ///
    /// # Errors
    /// Where the cases cannot be read.
    pub fn read() -> std::io::Result<Self> {
        let mut pages: Vec<String> = rules::all().map(|rule| rule.meta.docs.to_owned()).collect();
        for path in files_below(&root().join("tests/cases"))? {
            pages.push(fs::read_to_string(path)?);
        }
        let mut all = Self::default();
        for page in pages.iter().filter_map(|text| parse_page(text).ok()) {
            for example in page.examples {
                let text = match example.kind {
                    Kind::Bad => without_expectations(&example.text),
                    _ => example.text,
                };
                all.take_apart(&text);
                all.dockerfiles.insert(text);
            }
        }
        Ok(all)
    }

    fn take_apart(&mut self, source: &str) {
        for instruction in &parse_file(source).instructions {
            let text = instruction.span.text(source);
            let operands = text
                .get(instruction.keyword_span.range().len()..)
                .unwrap_or_default()
                .trim();
            match &instruction.kind {
                Instruction::From { image, .. } => {
                    self.references.insert(image.as_str().to_owned());
                }
                Instruction::Run(_) | Instruction::Cmd(_) | Instruction::Entrypoint(_) => {
                    self.commands.insert(operands.to_owned());
                }
                _ => {}
            }
            for word in operands
                .split_ascii_whitespace()
                .filter(|word| word.contains('$'))
            {
                self.words.insert(format!("{word}\nvalue"));
            }
        }
    }
}
