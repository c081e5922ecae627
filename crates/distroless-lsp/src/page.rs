//! Texts for hovers: in Markdown, or plain where the editor shows none.

use distroless_report::{markdown_code_span, markdown_inline, visible};
use lsp_types::{MarkupContent, MarkupKind};

/// A text in the making. What a Dockerfile says gets in through [`code`](Self::code) and
/// [`said`](Self::said) only, which let it be nothing but text.
#[derive(Debug)]
pub(crate) struct Page {
    markdown: bool,
    text: String,
}

impl Page {
    pub(crate) const fn new(markdown: bool) -> Self {
        Self {
            markdown,
            text: String::new(),
        }
    }

    /// Our own words.
    pub(crate) fn words(&mut self, words: &str) -> &mut Self {
        self.text.push_str(words);
        self
    }

    /// A text of the file.
    pub(crate) fn code(&mut self, text: &str) -> &mut Self {
        if self.markdown {
            self.text.push_str(&markdown_code_span(text));
        } else {
            self.text.push_str(&visible::one_line(text));
        }
        self
    }

    /// A message of the model, with texts of the file between backticks.
    pub(crate) fn said(&mut self, message: &str) -> &mut Self {
        if self.markdown {
            self.text.push_str(&markdown_inline(message));
        } else {
            self.text.push_str(&visible::one_line(message));
        }
        self
    }

    /// Begins a paragraph.
    pub(crate) fn paragraph(&mut self) -> &mut Self {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self
    }

    /// Begins an item of a list.
    pub(crate) fn item(&mut self) -> &mut Self {
        // A list needs a blank line before it.
        let in_list = self.text.rsplit('\n').next().is_some_and(is_item);
        self.text.push_str(if in_list { "\n- " } else { "\n\n- " });
        self
    }

    pub(crate) fn finish(self) -> MarkupContent {
        MarkupContent {
            kind: if self.markdown {
                MarkupKind::Markdown
            } else {
                MarkupKind::PlainText
            },
            value: self.text,
        }
    }
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ") || line.starts_with("  ")
}
