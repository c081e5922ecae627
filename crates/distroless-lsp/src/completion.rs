//! Names of stages where one is expected, and keywords at the begin of a line.

use crate::lines::Lines;
use crate::place;
use distroless_core::Model;
use distroless_core::graph::Stage;
use distroless_report::visible;
use lsp_types::{CompletionItem, CompletionItemKind, Position, Range, TextEdit};

const KEYWORDS: &[&str] = &[
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// What may be written at a place.
pub(crate) fn items(
    model: &Model<'_>,
    lines: &Lines<'_>,
    position: Position,
) -> Vec<CompletionItem> {
    let offset = lines.offset(position);
    let before = lines.before(offset);
    let word = before.rsplit([' ', '\t']).next().unwrap_or_default();
    let written = before.trim_start();
    let line = offset - before.len();
    // The line goes on an instruction that began before it.
    let around = place::instruction(model.file, line as u32);
    let continues =
        around.filter(|(_, it)| (it.span.start as usize) < line && line < it.span.end as usize);
    let begins = match continues {
        Some((_, instruction)) => instruction.keyword_span.text(model.file.source),
        None => written.split([' ', '\t']).next().unwrap_or_default(),
    };
    let is = |keyword: &str| begins.eq_ignore_ascii_case(keyword);
    let after_keyword = continues.is_some() || written.len() > begins.len();
    let from = if (is("COPY") || is("ADD")) && after_keyword {
        word.strip_prefix("--from=").map(|part| (part, true))
    } else if is("RUN") && after_keyword {
        let option = word
            .strip_prefix("--mount=")
            .and_then(|it| it.rsplit(',').next());
        option
            .and_then(|it| it.strip_prefix("from="))
            .map(|part| (part, false))
    } else {
        None
    };
    let range =
        |part: &str| Range::new(lines.position(offset - part.len()), lines.position(offset));
    if let Some((part, numbers)) = from {
        let current = stages_before(model, offset);
        let earlier = current.split_last().map_or(&[][..], |(_, earlier)| earlier);
        return earlier
            .iter()
            .filter(|stage| numbers || stage.name.is_some())
            .map(|stage| of_stage(stage, range(part)))
            .collect();
    }
    if is("FROM") && after_keyword && continues.is_none() {
        let words = written.split([' ', '\t']).skip(1);
        let is_first = words
            .filter(|it| !it.is_empty() && !it.starts_with("--"))
            .count()
            <= usize::from(!word.is_empty());
        if !is_first || word.starts_with("--") {
            return Vec::new();
        }
        let stages = stages_before(model, line).iter();
        let named = stages.filter(|stage| stage.name.is_some());
        let scratch = item("scratch", "the empty image", range(word));
        return named
            .map(|stage| of_stage(stage, range(word)))
            .chain([scratch])
            .collect();
    }
    let is_word = written.chars().all(|c| c.is_ascii_alphabetic());
    if continues.is_some() || !is_word {
        return Vec::new();
    }
    let items = KEYWORDS.iter().map(|keyword| CompletionItem {
        kind: Some(CompletionItemKind::KEYWORD),
        ..item(keyword, "", range(written))
    });
    items.collect()
}

/// The stages that begin before a byte.
fn stages_before<'m>(model: &'m Model<'_>, offset: usize) -> &'m [Stage] {
    let stages = &model.graph.stages;
    let count = stages.partition_point(|stage| (stage.from.start as usize) < offset);
    stages.get(..count).unwrap_or_default()
}

fn of_stage(stage: &Stage, range: Range) -> CompletionItem {
    let name = match &stage.name {
        Some((name, _)) => name.clone(),
        None => stage.index.to_string(),
    };
    let base = stage.base.expanded.as_deref();
    item(&name, base.unwrap_or(&stage.base.written), range)
}

fn item(name: &str, detail: &str, range: Range) -> CompletionItem {
    CompletionItem {
        label: name.to_owned(),
        kind: Some(CompletionItemKind::MODULE),
        detail: (!detail.is_empty()).then(|| visible::one_line(detail).into_owned()),
        text_edit: Some(TextEdit::new(range, name.to_owned()).into()),
        ..CompletionItem::default()
    }
}
