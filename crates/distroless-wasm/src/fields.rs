//! Reading objects of JSON strictly. Serde's derived readers would do the same for a multiple of the
//! bytes in WebAssembly.

use serde_json::{Map, Value};

/// What a field can hold.
pub(crate) trait Read: Sized {
    /// The value, or what is wrong with it: the way to the place, and what is there.
    fn read(value: Value) -> Result<Self, String>;
}

/// Reads a text of JSON.
pub(crate) fn parse<T: Read>(text: &str) -> Result<T, String> {
    let value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    T::read(value).map_err(|problem| problem.trim_start_matches(['.', ' ']).to_owned())
}

impl Read for String {
    fn read(value: Value) -> Result<Self, String> {
        match value {
            Value::String(text) => Ok(text),
            _ => Err(" must be a text".to_owned()),
        }
    }
}

impl Read for bool {
    fn read(value: Value) -> Result<Self, String> {
        value
            .as_bool()
            .ok_or_else(|| " must be true or false".to_owned())
    }
}

impl Read for u32 {
    fn read(value: Value) -> Result<Self, String> {
        let number = value.as_u64().and_then(|number| number.try_into().ok());
        number.ok_or_else(|| " must be a whole number".to_owned())
    }
}

impl<T: Read> Read for (T, T) {
    fn read(value: Value) -> Result<Self, String> {
        match <[T; 2]>::try_from(Vec::read(value)?) {
            Ok([first, second]) => Ok((first, second)),
            Err(_) => Err(" must be a pair".to_owned()),
        }
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: Value) -> Result<Self, String> {
        match value {
            Value::Null => Ok(None),
            _ => T::read(value).map(Some),
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: Value) -> Result<Self, String> {
        let Value::Array(values) = value else {
            return Err(" must be a list".to_owned());
        };
        let mut list = Self::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            list.push(T::read(value).map_err(|problem| format!("[{index}]{problem}"))?);
        }
        Ok(list)
    }
}

/// The fields of an object that were not read yet.
pub(crate) struct Fields {
    left: Map<String, Value>,
    read: Vec<&'static str>,
}

impl Fields {
    pub(crate) fn of(value: Value) -> Result<Self, String> {
        match value {
            Value::Object(left) => Ok(Self {
                left,
                read: Vec::new(),
            }),
            _ => Err(" must be an object".to_owned()),
        }
    }

    /// A field that must be there.
    pub(crate) fn required<T: Read>(&mut self, name: &'static str) -> Result<T, String> {
        let value = self.take(name);
        read(name, value.ok_or_else(|| format!(".{name} is missing"))?)
    }

    /// A field that may be left out.
    pub(crate) fn optional<T: Read + Default>(&mut self, name: &'static str) -> Result<T, String> {
        self.or(name, T::default())
    }

    /// A field, or what leaving it out means.
    pub(crate) fn or<T: Read>(&mut self, name: &'static str, otherwise: T) -> Result<T, String> {
        match self.take(name) {
            Some(value) => read(name, value),
            None => Ok(otherwise),
        }
    }

    /// Unknown fields are refused, so that a misspelt one is not silently without effect.
    pub(crate) fn end(self) -> Result<(), String> {
        match self.left.keys().next() {
            Some(name) => Err(format!(
                ".{name} is unknown: the fields are {}",
                self.read.join(", ")
            )),
            None => Ok(()),
        }
    }

    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.read.push(name);
        self.left.remove(name)
    }
}

fn read<T: Read>(name: &str, value: Value) -> Result<T, String> {
    T::read(value).map_err(|problem| format!(".{name}{problem}"))
}

#[cfg(test)]
mod tests {
    use super::{Fields, Read, parse};
    use serde_json::Value;

    #[derive(Debug)]
    struct Inner {
        name: String,
        lines: Vec<(u32, u32)>,
        note: Option<String>,
        flag: bool,
    }

    impl Read for Inner {
        fn read(value: Value) -> Result<Self, String> {
            let mut fields = Fields::of(value)?;
            let inner = Self {
                name: fields.required("name")?,
                lines: fields.optional("lines")?,
                note: fields.optional("note")?,
                flag: fields.or("flag", true)?,
            };
            fields.end()?;
            Ok(inner)
        }
    }

    #[test]
    fn fields_are_read_or_stand_for_what_leaving_them_out_means() {
        let list: Vec<Inner> = parse(
            r#"[{"name":"a"},{"name":"b","lines":[[1,2]],"note":null},{"flag":false,"note":"n","name":"c"}]"#,
        )
        .unwrap();
        let read: Vec<_> = list
            .iter()
            .map(|it| {
                let note = it.note.as_deref();
                (it.name.as_str(), it.lines.as_slice(), note, it.flag)
            })
            .collect();
        assert_eq!(
            read,
            [
                ("a", &[][..], None, true),
                ("b", &[(1, 2)][..], None, true),
                ("c", &[][..], Some("n"), false),
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, says) in [
            ("[", "EOF while parsing a list at line 1 column 1"),
            ("{}", "must be a list"),
            ("[1]", "[0] must be an object"),
            ("[{}]", "[0].name is missing"),
            (r#"[{"name":null}]"#, "[0].name must be a text"),
            (
                r#"[{"name":""},{"name":"","lines":[[1]]}]"#,
                "[1].lines[0] must be a pair",
            ),
            (
                r#"[{"name":"","lines":[[1,-1]]}]"#,
                "[0].lines[0][1] must be a whole number",
            ),
            (r#"[{"name":"","lines":null}]"#, "[0].lines must be a list"),
            (
                r#"[{"name":"","flag":null}]"#,
                "[0].flag must be true or false",
            ),
            (
                r#"[{"name":"","flags":true}]"#,
                "[0].flags is unknown: the fields are name, lines, note, flag",
            ),
        ] {
            let problem = parse::<Vec<Inner>>(text).unwrap_err();
            assert_eq!(problem, says, "{text}");
        }
        assert_eq!(parse::<Inner>("{}").unwrap_err(), "name is missing");
    }
}
