//! Go: `go.mod`, and files that are compiled with a C compiler.

use super::text::{below, read};
use crate::order;
use crate::request::BuildContext;

/// How many Go files and folders are looked at.
const FILES: usize = 3000;
const FOLDERS: usize = 1000;
/// How much of them is read, in bytes.
const BYTES: usize = 32 * 1024 * 1024;
/// How many requirements are kept.
const MODULES: usize = 20_000;

/// What a `go.mod` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Go {
    /// The path of the module.
    pub module: Option<String>,
    /// The version of the language: `1.22` or `1.22.3`.
    pub version: Option<String>,
    /// The toolchain that is asked for: `go1.22.3`.
    pub toolchain: Option<String>,
    /// What it requires.
    pub requires: Vec<GoModule>,
}

/// A module that is required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoModule {
    /// Its path, with the major version at the end.
    pub path: String,
    /// Its version.
    pub version: String,
    /// Whether it is marked `// indirect`.
    pub indirect: bool,
}

/// A file that imports `C`: with cgo on, its package is compiled by a C compiler and linked with the
/// C library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CgoFile {
    /// Its path in the context.
    pub path: String,
    /// Whether it is compiled under some conditions only, by its name or a `//go:build` line.
    pub conditional: bool,
}

/// Modules with packages that import `C` on Linux; the paths of further major versions begin with these.
const CGO_MODULES: &[&str] = &[
    "github.com/DataDog/zstd",
    "github.com/bytecodealliance/wasmtime-go",
    "github.com/confluentinc/confluent-kafka-go",
    "github.com/containers/storage",
    "github.com/duckdb/duckdb-go",
    "github.com/go-gl/gl",
    "github.com/godror/godror",
    "github.com/google/gopacket",
    "github.com/gen2brain/go-fitz",
    "github.com/h2non/bimg",
    "github.com/davidbyttow/govips",
    "github.com/libgit2/git2go",
    "github.com/linxGnu/grocksdb",
    "github.com/marcboeker/go-duckdb",
    "github.com/mattn/go-oci8",
    "github.com/mattn/go-sqlite3",
    "github.com/miekg/pkcs11",
    "github.com/mutecomm/go-sqlcipher",
    "github.com/otiai10/gosseract",
    "github.com/pebbe/zmq4",
    "github.com/tecbot/gorocksdb",
    "github.com/valyala/gozstd",
    "gocv.io/x/gocv",
    "gopkg.in/gographics/imagick.v3",
    "gorm.io/driver/sqlite",
    "rogchap.com/v8go",
];

impl Go {
    pub(super) fn parse(text: &str) -> Self {
        let mut go = Self::default();
        let mut block = "";
        for line in text.lines() {
            let (line, comment) = line.split_once("//").unwrap_or((line, ""));
            let line = line.trim();
            let mut words = line.split_whitespace();
            let first = match block {
                "" => words.next().unwrap_or_default(),
                inner => inner,
            };
            if line == ")" {
                block = "";
                continue;
            }
            let (Some(one), two) = (words.next(), words.next()) else {
                continue;
            };
            if one == "(" {
                block = first;
                continue;
            }
            let plain = |text: &str| text.trim_matches(['"', '`']).to_owned();
            match (first, two) {
                ("module", _) => go.module = Some(plain(one)),
                ("go", _) => go.version = Some(plain(one)),
                ("toolchain", _) => go.toolchain = Some(plain(one)),
                ("require", Some(version)) if go.requires.len() < MODULES => {
                    go.requires.push(GoModule {
                        path: plain(one),
                        version: plain(version),
                        indirect: comment.trim().starts_with("indirect"),
                    });
                }
                _ => {}
            }
        }
        go
    }

    /// The required modules that are known to import `C`. Whether the program uses their packages is
    /// not told by `go.mod`.
    pub fn cgo_modules(&self) -> impl Iterator<Item = &GoModule> {
        self.requires.iter().filter(|module| {
            CGO_MODULES.iter().any(|known| {
                let rest = module.path.strip_prefix(known);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        })
    }
}

/// The files of a module that import `C`; tests, vendored and nested modules are left out. `None`
/// when there are too many files, or one cannot be read.
pub(super) fn cgo_files(context: &dyn BuildContext, root: &str) -> Option<Vec<CgoFile>> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    let (mut files, mut folders, mut bytes) = (0, 0, 0);
    while let Some(folder) = open.pop() {
        folders += 1;
        if folders > FOLDERS {
            return None;
        }
        let names = context.list(&folder)?;
        if folder != root && names.iter().any(|name| name == "go.mod") {
            continue;
        }
        for name in names.iter() {
            // As the go command does.
            if name.starts_with(['.', '_']) {
                continue;
            }
            if let Some(inner) = name.strip_suffix('/') {
                if !matches!(inner, "vendor" | "testdata" | "node_modules") {
                    open.push(below(&folder, inner));
                }
                continue;
            }
            let Some(stem) = name.strip_suffix(".go") else {
                continue;
            };
            if stem.ends_with("_test") {
                continue;
            }
            files += 1;
            if files > FILES {
                return None;
            }
            let path = below(&folder, name);
            let text = read(context, &path)?;
            bytes += text.len();
            if bytes > BYTES {
                return None;
            }
            let head = head(&text);
            if head.imports_c {
                let conditional = head.conditional || other_system(stem);
                found.push(CgoFile { path, conditional });
            }
        }
    }
    order::sort_by(&mut found, |a, b| a.path.cmp(&b.path));
    Some(found)
}

/// Whether a file is for another system than Linux or for one processor, by its name.
fn other_system(stem: &str) -> bool {
    let parts = stem.split('_').skip(1);
    parts
        .into_iter()
        .any(|part| SYSTEMS.binary_search(&part).is_ok())
}

/// Names of systems and processors, as of `go tool dist list`.
const SYSTEMS: &[&str] = &[
    "386",
    "aix",
    "amd64",
    "android",
    "arm",
    "arm64",
    "darwin",
    "dragonfly",
    "freebsd",
    "illumos",
    "ios",
    "js",
    "loong64",
    "mips",
    "mips64",
    "mips64le",
    "mipsle",
    "netbsd",
    "openbsd",
    "plan9",
    "ppc64",
    "ppc64le",
    "riscv64",
    "s390x",
    "solaris",
    "wasip1",
    "wasm",
    "windows",
];

#[derive(Default)]
struct Head {
    imports_c: bool,
    conditional: bool,
}

/// Reads a Go file up to the end of its imports.
fn head(text: &str) -> Head {
    let mut head = Head::default();
    let mut rest = text;
    // Within `import (`.
    let mut group = false;
    let mut import = false;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
        if let Some(comment) = rest.strip_prefix("//") {
            let (line, after) = comment.split_once('\n').unwrap_or((comment, ""));
            // A constraint that asks for cgo or Linux holds wherever it matters.
            if let Some(constraint) = line.strip_prefix("go:build ") {
                head.conditional |= !matches!(constraint.trim(), "cgo" | "linux" | "linux && cgo");
            }
            rest = after;
        } else if let Some(comment) = rest.strip_prefix("/*") {
            let Some((_, after)) = comment.split_once("*/") else {
                return head;
            };
            rest = after;
        } else if let Some(after) = rest.strip_prefix('(')
            && import
        {
            (group, rest) = (true, after);
        } else if let Some(after) = rest.strip_prefix(')')
            && group
        {
            (group, import, rest) = (false, false, after);
        } else if let Some(quote @ ('"' | '`')) = rest.chars().next()
            && import
        {
            let Some((path, after)) = rest.get(1..).and_then(|rest| rest.split_once(quote)) else {
                return head;
            };
            head.imports_c |= path == "C";
            import = group;
            rest = after;
        } else {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')));
            let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
            match word {
                "package" => {
                    let name = after.trim_start();
                    let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_'));
                    rest = name.get(end.unwrap_or(name.len())..).unwrap_or_default();
                }
                "import" if !group => (import, rest) = (true, after),
                // The name that an import is given.
                _ if import && !word.is_empty() => rest = after,
                _ => return head,
            }
        }
    }
}
