//! What dist/ is made of, as a CycloneDX document: the packages whose code is in the WebAssembly modules. It has
//! no time and no serial number, so that the same sources give the same bytes.

use super::{Module, third_party};
use crate::root;
use cyclonedx_bom::external_models::uri::Purl;
use cyclonedx_bom::models::bom::{Bom, SpecVersion};
use cyclonedx_bom::models::component::{Classification, Component, Components};
use cyclonedx_bom::models::hash::{Hash, HashAlgorithm, HashValue, Hashes};
use cyclonedx_bom::models::license::{LicenseChoice, Licenses};
use cyclonedx_bom::models::metadata::Metadata;
use cyclonedx_bom::validation::Validate;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

/// What it is called beside the modules.
pub(crate) const FILE: &str = "sbom.cdx.json";

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    /// The SHA-256 of its archive.
    checksum: Option<String>,
}

/// The document for modules.
pub(crate) fn of(target: &str, modules: &[Module]) -> Result<Vec<u8>, Box<dyn Error>> {
    let checksums = checksums()?;
    let mut components = Vec::new();
    let ours: Vec<_> = modules.iter().map(Module::linked).collect();
    for (key, package) in third_party::packages(target, &ours)? {
        let purl = Purl::new("cargo", &package.name, &package.version)?;
        let mut component = Component::new(
            Classification::Library,
            &package.name,
            &package.version,
            Some(purl.to_string()),
        );
        let checksum = checksums
            .get(&key)
            .ok_or_else(|| format!("Cargo.lock has no checksum of {key}"))?;
        component.hashes = Some(Hashes(vec![Hash {
            alg: HashAlgorithm::SHA_256,
            content: HashValue(checksum.clone()),
        }]));
        // Older packages write `/` for OR.
        let licence = package.licence.replace('/', " OR ");
        component.licenses = Some(Licenses(vec![LicenseChoice::expression(&licence)]));
        component.purl = Some(purl);
        components.push(component);
    }
    let own = Component::new(
        Classification::Application,
        "distroless-check",
        env!("CARGO_PKG_VERSION"),
        Some("distroless-check".to_owned()),
    );
    let document = Bom {
        serial_number: None,
        metadata: Some(Metadata {
            component: Some(own),
            ..Metadata::default()
        }),
        components: Some(Components(components)),
        spec_version: SpecVersion::V1_5,
        ..Bom::default()
    };
    let valid = document.validate();
    if !valid.passed() {
        return Err(format!("{FILE} is not valid: {valid:?}").into());
    }
    let mut bytes = Vec::new();
    document.output_as_json(&mut bytes, SpecVersion::V1_5)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// By `name version`, what Cargo.lock holds packages of registries to.
fn checksums() -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let lock: Lock = toml::from_str(&fs::read_to_string(root::path().join("Cargo.lock"))?)?;
    let packages = lock.package.into_iter();
    Ok(packages
        .filter_map(|it| Some((format!("{} {}", it.name, it.version), it.checksum?)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::dist::{MODULES, TARGET};
    use serde_json::Value;

    #[test]
    fn every_part_is_named_with_what_it_is_held_to() -> Result<(), Box<dyn std::error::Error>> {
        let bytes = of(TARGET, &MODULES)?;
        assert_eq!(bytes, of(TARGET, &MODULES)?, "it differs from time to time");
        let document: Value = serde_json::from_slice(&bytes)?;
        assert!(document.get("serialNumber").is_none());
        assert!(document["metadata"].get("timestamp").is_none());
        let components = document["components"].as_array().ok_or("no components")?;
        let names: Vec<&str> = components
            .iter()
            .filter_map(|it| it["name"].as_str())
            .collect();
        assert!(
            names.contains(&"serde_json") && names.contains(&"hcl-edit"),
            "{names:?}"
        );
        // What only the command line or a macro has is not in the modules.
        assert!(
            !names.contains(&"clap") && !names.contains(&"serde_derive"),
            "{names:?}"
        );
        for component in components {
            let digest = component["hashes"][0]["content"]
                .as_str()
                .unwrap_or_default();
            assert_eq!(digest.len(), 64, "{component}");
            assert!(
                component["licenses"][0]["expression"].is_string(),
                "{component}"
            );
            let purl = component["purl"].as_str().unwrap_or_default();
            assert!(purl.starts_with("pkg:cargo/"), "{component}");
        }
        Ok(())
    }
}
