//! How much a finding says at most. A name may be a megabyte long, and a chain have thousands of stages: the
//! proof is for people, and reports must not grow out of proportion to the file.

use super::{Evidence, Finding};

/// The longest sentence, in bytes. What people write takes a few hundred.
const SENTENCE: usize = 2_000;
/// How many of them the end keeps of a sentence that is longer: what is wrong stands behind the name.
const SENTENCE_END: usize = 500;
/// The longest proof, in steps.
const STEPS: usize = 50;
/// How many of them the end keeps.
const STEPS_END: usize = 10;

impl Finding {
    /// Leaves out the middle of what is too long.
    pub(crate) fn bound(&mut self) {
        shorten(&mut self.message);
        shorten(&mut self.help);
        for step in &mut self.evidence {
            shorten(&mut step.message);
        }
        for fix in &mut self.fixes {
            shorten(&mut fix.title);
        }
        let kept = STEPS - STEPS_END - 1;
        let end = self.evidence.len().saturating_sub(STEPS_END);
        if self.evidence.len() > STEPS
            && let Some(first) = self.evidence.get(kept).map(|step| step.span)
        {
            let rest = Evidence {
                span: first,
                message: format!("{} more steps from here on", end - kept),
            };
            self.evidence.splice(kept..end, [rest]);
        }
    }
}

fn shorten(text: &mut String) {
    if text.len() <= SENTENCE {
        return;
    }
    let start = text.floor_char_boundary(SENTENCE - SENTENCE_END);
    let end = text.ceil_char_boundary(text.len() - SENTENCE_END);
    text.replace_range(start..end, " … ");
}

#[cfg(test)]
mod tests {
    use super::{SENTENCE, STEPS};
    use crate::finding::Finding;
    use crate::rules;
    use dockerfile_syntax::Span;

    #[test]
    fn the_middle_of_what_is_too_long_is_left_out() {
        let rule = rules::all().next().unwrap();
        let name = "ä".repeat(100_000);
        let mut finding = Finding::new(&rule.meta, Span::new(0, 1), format!("`{name}` dies"), "do");
        for step in 0..1_000 {
            finding = finding.because(Span::new(step, step + 1), format!("step {step}"));
        }
        finding.bound();
        assert!(finding.message.len() <= SENTENCE + 5);
        assert!(finding.message.starts_with("`ää") && finding.message.ends_with("` dies"));
        assert_eq!(finding.help, "do");
        assert_eq!(finding.evidence.len(), STEPS);
        let messages: Vec<&str> = finding
            .evidence
            .iter()
            .map(|it| it.message.as_str())
            .collect();
        assert_eq!(
            messages[38..41],
            ["step 38", "951 more steps from here on", "step 990"]
        );
        assert_eq!(finding.evidence[39].span.start, 39);
        assert_eq!(messages.last(), Some(&"step 999"));
    }

    #[test]
    fn what_is_short_stays() {
        let rule = rules::all().next().unwrap();
        let mut finding =
            Finding::new(&rule.meta, Span::new(0, 1), "a", "b").because(Span::new(0, 1), "c");
        let before = finding.clone();
        finding.bound();
        assert_eq!(finding.message, before.message);
        assert_eq!(finding.evidence, before.evidence);
    }
}
