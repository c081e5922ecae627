//! The texts that are open in the editor. They count, whatever is on the disk.

use crate::files::{Around, Files};
use crate::lines::{Encoding, Lines};
use distroless_core::fix::{Mended, mend};
use distroless_core::{
    Analysis, DefinedContext, Model, Request, Safety, is_dockerfile, is_like_dockerfile,
};
use distroless_report::examine;
use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use std::cell::OnceCell;
use std::path::{Path, PathBuf};

/// The longest text that is looked at, in bytes: as on the command line.
const LIMIT: usize = 64 * 1024 * 1024;

/// The language's name in editors.
const LANGUAGE: &str = "dockerfile";

/// A Dockerfile that is open.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    pub(crate) text: String,
    path: Option<PathBuf>,
    /// Whether the editor does not have the diagnostics of this text yet.
    pub(crate) is_due: bool,
    /// What there is to say of this text, once that has been asked for.
    known: Option<Known>,
}

/// What there is to say of a text.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) around: Around,
    pub(crate) analysis: Analysis,
    mended: OnceCell<Mended>,
}

impl Document {
    /// The document, where it is a Dockerfile: by its name, else because the editor says so.
    pub(crate) fn open(item: TextDocumentItem) -> Option<Self> {
        let name = item.uri.path().as_estr().decode().into_string_lossy();
        let meant = item.language_id.eq_ignore_ascii_case(LANGUAGE) && !is_like_dockerfile(&name);
        if !meant && !is_dockerfile(&name) {
            return None;
        }
        Some(Self {
            path: path_of(&item.uri),
            uri: item.uri,
            version: item.version,
            text: item.text,
            is_due: true,
            known: None,
        })
    }

    pub(crate) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        for change in changes {
            let Some(range) = change.range else {
                self.text = change.text;
                continue;
            };
            let lines = Lines::new(&self.text, encoding);
            let (start, end) = (lines.offset(range.start), lines.offset(range.end));
            self.text.replace_range(start..end.max(start), &change.text);
        }
        self.version = version;
        self.forget();
    }

    /// Something else may have changed what there is to say.
    pub(crate) fn forget(&mut self) {
        self.known = None;
        self.is_due = true;
    }

    /// Looks at the text as it is now, if that has not been done, with what lies around it now.
    pub(crate) fn known(&mut self, files: &dyn Files, folders: &[PathBuf]) -> &Known {
        let Self {
            text, path, known, ..
        } = self;
        known.get_or_insert_with(|| {
            let path = path.as_deref();
            let around = files.around(path, path.and_then(|path| folder_of(path, folders)));
            let analysis = analyse(text, &around);
            Known {
                around,
                analysis,
                mended: OnceCell::new(),
            }
        })
    }

    /// What is known already, beside the text it is about.
    pub(crate) fn looked_at(&self) -> Option<(&str, &Known)> {
        Some((&self.text, self.known.as_ref()?))
    }
}

impl Known {
    /// The text with every safe fix, as `--fix` makes it.
    pub(crate) fn mended(&self, text: &str) -> &Mended {
        self.mended.get_or_init(|| {
            let check = |text: &str| analyse(text, &self.around);
            mend(text, self.analysis.clone(), Safety::Safe, &check)
        })
    }

    /// Asks the model of the text.
    pub(crate) fn model<T>(&self, text: &str, ask: impl FnOnce(&Model<'_>) -> T) -> T {
        let text = within(text);
        self.around.requested(text, |request| {
            let file = dockerfile_syntax::parse(text);
            ask(&Model::new(request, &file))
        })
    }
}

impl Around {
    fn requested<T>(&self, source: &str, ask: impl FnOnce(&Request<'_>) -> T) -> T {
        let files = self.context.as_ref();
        let defined = self
            .build
            .as_ref()
            .map(|build| DefinedContext { files, build });
        ask(&Request {
            path: &self.path,
            source,
            options: &self.options,
            context: defined.as_ref().map_or(files, |defined| defined),
        })
    }
}

fn analyse(text: &str, around: &Around) -> Analysis {
    // What a search of the folder passes over has no findings here either.
    let passed = around.options.config.excludes(&around.path);
    let text = if passed { "" } else { within(text) };
    let mut analysis = around.requested(text, |request| examine(request, false).0);
    if passed {
        analysis.findings.clear();
        analysis.problems.clear();
    }
    analysis
}

/// A text that is too long is not looked at.
fn within(text: &str) -> &str {
    if text.len() > LIMIT { "" } else { text }
}

/// The path of a file; `None` for what is elsewhere or not saved.
pub(crate) fn path_of(uri: &Uri) -> Option<PathBuf> {
    if uri.scheme()?.as_str() != "file" {
        return None;
    }
    let path = uri.path().as_estr().decode().into_string().ok()?;
    let host = uri
        .authority()
        .map(|it| it.host().as_str().to_owned())
        .filter(|host| !host.is_empty() && host != "localhost");
    let path = match host {
        // A share of the network.
        Some(host) => format!("//{host}{path}"),
        None => match path.strip_prefix('/') {
            Some(drive) if drive.as_bytes().get(1) == Some(&b':') && cfg!(windows) => {
                drive.to_owned()
            }
            _ => path.into_owned(),
        },
    };
    Some(PathBuf::from(path))
}

/// The innermost folder of the workspace that a file lies in.
fn folder_of<'f>(path: &Path, folders: &'f [PathBuf]) -> Option<&'f Path> {
    let around = folders.iter().filter(|folder| path.starts_with(folder));
    around
        .max_by_key(|folder| folder.components().count())
        .map(PathBuf::as_path)
}

#[cfg(test)]
mod tests {
    use super::{Document, folder_of, path_of};
    use crate::lines::Encoding;
    use lsp_types::{Position, Range, TextDocumentContentChangeEvent, TextDocumentItem};
    use std::path::{Path, PathBuf};

    fn item(uri: &str, language: &str, text: &str) -> TextDocumentItem {
        TextDocumentItem::new(
            uri.parse().unwrap(),
            language.to_owned(),
            1,
            text.to_owned(),
        )
    }

    #[test]
    fn dockerfiles_are_known_by_name_or_by_the_editor() {
        let is = |uri: &str, language: &str| Document::open(item(uri, language, "")).is_some();
        assert!(is("file:///a/Dockerfile", "plaintext"));
        assert!(is("file:///a/build.docker", "dockerfile"));
        assert!(is("untitled:Untitled-1", "dockerfile"));
        assert!(!is("file:///a/build.docker", "plaintext"));
        assert!(!is("file:///a/Dockerfile.j2", "dockerfile"));
        assert!(!is("file:///a/Dockerfile.dockerignore", "dockerfile"));
    }

    #[test]
    fn changes_are_made_one_after_the_other() {
        let mut document = Document::open(item("file:///Dockerfile", "", "FROM a\nRUN é")).unwrap();
        let change = |from: (u32, u32), to: (u32, u32), text: &str| {
            let range = Range::new(Position::new(from.0, from.1), Position::new(to.0, to.1));
            TextDocumentContentChangeEvent {
                range: Some(range),
                range_length: None,
                text: text.to_owned(),
            }
        };
        let changes = vec![
            change((0, 5), (0, 6), "bc"),
            change((1, 5), (1, 5), "x\n"),
            change((2, 0), (9, 9), "CMD"),
            // Turned round.
            change((2, 3), (2, 0), "!"),
        ];
        document.change(2, changes, Encoding::Utf16);
        assert_eq!(document.text, "FROM bc\nRUN éx\nCMD!");
        let whole = TextDocumentContentChangeEvent {
            range: None,
            range_length: None,
            text: "FROM z".to_owned(),
        };
        document.change(3, vec![whole], Encoding::Utf16);
        assert_eq!((document.text.as_str(), document.version), ("FROM z", 3));
    }

    #[test]
    fn paths_are_decoded() {
        let path = |uri: &str| path_of(&uri.parse().unwrap());
        assert_eq!(path("file:///a%20b/%C3%BC"), Some(PathBuf::from("/a b/ü")));
        assert_eq!(path("file://localhost/a"), Some(PathBuf::from("/a")));
        assert_eq!(path("file://host/a"), Some(PathBuf::from("//host/a")));
        assert_eq!(path("untitled:Untitled-1"), None);
        assert_eq!(path("vscode-remote://x/a"), None);
        let drive = path("file:///c%3A/a").unwrap();
        assert_eq!(
            drive,
            Path::new(if cfg!(windows) { "c:/a" } else { "/c:/a" })
        );
    }

    #[test]
    fn the_innermost_folder_counts() {
        let folders = ["/a", "/a/b", "/ab"].map(PathBuf::from);
        let of = |path: &str| folder_of(Path::new(path), &folders);
        assert_eq!(of("/a/b/Dockerfile"), Some(Path::new("/a/b")));
        assert_eq!(of("/a/c/Dockerfile"), Some(Path::new("/a")));
        assert_eq!(of("/c/Dockerfile"), None);
    }
}
