//! The stages of a file and their instructions, for outlines.

use crate::lines::Lines;
use distroless_core::Model;
use distroless_report::visible;
use dockerfile_syntax::{Instruction, Keyword, Span};
use lsp_types::{
    DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind, Uri,
};

/// How many characters of an instruction are shown.
const SHOWN: usize = 60;

pub(crate) fn symbols(
    model: &Model<'_>,
    lines: &Lines<'_>,
    uri: &Uri,
    nested: bool,
) -> DocumentSymbolResponse {
    let file = model.file;
    let mut out: Vec<DocumentSymbol> = Vec::new();
    for instruction in file.preamble() {
        out.push(of_instruction(instruction, file.source, lines));
    }
    for (written, stage) in file.stages().iter().zip(&model.graph.stages) {
        let inner = written.instructions.iter();
        let inner = inner.map(|it| of_instruction(it, file.source, lines));
        let (name, at) = match &stage.name {
            Some((name, span)) => (name.clone(), *span),
            None => (format!("stage {}", stage.index), written.from.keyword_span),
        };
        let last = written.instructions.last().unwrap_or(written.from);
        let whole = Span::new(stage.from.start, last.span.end);
        let base = stage.base.expanded.as_deref();
        let mut symbol = symbol(
            &name,
            base.unwrap_or(&stage.base.written),
            SymbolKind::MODULE,
            lines,
            whole,
            at,
        );
        symbol.children = Some(inner.collect());
        out.push(symbol);
    }
    if nested {
        return DocumentSymbolResponse::Nested(out);
    }
    let mut flat = Vec::new();
    for symbol in out {
        flatten(symbol, None, uri, &mut flat);
    }
    DocumentSymbolResponse::Flat(flat)
}

fn of_instruction(it: &Instruction<'_>, source: &str, lines: &Lines<'_>) -> DocumentSymbol {
    let keyword = it.keyword_span.text(source).to_uppercase();
    let rest = Span::new(it.keyword_span.end, it.span.end).text(source);
    let first = rest.trim_start().lines().next().unwrap_or_default();
    let kind = match it.keyword {
        Keyword::Run => SymbolKind::FUNCTION,
        Keyword::Copy | Keyword::Add => SymbolKind::FILE,
        Keyword::Arg | Keyword::Env => SymbolKind::VARIABLE,
        Keyword::Cmd | Keyword::Entrypoint => SymbolKind::EVENT,
        _ => SymbolKind::PROPERTY,
    };
    symbol(&keyword, first, kind, lines, it.span, it.keyword_span)
}

fn symbol(
    name: &str,
    detail: &str,
    kind: SymbolKind,
    lines: &Lines<'_>,
    whole: Span,
    at: Span,
) -> DocumentSymbol {
    let detail = visible::one_line(detail);
    let mut shown: String = detail.chars().take(SHOWN).collect();
    if shown.len() < detail.len() {
        shown.push('…');
    }
    let name = visible::one_line(name).into_owned();
    #[expect(deprecated, reason = "the type has no other constructor")]
    DocumentSymbol {
        // A symbol without a name is refused by editors.
        name: if name.is_empty() {
            "?".to_owned()
        } else {
            name
        },
        detail: Some(shown),
        kind,
        tags: None,
        deprecated: None,
        range: lines.range(whole.cover(at)),
        selection_range: lines.range(at),
        children: None,
    }
}

fn flatten(
    symbol: DocumentSymbol,
    container: Option<&str>,
    uri: &Uri,
    out: &mut Vec<SymbolInformation>,
) {
    let name = match &symbol.detail {
        Some(detail) if container.is_some() => format!("{} {detail}", symbol.name),
        _ => symbol.name.clone(),
    };
    #[expect(deprecated, reason = "the type has no other constructor")]
    out.push(SymbolInformation {
        name,
        kind: symbol.kind,
        tags: None,
        deprecated: None,
        location: Location::new(uri.clone(), symbol.range),
        container_name: container.map(str::to_owned),
    });
    for child in symbol.children.into_iter().flatten() {
        flatten(child, Some(&symbol.name), uri, out);
    }
}
