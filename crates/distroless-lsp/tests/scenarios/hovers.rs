//! What is told of a place.

use crate::client::{Client, Disk, modern};
use serde_json::{Value, json};

fn hover(client: &mut Client, marked: &str) -> String {
    let found = client.at("textDocument/hover", marked);
    found["contents"]["value"]
        .as_str()
        .unwrap_or("-")
        .to_owned()
}

fn with() -> Client {
    Client::new(modern(), Disk::default())
}

#[test]
fn the_image_of_a_stage() {
    let mut client = with();
    let text = hover(
        &mut client,
        "FROM nod|e:18-bookworm-slim AS app\nUSER node\nCMD [\"node\", \"a.js\"]\n",
    );
    for part in [
        "Image of stage `app`, which ships\n\n- base: `node:18-bookworm-slim`",
        "\n- system: `debian 12`",
        "\n- C library: `glibc 2.36`",
        "\n- shell: yes",
        "\n- package manager: `apt`",
        "\n- user: `node`",
        "\n- end of life: `nodejs` `18` was maintained until 2025-04-30",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let text = hover(&mut client, "FROM my.registry/a*b`c|\n");
    assert!(text.contains("nothing is known"), "{text}");
    let text = hover(&mut client, "FROM sc|ratch\nCOPY a /\n");
    assert!(
        text.contains("- shell: none") && text.contains("- user: `root` (root)"),
        "{text}"
    );
}

#[test]
fn what_a_copy_brings() {
    let mut client = with();
    let text = hover(
        &mut client,
        "FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server .\n\
         FROM gcr.io/distroless/static-debian13\nCOPY --fr|om=build /server /nothing/ /app/\n",
    );
    for part in [
        "Copied from stage `build`, which is built on `golang:1.26`",
        "- `/server`: there by line 4: `CGO_ENABLED=0 go build -o /server .`",
        "- `/app/server`, program of `go build`, static (likely)\n  - line 4: `",
        "\n  - line 6: `COPY --from=build /server /nothing/ /app/`",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let text = hover(
        &mut client,
        "FROM scratch AS a\nCOPY x /one\nCOPY y /two\nFROM scratch\nCOPY --fr|om=a /one /one\nCOPY --from=a /two /two\n",
    );
    assert!(
        text.contains("\n- `/one`") && !text.contains("/two"),
        "{text}"
    );
    let text = hover(
        &mut client,
        "FROM scratch\nCO|PY --from=busybox:1.37 /bin/sh /sh\n",
    );
    assert!(
        text.starts_with("Copied from the image `busybox:1.37`"),
        "{text}"
    );
    assert_eq!(hover(&mut client, "FROM scratch\nCO|PY a /\n"), "-");
}

#[test]
fn variables_have_the_value_of_their_place() {
    let mut client = with();
    let file = "ARG V=1.26\nFROM golang:${V}\nENV A=one\nENV A=$A-two B=x\nCOPY $A /\nRUN echo \"${A}\" $HOME2\nCMD echo $A $B\n";
    let mut value = |needle: &str, nth: usize| {
        let (at, _) = file.match_indices(needle).nth(nth).unwrap();
        let marked = format!("{}|{}", &file[..=at], &file[at + 1..]);
        hover(&mut client, &marked)
    };
    assert_eq!(value("${V}", 0), "`V` is `1.26`\n\nline 1: `V=1.26`");
    assert_eq!(value("$A", 0), "`A` is `one`\n\nline 3: `A=one`");
    assert_eq!(value("$A", 1), "`A` is `one-two`\n\nline 4: `A=$A-two`");
    assert_eq!(value("${A}", 0), "`A` is `one-two`\n\nline 4: `A=$A-two`");
    assert_eq!(value("$B", 0), "`B` is `x`\n\nline 4: `B=x`");
    let text = hover(&mut client, "FROM scratch\nARG V\nCOPY $|V /\n");
    assert!(text.starts_with("`V`: its value"), "{text}");
    let text = hover(&mut client, "FROM scratch\nCOPY $|V /\n");
    assert_eq!(text, "`V` is not set here");
    // Nothing of the file: the shell's own, one behind an escape, one in exec form, one in a comment.
    for marked in [
        "FROM scratch\nRUN echo $|V\n",
        "FROM scratch\nCOPY \\$|V /\n",
        "FROM scratch\nENV V=1\nCMD [\"$|V\"]\n",
        "FROM scratch\nENV V=1\nCOPY a \\\n# $|V\n b /\n",
    ] {
        assert_eq!(hover(&mut client, marked), "-", "{marked}");
    }
}

#[test]
fn plain_editors_get_plain_text() {
    let mut client = Client::new(json!({}), Disk::default());
    let found = client.at("textDocument/hover", "FROM scratch\nENV A=`x`\nUSER $|A\n");
    assert_eq!(found["contents"]["kind"], "plaintext");
    assert_eq!(found["contents"]["value"], "A is `x`\n\nline 2: A=`x`");
}

/// A text of Markdown without its code: from each run of backticks to the next one that is as long.
fn outside(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        if rest[..at].ends_with('\\') {
            out.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        }
        let inner = rest[at..].trim_start_matches('`');
        let fence = rest.len() - at - inner.len();
        let ends = inner.match_indices('`').find(|(end, _)| {
            let run = inner[*end..].len() - inner[*end..].trim_start_matches('`').len();
            run == fence && !inner[..*end].ends_with('`')
        });
        let (end, _) = ends.unwrap_or_else(|| panic!("an open fence in {text}"));
        out.push_str(&rest[..at]);
        rest = &inner[end + fence..];
    }
    out + rest
}

#[test]
fn nothing_of_a_file_becomes_markup() {
    let mut client = with();
    let hostile = "``\"`[x](http://y)<img src=z>\u{202e}\u{1b}[31m`\"";
    let text = hover(
        &mut client,
        &format!("FROM scratch\nENV A={hostile}\nUSER $|A\n"),
    );
    assert!(
        text.contains("<img") && !outside(&text).contains("img"),
        "{text}"
    );
    assert!(
        !text.contains('\u{202e}') && !text.contains('\u{1b}'),
        "{text}"
    );
    for marked in [
        format!("FROM a{hostile}| AS x\n"),
        format!("FROM scratch AS x\nFROM scratch\nCOPY| --from=x {hostile} /{hostile}\n"),
    ] {
        let text = hover(&mut client, &marked);
        assert!(text.contains("<img"), "{text}");
        let outside = outside(&text);
        // What is not code stands behind backslashes.
        let bare = outside.replace("\\<", "").replace("\\[", "");
        assert!(!bare.contains(['<', '[']), "{outside}");
    }
    assert!(matches!(client.at("textDocument/hover", "|"), Value::Null));
}
