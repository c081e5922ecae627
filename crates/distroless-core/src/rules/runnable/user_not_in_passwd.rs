//! `user-not-in-passwd`: the image starts as a user that it does not know.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::Setting;
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
    for stage in model.shipped() {
        let Setting::Set { value, span, .. } = &stage.config.user else {
            continue;
        };
        let Some(user) = value.value.as_deref() else {
            continue;
        };
        let name = user.split(':').next().unwrap_or_default();
        if name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let base = model.base(stage);
        let passwd = model.path(stage, "/etc/passwd");
        let unchanged = !passwd.touched && passwd.presence != Presence::Unknown;
        if !unchanged || base.has_account(name) != Presence::Absent {
            continue;
        }
        let image = model.base_name(stage);
        let fix = number(name).filter(|_| !user.contains(':')).map(|uid| {
            Fix::replace(
                format!("use the number {uid}"),
                Safety::Safe,
                value.span,
                uid,
            )
        });
        let knows = match passwd.presence {
            Presence::Absent => {
                format!("`{image}` has no /etc/passwd, and nothing copied onto it brings one")
            }
            _ => format!(
                "the /etc/passwd of `{image}` does not hold `{name}`, and nothing in this file changes it"
            ),
        };
        report(
            Finding::new(
                &RULE.meta,
                *span,
                format!("the image knows no user `{name}`: the container cannot start as it"),
                "use the user's number, or copy an /etc/passwd that holds the name",
            )
            .because(passwd.by, knows)
            .likely_unless(base.certainty())
            .fix(fix),
        );
    }
}

/// The number that goes with a name by convention.
/// Source: the passwd files of Debian and of distroless, checked 2026-11-23.
fn number(name: &str) -> Option<&'static str> {
    match name {
        "root" => Some("0"),
        "nobody" => Some("65534"),
        "nonroot" => Some("65532"),
        _ => None,
    }
}
