//! What commands bring to the image and take from it: artifacts, packages, accounts, owners.

use super::machine::Machine;
use super::{MadeAccount, Owned};
use crate::image::artifact::{Artifact, Kind, Package, Shape};
use crate::image::path::merged;
use crate::image::script::Invocation;
use crate::image::touch::{Deed, Region};
use dockerfile_syntax::Span;

impl Machine<'_, '_> {
    /// Something is made whose nature is known.
    pub(crate) fn adds(&mut self, path: &str, shape: Shape, kind: Kind, invocation: &Invocation) {
        self.adds_for(path, shape, kind, invocation.span, invocation.sure);
    }

    /// Something whose nature is known is made for what stands at `span`: the name of a package.
    pub(crate) fn adds_for(
        &mut self,
        path: &str,
        shape: Shape,
        kind: Kind,
        span: Span,
        sure: bool,
    ) {
        let path = merged(path);
        if self.is_mounted(&path) {
            return;
        }
        self.touch(Deed::Makes(path.clone()), sure, span);
        if matches!(shape, Shape::Tree | Shape::Files) {
            self.touch(Deed::Opens(Region::Below(path.clone())), sure, span);
        }
        let artifact = Artifact {
            path,
            shape,
            kind,
            trail: vec![self.site(span)],
            sure,
        };
        if let Some(contents) = self.contents_mut() {
            contents.add(artifact);
        }
    }

    /// A package of the system is installed.
    pub(crate) fn installs(&mut self, manager: &'static str, name: &str, span: Span, sure: bool) {
        let site = self.site(span);
        if let Some(contents) = self.contents_mut()
            && contents.packages.len() < super::MOST
        {
            contents.packages.push(Package {
                manager,
                name: name.to_owned(),
                group: None,
                site,
                removed: None,
                sure,
            });
        }
    }

    /// The package installed last is removed with others by a name.
    pub(crate) fn groups(&mut self, package: &str, group: &str) {
        if let Some(last) = self
            .contents_mut()
            .and_then(|contents| contents.packages.last_mut())
            && last.name == package
        {
            last.group = Some(group.to_owned());
        }
    }

    /// Packages of the system are removed; all that `wanted` picks.
    pub(crate) fn uninstalls(&mut self, span: Span, wanted: &dyn Fn(&Package) -> bool) {
        let site = self.site(span);
        if let Some(contents) = self.contents_mut() {
            for package in &mut contents.packages {
                if package.removed.is_none() && wanted(package) {
                    package.removed = Some(site);
                }
            }
        }
    }

    /// Packages of the system that may be removed; all that `wanted` picks.
    pub(crate) fn doubts(&mut self, wanted: &dyn Fn(&Package) -> bool) {
        if let Some(contents) = self.contents_mut() {
            for package in &mut contents.packages {
                package.sure &= !wanted(package);
            }
        }
    }

    /// An account is made.
    pub(crate) fn account(&mut self, name: &str, uid: Option<u32>, span: Span) {
        let site = self.site(span);
        if let Some(contents) = self.contents_mut() {
            contents.accounts.push(MadeAccount {
                name: name.to_owned(),
                uid,
                site,
            });
        }
    }

    /// A directory's owner is known.
    pub(crate) fn owns(&mut self, owned: Owned) {
        if let Some(contents) = self.contents_mut()
            && contents.owned.len() < super::MOST
        {
            contents.owned.push(owned);
        }
    }

    /// A tool keeps a setting.
    pub(crate) fn keeps(&mut self, name: &str, value: &str) {
        if let Some(contents) = self.contents_mut() {
            contents.settings.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Something is copied, linked or moved inside the image: what is known of it goes along.
    pub(crate) fn copies(
        &mut self,
        source: &str,
        destination: &str,
        into: bool,
        invocation: &Invocation,
    ) {
        let (source, destination) = (merged(source), merged(destination));
        if self.is_mounted(&destination) {
            return;
        }
        let site = self.site(invocation.span);
        for artifact in self.things_at(&source) {
            if let Some(mut copy) = artifact.copied(&source, &destination, into, site) {
                copy.sure &= invocation.sure;
                if let Some(contents) = self.contents_mut() {
                    contents.add(copy);
                }
            }
        }
    }

    /// Something is made in a mount, where later commands of the same RUN see it.
    pub(crate) fn shows(&mut self, path: &str, shape: Shape, kind: Kind, invocation: &Invocation) {
        let artifact = Artifact {
            path: merged(path),
            shape,
            kind,
            trail: vec![self.site(invocation.span)],
            sure: invocation.sure,
        };
        if let Some(current) = &mut self.current {
            current.visible.push(artifact);
        }
    }
}
