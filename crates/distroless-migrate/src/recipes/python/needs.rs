//! What packages need beside Python, by their names.

use crate::family::Family;
use crate::image::parts;
use crate::obstacle::{Obstacle, Refusal};
use crate::survey::Survey;
use distroless_core::graph::Stage;

/// Libraries that the image of an interpreter has for it, and that must be its own.
pub(super) const OF_BASE: &str =
    "bz2|crypto|expat|ffi|gcc_s|lzma|ncursesw|python3|readline|sqlite3|ssl|stdc..|tinfo|uuid|z";

/// Packages that are compiled against libraries of the system where their index has no wheel.
/// Source: their files on PyPI, checked 2026-11-28.
const COMPILED: &[&str] = &[
    "cx-oracle",
    "dbus-python",
    "gdal",
    "m2crypto",
    "mysqlclient",
    "psycopg2",
    "psycopg-c",
    "pyaudio",
    "pycairo",
    "pycurl",
    "pygobject",
    "pygraphviz",
    "pyodbc",
    "python-ldap",
    "python-snappy",
    "pysqlite3",
    "systemd-python",
    "uwsgi",
    "xmlsec",
];

/// Packages that look for libraries or programs of the system when they run.
/// Source: their documentation, checked 2026-11-28.
const SYSTEM: &[&str] = &[
    "cairocffi",
    "cairosvg",
    "gitpython",
    "graphviz",
    "moviepy",
    "opencv-contrib-python",
    "opencv-python",
    "pdf2image",
    "pdfkit",
    "playwright",
    "pydub",
    "pypandoc",
    "pytesseract",
    "python-magic",
    "pyvips",
    "pyzbar",
    "selenium",
    "wand",
    "weasyprint",
];

/// Whether packages may be compiled in the build, against libraries that the final image lacks.
pub(super) fn compiles(survey: &Survey<'_, '_>, stage: &Stage) -> bool {
    let (_, tag) = parts(survey.model.base_name(stage));
    let full = !tag.contains("slim") && !tag.contains("alpine");
    let installed = survey.model.contents(stage).packages.iter().any(|package| {
        matches!(
            package.name.as_str(),
            "build-essential" | "build-base" | "gcc" | "g++" | "clang"
        )
    });
    if !full && !installed {
        return false;
    }
    match names(survey) {
        Some(names) => names.iter().any(|name| COMPILED.contains(&name.as_str())),
        None => true,
    }
}

/// The names of the packages that the application needs, where the build context tells.
fn names(survey: &Survey<'_, '_>) -> Option<Vec<String>> {
    let workdir = survey.workdir().unwrap_or("/");
    let folder = survey
        .model
        .contents(survey.stage)
        .context_of(workdir)
        .unwrap_or_default();
    let surroundings = survey.model.surroundings();
    // What is installed is listed beside the application, or at the root.
    let (own, root) = (surroundings.project(&folder), surroundings.project(""));
    let python = own.python().or_else(|| root.python())?;
    let needed = python
        .packages
        .iter()
        .filter(|package| package.dev != Some(true));
    Some(needed.map(|package| package.name.clone()).collect())
}

/// Refuses packages that start programs, or load libraries, of the system.
pub(super) fn needs_system(survey: &Survey<'_, '_>) -> Result<(), Refusal> {
    let names = names(survey).unwrap_or_default();
    let found = names.iter().filter(|name| SYSTEM.contains(&name.as_str()));
    let found: Vec<&str> = found.map(String::as_str).collect();
    if found.is_empty() || survey.family == Family::Slim {
        return Ok(());
    }
    Err(Refusal::one(Obstacle::new(
        survey.stage.from,
        format!(
            "`{}` looks for programs or libraries of the system when it runs",
            found.join("`, `")
        ),
        "stay on a slim image with those packages: --base slim",
    )))
}
