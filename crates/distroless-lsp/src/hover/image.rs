//! The image of a stage.

use crate::page::Page;
use distroless_core::Model;
use distroless_core::card::{Fact, card};
use distroless_core::graph::{BaseTarget, Stage};
use image_knowledge::{Certainty, Maintained};

/// What the image is that a FROM begins, at the end of its stage.
pub(super) fn tell(model: &Model<'_>, stage: &Stage, page: &mut Page) {
    page.words("Image of ");
    match &stage.name {
        Some((name, _)) => page.words("stage ").code(name),
        None => page.words(&format!("stage {}", stage.index)),
    };
    let shipped = model.shipped().any(|it| it.index == stage.index);
    page.words(match (shipped, stage.reachable) {
        (true, _) => ", which ships",
        (false, true) => ", which is built for others",
        (false, false) => ", which nothing needs",
    });
    let card = card(model, stage);
    let text = |page: &mut Page, name: &str, fact: Fact<Option<String>>| {
        page.item().words(name).words(": ");
        match fact {
            Fact::Known(Some(value)) => page.code(&value),
            Fact::Known(None) => page.words("none"),
            Fact::Unknown(why) => page.words("unknown, as ").said(&why),
        };
    };
    text(page, "base", optional(card.base));
    sureness(model, stage, page);
    text(page, "system", card.os);
    text(page, "C library", card.libc);
    page.item().words("shell: ");
    match card.shell {
        Fact::Known(true) => page.words("yes"),
        Fact::Known(false) => page.words("none"),
        Fact::Unknown(why) => page.words("unknown, as ").said(&why),
    };
    text(page, "package manager", card.package_manager);
    text(page, "user", optional(card.user));
    if card.root.known() == Some(&true) {
        page.words(" (root)");
    }
    support(model, stage, page);
}

fn optional(fact: Fact<String>) -> Fact<Option<String>> {
    match fact {
        Fact::Known(value) => Fact::Known(Some(value)),
        Fact::Unknown(why) => Fact::Unknown(why),
    }
}

/// How far what is said of the base may be relied on.
fn sureness(model: &Model<'_>, stage: &Stage, page: &mut Page) {
    let base = model.base(stage);
    if matches!(model.root(stage).base.target, BaseTarget::Scratch) {
        return;
    }
    page.words(match (base.facts(), base.certainty()) {
        (Some(_), Certainty::Certain) => ": what is known of it is certain",
        (Some(_), Certainty::Likely) => ": what is known of it is likely, as it goes by the tag",
        (None, _) if base.is_known() => ": what is known of it is said by the configuration",
        (None, _) => ", of which nothing is known",
    });
}

/// Until when what is in the base is maintained.
fn support(model: &Model<'_>, stage: &Stage, page: &mut Page) {
    let ends = model.base(stage).facts().map(|facts| &facts.end_of_life);
    for end in ends.into_iter().flatten() {
        page.item().words("end of life: ").code(&end.product);
        if end.subject != Maintained::Image {
            page.words(" ").code(&end.cycle);
        }
        let over = if end.is_over_with_extension(model.today) {
            "was maintained until"
        } else {
            "is maintained until"
        };
        page.words(&format!(" {over} {}", end.last_day()));
    }
}
