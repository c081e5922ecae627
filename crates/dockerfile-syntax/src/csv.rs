//! One line of comma-separated values, as BuildKit reads the values of `--mount`.

/// A field: its text, and where it came from.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) value: String,
    /// (offset in `value`, offset in the line), ascending.
    pub(crate) runs: Vec<(usize, usize)>,
    /// The field's place in the line, quotes included.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Cuts a line into its fields, or tells what is wrong with it.
pub(crate) fn fields(line: &str) -> Result<Vec<Field>, String> {
    if line.is_empty() {
        return Err("EOF".to_owned());
    }
    let refused =
        |at: usize, what: &str| format!("parse error on line 1, column {}: {what}", at + 1);
    let mut fields = Vec::new();
    let mut at = 0;
    loop {
        let rest = line.get(at..).unwrap_or_default();
        if !rest.starts_with('"') {
            let length = rest.find(',').unwrap_or(rest.len());
            let value = rest.get(..length).unwrap_or_default();
            if let Some(quote) = value.find('"') {
                return Err(refused(at + quote, "bare \" in non-quoted-field"));
            }
            fields.push(Field {
                value: value.to_owned(),
                runs: vec![(0, at)],
                start: at,
                end: at + length,
            });
            at += length;
            if at == line.len() {
                return Ok(fields);
            }
            at += 1;
            continue;
        }
        let mut field = Field {
            value: String::new(),
            runs: Vec::new(),
            start: at,
            end: at,
        };
        at += 1;
        loop {
            let rest = line.get(at..).unwrap_or_default();
            let Some(length) = rest.find('"') else {
                return Err(refused(at, "extraneous or missing \" in quoted-field"));
            };
            field.runs.push((field.value.len(), at));
            field.value.push_str(rest.get(..length).unwrap_or_default());
            at += length + 1;
            match line.as_bytes().get(at) {
                Some(b'"') => {
                    field.runs.push((field.value.len(), at));
                    field.value.push('"');
                    at += 1;
                }
                Some(b',') | None => break,
                Some(_) => return Err(refused(at - 1, "extraneous or missing \" in quoted-field")),
            }
        }
        field.end = at;
        let last = at >= line.len();
        fields.push(field);
        if last {
            return Ok(fields);
        }
        at += 1;
    }
}
