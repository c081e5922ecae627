//! A build context whose files stand in the example.

use distroless_core::BuildContext;
use std::collections::BTreeSet;

/// Files by their path, relative to the root of the context. There are no others.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<(String, String)>,
}

impl Files {
    /// A context of those files.
    pub fn new(files: Vec<(String, String)>) -> Self {
        Self { files }
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
        let wanted = parts(path)?;
        let mut files = self.files.iter();
        files
            .find(|(path, _)| parts(path).as_ref() == Some(&wanted))
            .map(|(_, text)| text.clone())
    }

    fn list(&self, path: &str) -> Option<Vec<String>> {
        // An example that shows no files says nothing about them.
        if self.is_empty() {
            return None;
        }
        let folder = parts(path)?;
        let mut names = BTreeSet::new();
        for (path, _) in &self.files {
            let path = parts(path)?;
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
