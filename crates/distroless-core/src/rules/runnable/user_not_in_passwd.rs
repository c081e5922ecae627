//! `user-not-in-passwd`: the image starts as a user or group that it does not know.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::Setting;
use crate::image::Base;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "user-not-in-passwd",
        summary: "USER by a name that the image's /etc/passwd does not hold",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("user_not_in_passwd.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let Setting::Set { value, span, .. } = &stage.config.user else {
            continue;
        };
        let Some(user) = value.value.as_deref() else {
            continue;
        };
        let (name, group) = user.split_once(':').unwrap_or((user, ""));
        for (kind, name, fix) in [
            (
                &USER,
                name,
                number(name)
                    .filter(|_| !user.contains(':'))
                    .map(str::to_owned),
            ),
            (
                &GROUP,
                group,
                number(group).map(|number| format!("{name}:{number}")),
            ),
        ] {
            if name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let base = model.base(stage);
            let file = model.path(stage, kind.file);
            let unchanged = !file.touched && file.presence != Presence::Unknown;
            if !unchanged || (kind.presence)(base, name) != Presence::Absent {
                continue;
            }
            let image = model.base_name(stage);
            let (what, path) = (kind.what, kind.file);
            let fix = fix.map(|number| {
                Fix::replace(
                    format!(
                        "use the number {}",
                        number.rsplit(':').next().unwrap_or_default()
                    ),
                    Safety::Safe,
                    value.span,
                    number,
                )
            });
            let knows = match file.presence {
                Presence::Absent => {
                    format!("`{image}` has no {path}, and nothing copied onto it brings one")
                }
                _ => format!(
                    "the {path} of `{image}` does not hold `{name}`, and nothing in this file changes it"
                ),
            };
            report(
                Finding::new(
                    &RULE.meta,
                    *span,
                    format!("the image knows no {what} `{name}`: the container cannot start as it"),
                    format!("use the {what}'s number, or copy an {path} that holds the name"),
                )
                .because(file.by, knows)
                .likely_unless(base.certainty())
                .fix(fix),
            );
            // One is enough to keep it from starting.
            break;
        }
    }
}

/// A half of what USER says.
struct Named {
    what: &'static str,
    file: &'static str,
    presence: fn(&Base, &str) -> Presence,
}

static USER: Named = Named {
    what: "user",
    file: "/etc/passwd",
    presence: Base::has_account,
};

static GROUP: Named = Named {
    what: "group",
    file: "/etc/group",
    presence: Base::has_group,
};

/// The number that goes with a name by convention.
/// Source: the passwd files of Debian and of distroless, checked 2026-11-23.
fn number(name: &str) -> Option<&'static str> {
    match name {
        "root" => Some("0"),
        "nobody" | "nogroup" => Some("65534"),
        "nonroot" => Some("65532"),
        _ => None,
    }
}
