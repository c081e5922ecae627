//! `dotnet-globalization-missing`: .NET is told to use ICU in an image that has none.

use crate::finding::{Finding, Safety, Severity};
use crate::graph::{CopyStep, Origin, RunStep, Setting, StepKind};
use crate::image::command::commands;
use crate::image::path::{absolute, file_name, is_below, merged};
use crate::model::Model;
use crate::rules::edits::on_other_base;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "dotnet-globalization-missing",
        summary: ".NET is to use ICU in an image without it",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("dotnet_globalization_missing.md"),
    },
    check,
};

const VARIABLE: &str = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut brought = None;
    for stage in model.runnable() {
        let facts = model.base(stage).facts();
        let Some(facts) = facts.filter(|facts| facts.is_dotnet_without_icu()) else {
            continue;
        };
        let Setting::Set { value, span, .. } = model.graph.env(stage.index, VARIABLE) else {
            continue;
        };
        let off = value.eq_ignore_ascii_case("false") || value == "0";
        let brought = brought.get_or_insert_with(|| {
            model.with_step(|step| match &step.kind {
                StepKind::Run(run) => may_install(run),
                StepKind::Copy(copy) => may_bring(copy),
                StepKind::Opaque => true,
                StepKind::Workdir(_) | StepKind::Other => false,
            })
        });
        if !off || brought.get(stage.index) != Some(&false) {
            continue;
        }
        let name = model.base_name(stage);
        report(
            Finding::new(
                &RULE.meta,
                span,
                format!(
                    "`{VARIABLE}={value}` makes .NET load ICU, and `{name}` has none: the program stops with \"Couldn't find a valid ICU package\", unless it brings its own"
                ),
                if facts.package_manager.is_known_and(Option::is_some) {
                    "install it, `apk add --no-cache icu-libs icu-data-full`, or take the variable away"
                } else {
                    "use the `-extra` tag of the base image, which has ICU, or take the variable away"
                },
            )
            .because(
                model.root(stage).base.span,
                format!("`{name}` leaves ICU out, and sets `{VARIABLE}=true` for that"),
            )
            .because(span, "this file takes that back")
            .fix(on_other_base(
                model,
                stage,
                &[format!("{name}-extra")],
                Safety::Unsafe,
                &|facts| !facts.is_dotnet_without_icu(),
            )),
        );
    }
}

/// Packages that do not bring ICU. Any other may depend on it.
const WITHOUT_ICU: &[&str] = &[
    "bash",
    "ca-certificates",
    "curl",
    "krb5-libs",
    "libgcc",
    "libssl3",
    "libstdc++",
    "musl-locales",
    "tini",
    "tzdata",
    "wget",
    "zlib",
];

/// Whether a RUN may install ICU.
fn may_install(run: &RunStep) -> bool {
    commands(run).iter().any(|words| {
        let mut words = words.iter().map(String::as_str);
        match words.next().map(file_name).unwrap_or_default() {
            "addgroup" | "adduser" | "chmod" | "chown" | "echo" | "mkdir" | "set" => false,
            "apk" => words.any(|word| {
                !word.starts_with('-')
                    && !matches!(word, "add" | "update" | "upgrade")
                    && !WITHOUT_ICU.contains(&word)
            }),
            _ => true,
        }
    })
}

/// Whether a copy may bring ICU: by its name, or among the libraries of another system.
fn may_bring(copy: &CopyStep) -> bool {
    let named = |text: Option<&str>| text.is_none_or(|text| text.contains("icu"));
    let sources = copy.sources.iter();
    if sources.map(|source| source.value.as_deref()).any(named) {
        return true;
    }
    let to = match (copy.destination.value.as_deref(), copy.workdir.as_deref()) {
        (Some(to), _) if to.starts_with('/') => absolute("/", to),
        (Some(to), Some(directory)) => absolute(directory, to),
        _ => return true,
    };
    let to = merged(&to);
    let libraries = is_below(&to, "/usr/lib") || is_below("/usr/lib", &to);
    libraries && !matches!(copy.origin, Origin::Context)
}
