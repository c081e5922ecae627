//! A build context whose files stand in the example.

use crate::page::File;
use distroless_core::BuildContext;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The files of a context. There are no others.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<File>,
}

impl Files {
    /// A context of those files.
    pub fn new(files: Vec<File>) -> Self {
        Self { files }
    }

    fn find(&self, path: &str) -> Option<&File> {
        let wanted = parts(path)?;
        let mut files = self.files.iter();
        files.find(|file| parts(&file.path).as_ref() == Some(&wanted))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl BuildContext for Files {
    fn dockerfile(&self) -> Option<String> {
        Some("Dockerfile".to_owned())
    }

    fn read(&self, path: &str) -> Option<String> {
        Some(self.find(path)?.text.clone())
    }

    fn head(&self, path: &str) -> Option<Vec<u8>> {
        Some(self.find(path)?.text.clone().into_bytes())
    }

    fn mode(&self, path: &str) -> Option<u32> {
        self.find(path)?.mode
    }

    fn list(&self, path: &str) -> Option<Rc<[String]>> {
        // An example that shows no files says nothing about them.
        if self.is_empty() {
            return None;
        }
        let folder = parts(path)?;
        let mut names = BTreeSet::new();
        for file in &self.files {
            let path = parts(&file.path)?;
            match path.strip_prefix(folder.as_slice()) {
                Some([name]) => names.insert((*name).to_owned()),
                Some([name, ..]) => names.insert(format!("{name}/")),
                _ => continue,
            };
        }
        // Only folders with something in them are there.
        (!names.is_empty()).then(|| names.into_iter().collect())
    }
}

/// The names on the way; `None` for a way out of the context.
fn parts(path: &str) -> Option<Vec<&str>> {
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
    let parts: Vec<_> = parts.collect();
    (!parts.contains(&"..")).then_some(parts)
}
