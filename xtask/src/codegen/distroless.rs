//! The tables of Google's distroless images.

use super::render::{OsNumbers, os_number};
use super::rows::{layer, origin, provenance};
use super::rust::{date, option, option_string, string};
use super::schema::{DistrolessImage, Knowledge};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The images of the family, and the names that have no content here.
pub(super) fn distroless(knowledge: &Knowledge, numbers: &OsNumbers) -> Result<String, String> {
    let file = &knowledge.distroless;
    let mut text = String::new();
    for (name, common) in [("COMMON", &file.common), ("DEBUG", &file.debug)] {
        origin(&common.origin)?;
        _ = writeln!(
            text,
            "pub(crate) static {name}: Layer = {};",
            layer(&common.layer)?
        );
    }
    let mut rows = BTreeMap::new();
    for (number, image) in file.image.iter().enumerate() {
        _ = writeln!(text, "static L{number}: Layer = {};", layer(&image.layer)?);
        for name in image.name.all() {
            let row = distroless_row(image, name, &format!("&L{number}"), numbers)
                .map_err(|error| format!("distroless {name}: {error}"))?;
            if rows.insert(name.clone(), row).is_some() {
                return Err(format!("distroless {name} stands twice"));
            }
        }
    }
    text += "pub(crate) static IMAGES: &[DistrolessRow] = &[\n";
    for row in rows.into_values() {
        _ = writeln!(text, "{row},");
    }
    text += "];\n\npub(crate) static NAMES: &[DistrolessNameRow] = &[\n";
    for name in &file.name {
        _ = writeln!(
            text,
            "DistrolessNameRow {{ pattern: {}, last_built: {}, replacement: {}, provenance: {} }},",
            string(&name.pattern),
            option(name.last_built.as_deref().map(date).transpose()?),
            option_string(name.replacement.as_deref()),
            provenance(&name.source, &name.checked, &name.confidence)?,
        );
    }
    Ok(text + "];\n")
}

fn distroless_row(
    row: &DistrolessImage,
    name: &str,
    layer: &str,
    numbers: &OsNumbers,
) -> Result<String, String> {
    if let Some(os) = &row.os {
        os_number(os, numbers)?;
    }
    Ok(format!(
        "DistrolessRow {{ name: {}, os: {}, layer: {}, keeps_entrypoint: {}, last_built: {}, ends: {}, \
         replacement: {}, provenance: {} }}",
        string(name),
        option_string(row.os.as_deref()),
        layer,
        row.keeps_entrypoint,
        option(row.last_built.as_deref().map(date).transpose()?),
        option(row.ends.as_deref().map(date).transpose()?),
        option_string(row.replacement.as_deref()),
        origin(&row.origin)?,
    ))
}
