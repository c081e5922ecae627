//! Java: `pom.xml`, and `build.gradle` as far as a scan of it goes.

use super::text::{below, read, unquote};
use super::xml::{Element, elements};
use crate::request::BuildContext;

/// What builds a Java project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JavaBuild {
    /// `pom.xml`
    Maven,
    /// `build.gradle` or `build.gradle.kts`
    Gradle,
}

/// What a build file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Java {
    /// What builds it.
    pub build: JavaBuild,
    /// The path of the build file in the context.
    pub file: String,
    /// The release of Java that the classes are for: `17`; 8 for `1.8`.
    pub version: Option<u32>,
    /// What the archive is called, without `.jar`: `finalName`, or name and version.
    pub archive: Option<String>,
    /// `jar`, `war`, `pom`; of Maven only.
    pub packaging: Option<String>,
    /// The plugins that are applied, by Maven's artifact or Gradle's id.
    pub plugins: Vec<String>,
    /// The modules or included projects.
    pub modules: Vec<String>,
}

/// How many plugins and modules are kept.
const LIST: usize = 500;
/// The longest value of a property that is looked into, in bytes.
const VALUE: usize = 1000;

impl Java {
    pub(super) fn read(context: &dyn BuildContext, folder: &str) -> Option<Self> {
        let file = below(folder, "pom.xml");
        if let Some(text) = read(context, &file) {
            return maven(&text, file);
        }
        let (file, text) = ["build.gradle.kts", "build.gradle"]
            .iter()
            .find_map(|name| {
                let file = below(folder, name);
                read(context, &file).map(|text| (file, text))
            })?;
        let settings = ["settings.gradle.kts", "settings.gradle"].iter();
        let settings = settings.filter_map(|name| read(context, &below(folder, name)));
        Some(gradle(&text, &settings.collect::<String>(), file))
    }
}

fn maven(text: &str, file: String) -> Option<Java> {
    let elements = elements(text)?;
    let text = |path: &str| {
        let element = elements.iter().find(|element| element.path == path)?;
        Some(element.text)
    };
    let property = |name: &str| text(&format!("project/properties/{name}"));
    let get = |path: &str| resolved(&elements, text(path)?, 0);
    // The first that is there counts, whether it is understood or not.
    let version = property("maven.compiler.release")
        .or_else(|| compiler(&elements))
        .or_else(|| property("maven.compiler.target"))
        .or_else(|| property("java.version"));
    let version = version.and_then(|version| resolved(&elements, version, 0));
    let archive = match text("project/build/finalName") {
        Some(name) => resolved(&elements, name, 0),
        None => text("project/version")
            .or_else(|| text("project/parent/version"))
            .and_then(|version| resolved(&elements, version, 0))
            .and_then(|version| Some(format!("{}-{version}", get("project/artifactId")?))),
    };
    let all = |path: &str| {
        let found = elements
            .iter()
            .filter(|element| element.path == path)
            .take(LIST);
        found.map(|element| element.text.to_owned()).collect()
    };
    Some(Java {
        build: JavaBuild::Maven,
        file,
        version: version.and_then(|version| release(&version)),
        archive,
        packaging: get("project/packaging"),
        plugins: all("project/build/plugins/plugin/artifactId"),
        modules: all("project/modules/module"),
    })
}

/// What the compiler's own configuration says: `release`, or else `target`.
fn compiler<'t>(elements: &[Element<'t>]) -> Option<&'t str> {
    let mut here = false;
    let (mut release, mut target) = (None, None);
    for element in elements {
        let path = element.path.strip_prefix("project/build/");
        let path = path.map(|path| path.strip_prefix("pluginManagement/").unwrap_or(path));
        match path.and_then(|path| path.strip_prefix("plugins/plugin")) {
            Some("") => here = false,
            Some("/artifactId") => here = element.text == "maven-compiler-plugin",
            Some("/configuration/release") if here => release = Some(element.text),
            Some("/configuration/target") if here => target = Some(element.text),
            _ => {}
        }
    }
    release.or(target)
}

/// A text with its properties put in; `None` where one is not known, as those of a parent.
fn resolved(elements: &[Element<'_>], text: &str, depth: usize) -> Option<String> {
    // Properties can name each other, in a circle too, and grow with each turn.
    if depth > 4 || text.len() > VALUE {
        return None;
    }
    let Some((before, rest)) = text.split_once("${") else {
        return Some(text.to_owned()).filter(|text| !text.is_empty());
    };
    let (name, after) = rest.split_once('}')?;
    let path = match name.strip_prefix("project.").or(name.strip_prefix("pom.")) {
        Some(field) => format!("project/{}", field.replace('.', "/")),
        None => format!("project/properties/{name}"),
    };
    let of_parent = path.replacen("project/", "project/parent/", 1);
    let element = elements.iter().find(|element| element.path == path);
    let element = element.or_else(|| elements.iter().find(|element| element.path == of_parent))?;
    let value = resolved(elements, element.text, depth + 1)?;
    let after = match after {
        "" => String::new(),
        after => resolved(elements, after, depth + 1)?,
    };
    Some(format!("{before}{value}{after}"))
}

/// `17`, and 8 for `1.8`.
fn release(text: &str) -> Option<u32> {
    let text = text.trim();
    text.strip_prefix("1.").unwrap_or(text).parse().ok()
}

fn gradle(text: &str, settings: &str, file: String) -> Java {
    let code = without_comments(text);
    let settings = without_comments(settings);
    let number = |after: &str| {
        let at = code.find(after)? + after.len();
        let rest = code
            .get(at..)?
            .trim_start_matches([' ', '=', '(', '"', '\'']);
        let rest = rest.strip_prefix("JavaVersion.VERSION_").unwrap_or(rest);
        let rest = rest
            .strip_prefix("1.")
            .or_else(|| rest.strip_prefix("1_"))
            .unwrap_or(rest);
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        rest.get(..end)?.parse().ok()
    };
    // What compiles for a release decides, then what compiles at all.
    let places = [
        "options.release.set",
        "options.release",
        "targetCompatibility",
        "sourceCompatibility",
        "JavaLanguageVersion.of",
        "jvmToolchain",
    ];
    let version = places.iter().find_map(|place| number(place));
    let name = assigned(
        &code,
        &["archiveBaseName.set", "archiveBaseName", "archivesBaseName"],
    )
    .or_else(|| assigned(&settings, &["rootProject.name"]));
    let archive = assigned(&code, &["archiveFileName.set", "archiveFileName"])
        .map(|name| name.trim_end_matches(".jar").to_owned())
        .or_else(|| {
            let version = assigned(&code, &["version"]);
            name.map(|name| version.map_or(name.clone(), |version| format!("{name}-{version}")))
        });
    let plugins = code.lines().filter_map(|line| {
        let line = line.trim();
        let quoted = |line: &str| line.split(['"', '\'']).nth(1).map(str::to_owned);
        let rest = line
            .strip_prefix("id")
            .filter(|rest| rest.starts_with([' ', '(']));
        match rest.or_else(|| line.strip_prefix("apply plugin:")) {
            Some(rest) => quoted(rest),
            // `application` alone, as Kotlin scripts write it.
            None => ["application", "java", "war"]
                .contains(&line)
                .then(|| line.to_owned()),
        }
    });
    let includes = settings
        .lines()
        .filter(|line| line.trim_start().starts_with("include"));
    let modules = includes.flat_map(|line| line.split(['"', '\'']).skip(1).step_by(2));
    Java {
        build: JavaBuild::Gradle,
        file,
        version,
        archive,
        packaging: None,
        plugins: plugins.take(LIST).collect(),
        modules: modules.take(LIST).map(str::to_owned).collect(),
    }
}

/// A text that is given to one of some names, at the beginning of a line.
fn assigned(code: &str, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        code.lines().find_map(|line| {
            let rest = line.trim().strip_prefix(name)?;
            let rest = rest
                .trim_start()
                .trim_start_matches(['=', '('])
                .trim_start();
            let value = rest.trim_end().trim_end_matches(')');
            let plain = unquote(value);
            // A variable, or one within the text, is not followed.
            (plain.len() + 2 == value.len() && !plain.contains(['$', '"', '\'']))
                .then(|| plain.to_owned())
        })
    })
}

/// A script without its comments; quotes are minded, `//` in an address is none.
fn without_comments(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    let mut quote = None;
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("//") {
            rest = rest
                .find('\n')
                .and_then(|end| rest.get(end..))
                .unwrap_or_default();
            continue;
        }
        if quote.is_none()
            && let Some(comment) = rest.strip_prefix("/*")
        {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        match quote {
            // A quote does not go on over a line, save in texts that are not looked for.
            Some(open) if c == open || c == '\n' => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        code.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    code
}
