//! .NET: project files, with the defaults of `Directory.Build.props`.

use super::text::{below, read};
use super::xml::{Element, attribute, elements};
use crate::order;
use crate::request::BuildContext;

/// How many projects and folders are looked at, and how deep.
const PROJECTS: usize = 200;
const FOLDERS: usize = 1000;
const DEPTH: usize = 5;

/// What a project file says. Properties that hold under a condition only are `None`, and so are
/// those that are not set: the defaults of the SDK then apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DotNet {
    /// The path of the project file in the context.
    pub file: String,
    /// The SDK: `Microsoft.NET.Sdk.Web`.
    pub sdk: Option<String>,
    /// `TargetFramework` or `TargetFrameworks`: `net8.0`.
    pub frameworks: Vec<String>,
    /// What the built program is called, without `.dll`: `AssemblyName`, or the name of the file.
    pub assembly: Option<String>,
    /// `OutputType`: `Exe`, `Library`.
    pub output_type: Option<String>,
    /// `RuntimeIdentifier`: `linux-musl-x64`.
    pub runtime: Option<String>,
    /// `InvariantGlobalization`: whether ICU is not needed.
    pub invariant_globalization: Option<bool>,
    /// `SelfContained` or `PublishSelfContained`: whether the runtime is in what is published.
    pub self_contained: Option<bool>,
    /// `PublishSingleFile`
    pub single_file: Option<bool>,
    /// `PublishAot`: whether it is machine code.
    pub aot: Option<bool>,
    /// `PublishTrimmed`
    pub trimmed: Option<bool>,
    /// The packages that it refers to.
    pub packages: Vec<String>,
}

/// The projects below a folder; `None` when there are too many folders, or one cannot be listed.
pub(super) fn projects(context: &dyn BuildContext, root: &str) -> Option<Vec<DotNet>> {
    let defaults = read(context, &below(root, "Directory.Build.props"));
    let defaults = defaults.as_deref().map(elements);
    let unreadable = matches!(defaults, Some(None));
    let defaults = defaults.flatten().unwrap_or_default();
    let mut found = Vec::new();
    let mut open = vec![(root.to_owned(), 0)];
    let mut folders = 0;
    while let Some((folder, depth)) = open.pop() {
        folders += 1;
        if folders > FOLDERS || found.len() > PROJECTS {
            return None;
        }
        for name in context.list(&folder)?.iter() {
            if let Some(inner) = name.strip_suffix('/') {
                let built =
                    matches!(inner, "bin" | "obj" | "node_modules") || inner.starts_with('.');
                if depth < DEPTH && !built {
                    open.push((below(&folder, inner), depth + 1));
                }
            } else if let Some((stem, "csproj" | "fsproj" | "vbproj")) = name.rsplit_once('.') {
                let file = below(&folder, name);
                let text = read(context, &file);
                let own = text.as_deref().and_then(elements);
                let project = match own {
                    Some(own) if !unreadable => project(&own, &defaults, stem),
                    // It is there, and that is all.
                    _ => project(&[], &[], ""),
                };
                found.push(DotNet { file, ..project });
            }
        }
    }
    order::sort_by(&mut found, |a, b| a.file.cmp(&b.file));
    Some(found)
}

fn project(own: &[Element<'_>], defaults: &[Element<'_>], stem: &str) -> DotNet {
    // What the project says last, or else the defaults.
    let said = |name: &str| {
        let path = format!("Project/PropertyGroup/{name}");
        let own = own.iter().rfind(|element| element.path == path);
        own.or_else(|| defaults.iter().rfind(|element| element.path == path))
    };
    let get = |name: &str| {
        let element = said(name)?;
        let plain =
            !element.conditional && !element.text.contains("$(") && !element.text.is_empty();
        plain.then(|| element.text.to_owned())
    };
    let is = |name: &str| match get(name)?.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    let assembly = match said("AssemblyName") {
        Some(_) => get("AssemblyName"),
        None => Some(stem.to_owned()).filter(|stem| !stem.is_empty()),
    };
    let frameworks = get("TargetFramework").or_else(|| get("TargetFrameworks"));
    let frameworks = frameworks.unwrap_or_default();
    let frameworks = frameworks.split(';').filter(|it| !it.is_empty());
    let packages = own
        .iter()
        .filter(|element| element.path.ends_with("ItemGroup/PackageReference"));
    DotNet {
        file: String::new(),
        sdk: own
            .iter()
            .find(|element| element.path == "Project")
            .and_then(|element| attribute(element.attributes, "Sdk"))
            .map(str::to_owned),
        frameworks: frameworks.map(|it| it.trim().to_owned()).collect(),
        assembly,
        output_type: get("OutputType"),
        runtime: get("RuntimeIdentifier"),
        invariant_globalization: is("InvariantGlobalization"),
        self_contained: is("SelfContained").or_else(|| is("PublishSelfContained")),
        single_file: is("PublishSingleFile"),
        aot: is("PublishAot"),
        trimmed: is("PublishTrimmed"),
        packages: packages
            .filter_map(|element| attribute(element.attributes, "Include"))
            .map(str::to_owned)
            .collect(),
    }
}
