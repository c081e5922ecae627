use super::{ExpandError, Expansion, Options, Variable, process_word, process_words};

/// A few variables; those that begin with `unknown` are not known.
fn sample(name: &str) -> Variable<'static> {
    match name {
        "dir" => Variable::Set("/opt/app/lib/app.jar"),
        "empty" => Variable::Set(""),
        "x" => Variable::Set("x"),
        "lines" => Variable::Set("a1\na2"),
        "stars" => Variable::Set("a*b*c"),
        "한글" => Variable::Set("말"),
        name if name.starts_with("unknown") => Variable::Unknown,
        _ => Variable::Unset,
    }
}

fn expand(word: &str) -> Result<String, ExpandError> {
    process_word(word, sample, &Options::new('\\')).map(|expansion| expansion.text)
}

#[test]
fn ends_are_trimmed() {
    for (word, expected) in [
        ("${dir#/*/}", "app/lib/app.jar"),
        ("${dir##/*/}", "app.jar"),
        ("${dir%/*}", "/opt/app/lib"),
        ("${dir%%/*}", ""),
        ("${dir%.???}", "/opt/app/lib/app"),
        ("${dir#app}", "/opt/app/lib/app.jar"),
        ("${dir#}", "/opt/app/lib/app.jar"),
        ("${dir:#/opt}", "/app/lib/app.jar"),
        ("${dir%'.jar'}", "/opt/app/lib/app"),
        ("${dir#/opt${empty}}", "/app/lib/app.jar"),
        (r"${stars#a\*}", "b*c"),
        (r"${stars%\*c}", "a*b"),
        ("${stars##*a}", "*b*c"),
        ("${lines#*2}", "a1\na2"),
        ("${lines#*a}", "1\na2"),
        ("${none#*}", ""),
        ("${한글%말}", ""),
    ] {
        assert_eq!(expand(word).as_deref(), Ok(expected), "{word}");
    }
}

#[test]
fn parts_are_replaced() {
    for (word, expected) in [
        ("${dir/app/web}", "/opt/web/lib/app.jar"),
        ("${dir//app/web}", "/opt/web/lib/web.jar"),
        (r"${dir//\//-}", "-opt-app-lib-app.jar"),
        ("${dir//a*/x}", "/opt/x"),
        ("${dir//a?/_}", "/opt/_p/lib/_p.j_"),
        ("${x//x/${dir/*/y}}", "y"),
        ("${x//*/-}", "-"),
        ("${empty//*/-}", "-"),
        ("${none/z/-}", ""),
        (r"${stars//\*/+}", "a+b+c"),
        (r"${stars/\*/\}}", r"a\}b*c"),
        // `$` in what is put in for all matches is a template, as in Go.
        (r"${x//x/\$0\$0}", r"\x\x"),
        (r"${x//x/'$$a$1'}", "$a"),
    ] {
        assert_eq!(expand(word).as_deref(), Ok(expected), "{word}");
    }
}

#[test]
fn quotes_and_escapes_are_left_where_asked() {
    let mut options = Options::new('\\');
    options.raw_quotes = true;
    options.raw_escapes = true;
    options.keep_unset = true;
    for (word, expected) in [
        (r#"a'b'"c" \d"#, r#"a'b'"c" \d"#),
        (r#""\"""#, r#""\"""#),
        (
            "$none ${none} ${none:-a} ${none+b} $x",
            "$none ${none} ${none:-a} ${none+b} x",
        ),
        ("${none/a/b} ${none##c}", "${none/a/b} ${none##c}"),
    ] {
        let result = process_word(word, sample, &options).map(|expansion| expansion.text);
        assert_eq!(result.as_deref(), Ok(expected), "{word}");
    }
    let mut body = Options::new('\\');
    body.plain_quotes = true;
    let result = process_word("it's \"$x\" \\$x", sample, &body).map(|expansion| expansion.text);
    assert_eq!(result.as_deref(), Ok("it's \"x\" $x"));
}

#[test]
fn the_escape_character_is_the_file_s() {
    let options = Options::new('`');
    let result = process_word(r"C:\dir\`$x`` $x", sample, &options);
    assert_eq!(
        result.map(|expansion| expansion.text).as_deref(),
        Ok(r"C:\dir\$x` x")
    );
}

#[test]
fn words_are_split_after_expansion() {
    let split = |word| process_words(word, sample, &Options::new('\\')).map(|result| result.1);
    let words = |list: &[&str]| Ok(list.iter().map(|word| (*word).to_owned()).collect());
    assert_eq!(split(" a  b "), words(&["a", "b"]));
    assert_eq!(split("$lines"), words(&["a1", "a2"]));
    assert_eq!(split("\"$lines\""), words(&["a1\na2"]));
    assert_eq!(split("''"), words(&[]));
    assert_eq!(split(r"a\ b"), words(&["a b"]));
}

#[test]
fn names_are_told() {
    let Ok(expansion) = process_word(
        "$x ${none:-$unknown1} ${unknown2:?}",
        sample,
        &Options::new('\\'),
    ) else {
        panic!("nothing is refused because of what is not known");
    };
    let Expansion {
        text,
        matched,
        unmatched,
        unknown,
    } = &expansion;
    assert_eq!(text, "x  ");
    assert!(matched.iter().eq(["x"]));
    assert!(unmatched.iter().eq(["none"]));
    assert!(unknown.iter().eq(["unknown1", "unknown2"]));
    assert_eq!(expansion.known(), None);
    assert!(expansion.has_variables());
}

#[test]
fn errors_are_values() {
    for (word, message) in [
        ("${", "syntax error: missing '}'"),
        ("${x:-'", "syntax error: missing '}'"),
        ("${x/y}", "syntax error: missing '/' in ${}"),
        ("${x/y/z", "syntax error: missing '}'"),
        ("${x:=y}", "unsupported modifier (:=) in substitution"),
        ("${x.y}", "unsupported modifier (.) in substitution"),
        ("${none:?say ${x}}", "none: say x"),
        ("${none?}", "none: is not allowed to be unset"),
        ("${empty:?}", "empty: is not allowed to be empty"),
        (r"${x#\x}", r"invalid pattern (\x) in substitution"),
        (
            "'",
            "unexpected end of statement while looking for matching single-quote",
        ),
        (
            "\"",
            "unexpected end of statement while looking for matching double-quote",
        ),
    ] {
        assert_eq!(
            expand(word).map_err(|error| error.to_string()),
            Err(message.to_owned()),
            "{word}"
        );
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |depth: usize| format!("{}{}", "${none:-".repeat(depth), "}".repeat(depth));
    assert_eq!(expand(&nested(60)).as_deref(), Ok(""));
    assert_eq!(expand(&nested(100_000)), Err(ExpandError::TooDeep));
    assert_eq!(
        expand(&"${none:-\"".repeat(100_000)),
        Err(ExpandError::TooDeep)
    );

    let value = "v".repeat(1000);
    let lookup = |_: &str| Variable::Set(&value);
    assert_eq!(
        process_word(&"$v".repeat(200), lookup, &Options::new('\\')),
        Err(ExpandError::TooLong)
    );
    // Patterns: as many steps as both lengths multiplied would make.
    let stars = format!("${{v##{}x}}", "*v".repeat(2000));
    assert_eq!(
        process_word(&stars, lookup, &Options::new('\\')),
        Err(ExpandError::TooLong)
    );
    // What a word says itself is not counted.
    let long = format!("{}$v", "w".repeat(1 << 20));
    let length =
        process_word(&long, lookup, &Options::new('\\')).map(|expansion| expansion.text.len());
    assert_eq!(length, Ok((1 << 20) + 1000));
}
