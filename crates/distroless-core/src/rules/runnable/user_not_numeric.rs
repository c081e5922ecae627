//! `user-not-numeric`: the image starts as a user that is given by name.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::Setting;
use crate::image::is_root;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "user-not-numeric",
        summary: "USER by a name, which Kubernetes cannot tell from root",
        group: Group::Runnable,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("user_not_numeric.md"),
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
        let (name, group) = match user.split_once(':') {
            Some((name, group)) => (name, Some(group)),
            None => (user, None),
        };
        let numeric = name.bytes().all(|byte| byte.is_ascii_digit());
        if numeric || is_root(user) || is_of_windows(name) || !model.is_application(stage) {
            continue;
        }
        // A name that is not there is a defect of its own.
        let passwd = model.path(stage, "/etc/passwd");
        if !passwd.touched && model.base(stage).has_account(name) != Presence::Present {
            continue;
        }
        let uid = model.uid(stage, name).filter(|uid| *uid != 0);
        let written = value.span.text(model.file.source) == user;
        let fix = uid.filter(|_| written).map(|uid| {
            let number = match group {
                Some(group) => format!("{uid}:{group}"),
                None => uid.to_string(),
            };
            Fix::replace(
                format!("use the number {uid}"),
                Safety::Safe,
                value.span,
                number,
            )
        });
        let help = match uid {
            Some(uid) => format!("write the number: `{name}` is {uid}"),
            None => format!("give `{name}` a number where the account is made, and write that"),
        };
        report(
            Finding::new(
                &RULE.meta,
                *span,
                format!(
                    "USER is the name `{name}`: Kubernetes reads no /etc/passwd, so with `runAsNonRoot` and no `runAsUser` it refuses to start the container"
                ),
                help,
            )
            .because(*span, "a name, where a number proves that it is not root")
            .fix(fix),
        );
    }
}

/// Accounts of Windows images, which have no numbers.
fn is_of_windows(name: &str) -> bool {
    name.contains('\\')
        || ["ContainerAdministrator", "ContainerUser"]
            .iter()
            .any(|account| account.eq_ignore_ascii_case(name))
}
