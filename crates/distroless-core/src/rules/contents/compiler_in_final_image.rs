//! `compiler-in-final-image`: what only building needs is installed in an image that ships.

use crate::card::{AdviceKind, advice_on};
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::graph::{RunStep, Stage, Step, StepKind};
use crate::image::artifact::Package;
use crate::image::command::commands;
use crate::image::path::file_name;
use crate::model::Model;
use crate::order::lists;
use crate::rules::edits::{self, at_the_end, is_plain};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{ToolClass, package_class, runtime_packages};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "compiler-in-final-image",
        summary: "compilers, build tools or headers in the final image",
        group: Group::Contents,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("compiler_in_final_image.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped().filter(|stage| model.is_application(stage)) {
        // Where the stage compiles the application, prefer-multi-stage speaks.
        if model.build_command(stage).is_some() || !model.names_base(stage) {
            continue;
        }
        let mut found: Vec<(&Package, &str)> = Vec::new();
        for package in &model.contents(stage).packages {
            let what = match package_class(package.manager, &package.name) {
                Some(ToolClass::Toolchain) => "compiles",
                Some(ToolClass::BuildTool) => "builds",
                Some(ToolClass::Headers) => "helps to compile",
                _ => continue,
            };
            let gone = package
                .removed
                .is_some_and(|removed| model.in_one_step(package.site, removed));
            // By itself it only inspects and strips programs.
            let bare = package.name == "binutils";
            // Installed again, it is the same package.
            let told = found.iter().any(|(other, _)| other.name == package.name);
            if package.sure && !gone && !bare && !told {
                found.push((package, what));
            }
        }
        let Some(((first, what), rest)) = found.split_first() else {
            continue;
        };
        let more = if rest.is_empty() {
            String::new()
        } else {
            let names: Vec<_> = rest
                .iter()
                .map(|(package, _)| format!("`{}`", package.name))
                .collect();
            let shown = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
            let left = names.len().saturating_sub(3);
            if left > 0 {
                format!(", with {shown} and {left} more,")
            } else {
                format!(", with {shown},")
            }
        };
        let mut finding = Finding::new(
            &RULE.meta,
            first.site.span,
            format!(
                "`{}`{more} ships in the image and only {what} programs: nothing of it is needed to run",
                first.name
            ),
            "install it in a stage of its own, build there, and copy the result into the final stage",
        );
        if let Some(removed) = first.removed {
            finding = finding.because(
                removed.span,
                "removed here, by a later layer: the layer before still ships it",
            );
        }
        if rest.is_empty() && first.removed.is_none() {
            finding = finding.because(first.site.span, "it is installed here, and stays");
        }
        for (package, _) in rest {
            finding = finding.because(
                package.site.span,
                format!("`{}` ships as well", package.name),
            );
        }
        let packages: Vec<&Package> = found.iter().map(|(package, _)| *package).collect();
        report(finding.fix(fix(model, stage, &packages)));
    }
}

/// Packages that are installed and removed in the same RUN, or not at all where nothing that comes later can
/// need them.
fn fix(model: &Model<'_>, stage: &Stage, packages: &[&Package]) -> Option<Fix> {
    if !edits::is_small(model) {
        return None;
    }
    // Where the image runs on a minimal base, what is installed belongs into a stage of its own.
    if advice_on(model, stage)
        .known()
        .is_some_and(|advice| advice.kind == AdviceKind::Both)
    {
        return None;
    }
    let first = packages.first()?.site;
    let together = |package: &&Package| {
        let plain = is_plain(&package.name) || package.name.contains('+');
        model.in_one_step(first, package.site) && package.removed.is_none() && plain
    };
    // In the last RUN of the image: those that come later may need them.
    let mut steps = model.chain(stage).flat_map(|stage| stage.steps.iter());
    let later = steps.any(|step| {
        step.span.start > first.span.end && matches!(step.kind, StepKind::Run(_) | StepKind::Opaque)
    });
    let own = model.graph.stages.get(first.stage)?;
    let step = own
        .steps
        .iter()
        .find(|step| step.span.start <= first.span.start && first.span.end <= step.span.end)?;
    let StepKind::Run(run) = &step.kind else {
        return None;
    };
    if later || step.trigger || !packages.iter().all(together) {
        return None;
    }
    let (title, edits) = if uses(run) {
        let command = removal(model, stage, packages)?;
        (
            "remove them in the same layer",
            vec![at_the_end(model, step.span, &command)?],
        )
    } else {
        (
            "do not install them",
            left_out(model, stage, step, packages)?,
        )
    };
    Some(edits::fix(title.to_owned(), Safety::Unsafe, edits))
}

/// Whether something else than installing packages is done.
fn uses(run: &RunStep) -> bool {
    const OF_THE_SYSTEM: &str = "apk apt apt-get mkdir rm set";
    commands(run).iter().any(|words| {
        let program = words.first().map_or("", |word| file_name(word));
        !lists(OF_THE_SYSTEM, program)
    })
}

/// The command that removes packages, and keeps the libraries that programs built with them load.
fn removal(model: &Model<'_>, stage: &Stage, packages: &[&Package]) -> Option<String> {
    let os = model.base(stage).facts()?.os.as_ref().known()?.as_ref()?;
    let release = os.release.known();
    let manager = packages.first()?.manager;
    let mut kept: Vec<&str> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for package in packages {
        let class = package_class(package.manager, &package.name);
        // Headers of the C library and the kernel are of no library of their own.
        let bare = lists(
            "libc6-dev linux-headers linux-libc-dev musl-dev",
            &package.name,
        );
        if class == Some(ToolClass::Headers) && !bare {
            for library in runtime_packages(manager, &package.name, release)? {
                if !kept.contains(&library) {
                    kept.push(library);
                }
            }
        }
        names.push(&package.name);
    }
    let (keep, remove) = match manager {
        "apt-get" => ("apt-mark manual", "apt-get purge -y --auto-remove"),
        "apk" => ("apk add --no-cache", "apk del"),
        _ => return None,
    };
    let remove = format!("{remove} {}", names.join(" "));
    Some(if kept.is_empty() {
        remove
    } else {
        format!("{keep} {} && {remove}", kept.join(" "))
    })
}

/// The words of packages taken out of the command that installs others as well.
fn left_out(
    model: &Model<'_>,
    stage: &Stage,
    step: &Step,
    packages: &[&Package],
) -> Option<Vec<Edit>> {
    let here = |package: &&Package| {
        step.span.start <= package.site.span.start && package.site.span.end <= step.span.end
    };
    let all = &model.contents(stage).packages;
    let others = all.iter().filter(here).count() > packages.len();
    let word = |package: &&Package| {
        let span = package.site.span;
        let text = model.file.source.get(..span.start as usize)?;
        let own = span.text(model.file.source) == package.name;
        // With the blank before it, on its line.
        (own && text.ends_with(' ')).then(|| {
            let start = text.trim_end_matches(' ').len();
            let starts_line = text.get(..start).is_some_and(|text| text.ends_with('\n'));
            (!starts_line).then(|| {
                let span = dockerfile_syntax::Span::new(start as u32, span.end);
                edits::replace(span, String::new())
            })
        })?
    };
    packages
        .iter()
        .map(word)
        .collect::<Option<_>>()
        .filter(|_| others)
}
