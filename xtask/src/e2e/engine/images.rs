//! What images there are.

use super::{Engine, REST};
use crate::e2e::bases::PACKAGES;
use crate::e2e::process;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::error::Error;

#[derive(Deserialize)]
struct Stored {
    id: String,
    /// Absent or null for images that lost their names.
    names: Option<Vec<String>>,
}

impl Engine {
    /// How many bytes an image's layers have.
    pub(in crate::e2e) fn sizes(&self, images: &[&str]) -> Result<Vec<u64>, Box<dyn Error>> {
        let arguments = ["image", "inspect", "--format", "{{.Size}}"];
        let sizes = self.podman(&[&arguments, images].concat(), REST)?;
        if !sizes.success() {
            return Err(sizes.text().into());
        }
        let sizes = sizes.stdout.lines().map(|line| line.trim().parse());
        Ok(sizes.collect::<Result<_, _>>()?)
    }

    /// Every name of every image in the store.
    pub(in crate::e2e) fn names(&self) -> Result<BTreeSet<String>, Box<dyn Error>> {
        let stored = self.stored()?;
        Ok(stored
            .into_iter()
            .flat_map(|image| image.names.unwrap_or_default())
            .collect())
    }

    /// Removes what is left of builds, and every image without a name in `keep`.
    pub(in crate::e2e) fn remove_images_except(
        &self,
        keep: &BTreeSet<String>,
    ) -> Result<(), Box<dyn Error>> {
        self.buildah(&["rm", "--all"], REST)?;
        for image in self.stored()? {
            let names = image.names.unwrap_or_default();
            if names.iter().any(|name| keep.contains(name)) {
                for name in names.iter().filter(|name| !keep.contains(*name)) {
                    self.buildah(&["untag", &image.id, name], REST)?;
                }
            } else {
                self.buildah(&["rmi", "--force", &image.id], REST)?;
            }
        }
        Ok(())
    }

    /// Makes one file of those that several layers hold: the same Node.js, Go and Java are in several
    /// images, and the same modules of Python and npm. Layers are never written, so nobody sees it; where it cannot be done they
    /// only take more space.
    pub(in crate::e2e) fn share_files(&self) {
        let mut command = self.command("hardlink");
        command
            .args(["--ignore-time", "--quiet"])
            .args([self.path("storage"), self.path(PACKAGES)]);
        if let Err(error) = process::run(&mut command, REST) {
            println!("e2e: files of layers are not shared: {error}");
        }
    }

    fn stored(&self) -> Result<Vec<Stored>, Box<dyn Error>> {
        let listed = self.buildah(&["images", "--json"], REST)?;
        if !listed.success() {
            return Err(format!("buildah images: {}", listed.text()).into());
        }
        // An empty store is `null`.
        let stored: Option<Vec<Stored>> = serde_json::from_str(&listed.stdout)?;
        Ok(stored.unwrap_or_default())
    }
}
