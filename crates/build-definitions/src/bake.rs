//! Bake files: their targets.
//!
//! Source: the Bake file reference, checked 2026-11-23. Bake resolves paths from the folder it is
//! started in, which for files of these names is their own.

use crate::tree::{DEPTH, Data, Id, Tree};
use crate::{Build, ITEMS, Target, combine, interpolate, path};
use distroless_core::image::path_is_for_work;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The builds of a file; `None` where there are too many.
pub(crate) fn builds(file: &str, tree: &Tree) -> Option<Vec<Build>> {
    let Some(targets) = tree.get(tree.root, "target") else {
        return Some(Vec::new());
    };
    let mut by_name: HashMap<&str, Option<Id>> = HashMap::new();
    for (name, id) in tree.own(targets).iter().take(ITEMS) {
        // Two blocks of one name are laid over each other; that is not followed.
        by_name
            .entry(name)
            .and_modify(|known| *known = None)
            .or_insert(Some(*id));
    }
    let reader = Reader {
        file,
        tree,
        variables: variables(tree),
        targets: by_name,
    };
    let default = reader.default();
    let mut left = ITEMS;
    let mut builds = Vec::new();
    for (name, id) in tree.own(targets).iter().take(ITEMS) {
        if left == 0 {
            break;
        }
        left -= 1;
        // A target called `_common` is there to be inherited from.
        if reader.targets.get(name.as_str()) == Some(&Some(*id)) && !name.starts_with('_') {
            let ships = default.contains(name.as_str());
            builds.extend(reader.build(name, *id, ships, &mut left));
        }
    }
    (left > 0).then_some(builds)
}

/// The defaults of a JSON file's variables; in HCL they are in the values already.
fn variables(tree: &Tree) -> HashMap<&str, &str> {
    let all = tree.get(tree.root, "variable").map(|id| tree.own(id));
    let all = all.unwrap_or_default().iter();
    all.filter_map(|(name, id)| Some((name.as_str(), tree.text(tree.get(*id, "default")?)?)))
        .filter(|(_, value)| !value.is_empty() && !value.contains("${"))
        .collect()
}

struct Reader<'t> {
    file: &'t str,
    tree: &'t Tree,
    variables: HashMap<&'t str, &'t str>,
    targets: HashMap<&'t str, Option<Id>>,
}

impl<'t> Reader<'t> {
    fn text(&self, id: Id) -> Option<String> {
        let text = self.tree.text(id)?;
        if !path::is_json(self.file) {
            return Some(text.to_owned());
        }
        interpolate::bake(text, &|name| self.variables.get(name).copied())
    }

    /// The targets that are built when none is named: `default`, or the group of that name.
    fn default(&self) -> BTreeSet<&'t str> {
        let groups = self.tree.get(self.tree.root, "group");
        let mut reached = BTreeSet::new();
        let mut next = vec!["default"];
        while let Some(name) = next.pop() {
            if !reached.insert(name) || reached.len() > ITEMS {
                continue;
            }
            let group = groups.and_then(|groups| self.tree.get(groups, name));
            let members = group.and_then(|group| self.tree.get(group, "targets"));
            let members = members.map(|id| self.tree.list(id)).unwrap_or_default();
            next.extend(members.iter().filter_map(|id| self.tree.text(*id)));
        }
        reached
    }

    fn build(&self, name: &str, target: Id, ships: bool, left: &mut usize) -> Option<Build> {
        let layers = self.layers(target)?;
        let said = |key: &str| layers.iter().find_map(|layer| self.tree.get(*layer, key));
        if said("dockerfile-inline").is_some() {
            return None;
        }
        let text_or = |key: &str, default: &str| match said(key) {
            Some(id) => self.text(id),
            None => Some(default.to_owned()),
        };
        let context = path::context(path::folder(self.file), &text_or("context", ".")?)?;
        let dockerfile = path::resolve(&context, &text_or("dockerfile", "Dockerfile")?)?;
        let stage = match said("target") {
            None => Target::Last,
            Some(id) => match self.text(id) {
                Some(stage) if !stage.is_empty() => Target::Stage(stage),
                _ => Target::Unknown,
            },
        };
        let mut args = BTreeMap::new();
        for layer in layers.iter().rev() {
            let Some(list) = self.tree.get(*layer, "args") else {
                continue;
            };
            for (name, value) in self.tree.own(list).iter().take(ITEMS) {
                if *left == 0 {
                    break;
                }
                *left -= 1;
                args.insert(name.clone(), self.text(*value));
            }
        }
        let mut contexts = Vec::new();
        for layer in &layers {
            let added = self.tree.get(*layer, "contexts");
            let added = added.map(|id| self.tree.own(id)).unwrap_or_default();
            contexts.extend(added.iter().take(DEPTH).map(|(name, _)| name.clone()));
        }
        let platforms = said("platforms")
            .map(|id| self.tree.list(id))
            .unwrap_or_default();
        let platforms: Vec<String> = platforms
            .iter()
            .take(16)
            .filter_map(|id| self.text(*id))
            .collect();
        let ships = ships
            && !combine::file_is_for_work(self.file)
            && !path_is_for_work(name)
            && !self.makes_files(said("output"))
            && !combine::stage_is_for_work(&stage)
            && !combine::args_are_for_work(&args);
        Some(Build {
            file: self.file.to_owned(),
            line: self.tree.line(target),
            name: format!("target {name}"),
            dockerfile,
            context,
            target: stage,
            args,
            contexts,
            platforms,
            ships,
        })
    }

    /// The target and those it inherits from, the one that wins first.
    fn layers(&self, target: Id) -> Option<Vec<Id>> {
        let mut layers = Vec::new();
        self.inherit(target, DEPTH, &mut layers)?;
        Some(layers)
    }

    fn inherit(&self, target: Id, depth: usize, layers: &mut Vec<Id>) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        layers.push(target);
        let Some(parents) = self.tree.get(target, "inherits") else {
            return Some(());
        };
        let Data::List(parents) = self.tree.data(parents) else {
            return None;
        };
        // Later ones win.
        for parent in parents.iter().rev() {
            // Circles and families beyond this are not of real files.
            if layers.len() > 64 {
                return None;
            }
            let name = self.text(*parent)?;
            let parent = self.targets.get(name.as_str()).copied().flatten()?;
            self.inherit(parent, depth, layers)?;
        }
        Some(())
    }

    /// Whether the result is files or nothing, and no image; or may be.
    fn makes_files(&self, output: Option<Id>) -> bool {
        let Some(output) = output else { return false };
        self.tree
            .list(output)
            .iter()
            .take(DEPTH)
            .any(|id| match self.tree.data(*id) {
                Data::Map(_) => {
                    let kind = self.tree.get(*id, "type").and_then(|id| self.text(id));
                    !kind.is_some_and(|kind| {
                        matches!(kind.as_str(), "image" | "registry" | "docker" | "oci")
                    })
                }
                _ => self.text(*id).is_none_or(|text| {
                    !["type=image", "type=registry", "type=docker", "type=oci"]
                        .iter()
                        .any(|kind| text.contains(kind))
                }),
            })
    }
}
