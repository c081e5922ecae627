//! Compose files: the `build` of each service.
//!
//! Source: the Compose Specification and its build part, checked 2026-11-23.

use crate::interpolate::compose as interpolated;
use crate::tree::{DEPTH, Data, Id, Tree};
use crate::{Build, ITEMS, Target, path};
use distroless_core::image::path_is_for_work;
use std::collections::BTreeMap;

/// The builds of a file; `None` where there are too many.
pub(crate) fn builds(file: &str, tree: &Tree) -> Option<Vec<Build>> {
    let Some(services) = tree.get(tree.root, "services") else {
        return Some(Vec::new());
    };
    let mut left = ITEMS;
    let mut builds = Vec::new();
    for (name, service) in tree.entries(services) {
        let reader = Reader {
            file,
            tree,
            services,
        };
        if left == 0 {
            break;
        }
        left -= 1;
        builds.extend(reader.build(name, service, &mut left));
    }
    (left > 0).then_some(builds)
}

struct Reader<'t> {
    file: &'t str,
    tree: &'t Tree,
    services: Id,
}

impl Reader<'_> {
    fn build(&self, name: &str, service: Id, left: &mut usize) -> Option<Build> {
        let layers = self.layers(service)?;
        let builds: Vec<Id> = layers
            .iter()
            .filter_map(|service| self.tree.get(*service, "build"))
            .collect();
        let first = *builds.first()?;
        let said = |key: &str| builds.iter().find_map(|build| self.tree.get(*build, key));
        let folder = path::folder(self.file);
        // `build: folder` says the context alone.
        let short = self.tree.text(first);
        let context = match (short, said("context")) {
            (Some(short), _) => interpolated(short)?,
            (None, Some(context)) => interpolated(self.tree.text(context)?)?,
            // What is laid over another file leaves out what that one says.
            (None, None) if !path::is_main(self.file) => return None,
            (None, None) => ".".to_owned(),
        };
        if !matches!(self.tree.data(first), Data::Map(_) | Data::Text(_))
            || said("dockerfile_inline").is_some()
        {
            return None;
        }
        let context = path::context(folder, &context)?;
        let dockerfile = match said("dockerfile") {
            Some(id) => interpolated(self.tree.text(id)?)?,
            None => "Dockerfile".to_owned(),
        };
        let dockerfile = path::resolve(&context, &dockerfile)?;
        let target = match said("target").map(|id| (self.tree.data(id), self.tree.text(id))) {
            None | Some((Data::Null, _)) => Target::Last,
            Some((_, text)) => match text.and_then(interpolated) {
                Some(stage) if !stage.is_empty() => Target::Stage(stage),
                _ => Target::Unknown,
            },
        };
        let mut args = BTreeMap::new();
        for build in builds.iter().rev() {
            if let Some(list) = self.tree.get(*build, "args") {
                self.args(list, &mut args, left);
            }
        }
        let mut contexts = Vec::new();
        for build in &builds {
            let added = self.tree.get(*build, "additional_contexts");
            if let Some(added) = added {
                contexts.extend(self.tree.own(added).iter().map(|(name, _)| name.as_str()));
                let list = self.tree.list(added).iter();
                let names = list.filter_map(|id| self.tree.text(*id)?.split_once('='));
                contexts.extend(names.map(|(name, _)| name));
            }
        }
        let platforms = said("platforms")
            .map(|id| self.tree.list(id))
            .unwrap_or_default();
        let platforms = platforms
            .iter()
            .take(16)
            .filter_map(|id| interpolated(self.tree.text(*id)?));
        let ships = !self.is_for_work(name, &layers, &context)
            && !crate::combine::stage_is_for_work(&target)
            && !crate::combine::args_are_for_work(&args);
        Some(Build {
            file: self.file.to_owned(),
            line: self.tree.line(service),
            name: format!("service {name}"),
            dockerfile,
            context,
            target,
            args,
            contexts: contexts
                .into_iter()
                .take(DEPTH)
                .map(str::to_owned)
                .collect(),
            platforms: platforms.collect(),
            ships,
        })
    }

    /// The service and those it extends; nothing where one of them is in another file.
    fn layers(&self, service: Id) -> Option<Vec<Id>> {
        let mut layers = vec![service];
        for _ in 0..DEPTH {
            let Some(extends) = self.tree.get(*layers.last()?, "extends") else {
                return Some(layers);
            };
            let name = match self.tree.text(extends) {
                Some(name) => name,
                None if self.tree.get(extends, "file").is_some() => return None,
                None => self.tree.text(self.tree.get(extends, "service")?)?,
            };
            layers.push(self.tree.get(self.services, name)?);
        }
        None
    }

    fn args(&self, list: Id, args: &mut BTreeMap<String, Option<String>>, left: &mut usize) {
        let mut add = |name: String, value: Option<String>| {
            if *left > 0 && !name.is_empty() {
                *left -= 1;
                args.insert(name, value);
            }
        };
        match self.tree.data(list) {
            Data::List(items) => {
                for item in items.iter().take(ITEMS) {
                    match self
                        .tree
                        .text(*item)
                        .map(|text| text.split_once('=').ok_or(text))
                    {
                        Some(Ok((name, value))) => add(name.to_owned(), interpolated(value)),
                        // The environment gives it, if it has it.
                        Some(Err(name)) => add(name.to_owned(), None),
                        None => {}
                    }
                }
            }
            Data::Map(_) => {
                for (name, value) in self.tree.entries(list).into_iter().take(ITEMS) {
                    add(
                        name.to_owned(),
                        self.tree.text(value).and_then(interpolated),
                    );
                }
            }
            _ => {}
        }
    }

    /// Whether the service is for developing or testing: by its file, its name, its profiles, or
    /// because the sources are mounted over what was built.
    fn is_for_work(&self, name: &str, layers: &[Id], context: &str) -> bool {
        let said = |key: &str| {
            layers
                .iter()
                .find_map(|service| self.tree.get(*service, key))
        };
        let profiles = said("profiles")
            .map(|id| self.tree.list(id))
            .unwrap_or_default();
        let mut profiles = profiles.iter().take(DEPTH).map(|id| self.tree.text(*id));
        crate::combine::file_is_for_work(self.file)
            || path_is_for_work(name)
            || profiles.any(|profile| profile.is_none_or(path_is_for_work))
            || layers.iter().any(|service| self.mounts_sources(*service, context))
            // `docker compose watch` puts sources into the running container.
            || said("develop").is_some()
    }

    fn mounts_sources(&self, service: Id, context: &str) -> bool {
        let Some(volumes) = self.tree.get(service, "volumes") else {
            return false;
        };
        let folder = path::folder(self.file);
        self.tree.list(volumes).iter().take(64).any(|volume| {
            let source = match self.tree.text(*volume) {
                Some(text) => text.split(':').next(),
                None => self
                    .tree
                    .get(*volume, "source")
                    .and_then(|id| self.tree.text(id)),
            };
            let source = source.and_then(|source| path::resolve(folder, source));
            source.is_some_and(|source| source == context)
        })
    }
}
