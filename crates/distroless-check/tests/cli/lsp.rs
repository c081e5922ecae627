//! The language server as an editor starts it, held to what the command line says.

use super::support::{Project, finish, json};
use distroless_core::rules;
use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json as value};
use std::io::{BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// 2026-11-28, so that both judge on the same day.
const DAY: &str = "1795824000";

/// An editor with a folder open.
struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    root: String,
}

impl Editor {
    fn new(project: &Project) -> Self {
        let mut child = project
            // Editors start servers anywhere: the folder that counts is the one that they name.
            .command(&["lsp", "--stdio"])
            .current_dir(std::env::temp_dir())
            .env("SOURCE_DATE_EPOCH", DAY)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut editor = Self {
            input: child.stdin.take().unwrap(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
            root: address(&project.path().canonicalize().unwrap().to_string_lossy()),
        };
        let folder = value!({ "uri": editor.root, "name": "project" });
        let published = value!({ "relatedInformation": true, "codeDescriptionSupport": true });
        let capabilities = value!({ "textDocument": { "publishDiagnostics": published } });
        editor.ask(
            "initialize",
            value!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": [folder] }),
        );
        editor.notify("initialized", value!({}));
        editor
    }

    fn uri(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    fn send(&mut self, message: &Message) {
        message.clone().write(&mut self.input).unwrap();
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&Notification::new(method.to_owned(), params).into());
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = RequestId::from(method.to_owned());
        self.send(&Request::new(id.clone(), method.to_owned(), params).into());
        loop {
            match Message::read(&mut self.output).unwrap().unwrap() {
                Message::Response(it) if it.id == id => return it.response_result.unwrap(),
                _ => {}
            }
        }
    }

    /// Opens a text under a path; gives its diagnostics.
    fn open(&mut self, path: &str, text: &str) -> Vec<Value> {
        let uri = self.uri(path);
        let item = value!({ "uri": uri, "languageId": "dockerfile", "version": 1, "text": text });
        self.notify("textDocument/didOpen", value!({ "textDocument": item }));
        loop {
            match Message::read(&mut self.output).unwrap().unwrap() {
                Message::Notification(it)
                    if it.method == "textDocument/publishDiagnostics"
                        && it.params["uri"] == uri =>
                {
                    return it.params["diagnostics"].as_array().unwrap().clone();
                }
                _ => {}
            }
        }
    }

    /// Ends as an editor does; gives the exit code.
    fn close(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.child.wait().unwrap().code()
    }
}

fn address(path: &str) -> String {
    let path = path.trim_start_matches(r"\\?\").replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{path}")
}

/// A range of the protocol out of a place in a report.
fn range(place: &Value) -> Value {
    let of = |position: &Value| {
        let zero = |field: &str| position[field].as_u64().unwrap() - 1;
        value!({ "line": zero("line"), "character": zero("column") })
    };
    value!({ "start": of(&place["start"]), "end": of(&place["end"]) })
}

/// What a report says of a file, as diagnostics.
fn expected(report: &Value, path: &str, uri: &str) -> Vec<Value> {
    let files = report["files"].as_array().unwrap();
    let file = files.iter().find(|file| file["path"] == path).unwrap();
    let problems = file["problems"].as_array().unwrap().iter().map(|it| {
        value!({
            "range": range(it),
            "severity": 1,
            "source": "distroless-check",
            "message": told(it),
        })
    });
    let findings = report["findings"].as_array().unwrap();
    let findings = findings.iter().filter(|it| it["path"] == path).map(|it| {
        let evidence = it["evidence"].as_array().unwrap();
        let id = it["rule"].as_str().unwrap();
        let page = distroless_report::page::url(&rules::find(id).unwrap().meta);
        let mut found = value!({
            "range": range(it),
            "severity": match it["severity"].as_str().unwrap() {
                "error" => 1,
                "warning" => 2,
                _ => 3,
            },
            "code": id,
            "codeDescription": { "href": page },
            "source": "distroless-check",
            "message": told(it),
        });
        if !evidence.is_empty() {
            let steps = evidence.iter().map(|step| {
                let place = value!({ "uri": uri, "range": range(step) });
                value!({ "location": place, "message": step["message"] })
            });
            found["relatedInformation"] = steps.collect();
        }
        found
    });
    problems.chain(findings).collect()
}

fn told(it: &Value) -> String {
    let text = |field: &str| it[field].as_str().unwrap().to_owned();
    format!("{}\n{}", text("message"), text("help"))
}

/// The examples of all rule pages, bad and good, each in a folder of its own.
fn examples() -> Vec<(String, String)> {
    let pages = rules::all().flat_map(|rule| {
        let blocks = rule.meta.docs.split("```dockerfile ").skip(1);
        blocks.filter_map(|block| block.split_once('\n')?.1.split_once("\n```"))
    });
    let texts = pages.enumerate().map(|(number, (text, _))| {
        let path = format!("{number:03}/Dockerfile");
        (path, format!("{text}\n"))
    });
    texts.collect()
}

#[test]
fn an_editor_sees_what_the_command_line_says() {
    let mut files = examples();
    assert!(files.len() > 200, "{}", files.len());
    files.push((
        "signs/Dockerfile".to_owned(),
        "FROM alpine:3.10 AS \u{fc}\r\nRUN echo \u{1f600} && sudo x\r\nONBUILD\r\nCMD \u{1f600}\r\n"
            .to_owned(),
    ));
    // What lies around counts too: configuration, definitions, the build context.
    let based = "ARG BASE\nFROM ${BASE}\nCOPY run.sh /app\nUSER 1000\nENTRYPOINT /app\n";
    files.push(("app/Dockerfile".to_owned(), based.to_owned()));
    let project = Project::new(&[
        (".git/HEAD", "ref"),
        ("app/run.sh", "#!/bin/bash\n"),
        (
            "app/compose.yaml",
            "services: { a: { build: { context: ., args: { BASE: gcr.io/distroless/static-debian12 } } } }\n",
        ),
        (
            "distroless-check.toml",
            "[rules]\nbase-not-digest-pinned = \"info\"\nexec-form-required = \"info\"\n",
        ),
    ]);
    for (path, text) in &files {
        project.write(path, text);
    }
    let mut command = project.command(&[".", "--format", "json"]);
    let report = json(&finish(command.env("SOURCE_DATE_EPOCH", DAY)).stdout);
    let mut editor = Editor::new(&project);
    let mut count = 0;
    for (path, text) in &files {
        let found = editor.open(path, text);
        let uri = editor.uri(path);
        assert_eq!(found, expected(&report, path, &uri), "{path}:\n{text}");
        count += found.len();
    }
    assert!(count > 300, "{count} diagnostics");
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn the_open_text_counts_over_the_disk() {
    let project = Project::new(&[("Dockerfile", "FROM scratch\nCMD /app\n")]);
    let mut editor = Editor::new(&project);
    assert!(
        editor
            .open("Dockerfile", "FROM scratch\nCOPY a /\n")
            .is_empty()
    );
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn what_is_no_message_is_passed_over() {
    let project = Project::new(&[]);
    let mut editor = Editor::new(&project);
    editor
        .input
        .write_all(b"nonsense\r\nContent-Length: 7\r\n\r\n{\"a\": 1Content-Length: 2\r\n\r\n[]")
        .unwrap();
    assert!(
        !editor
            .open("Dockerfile", "FROM scratch\nCMD /app\n")
            .is_empty()
    );
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn ends_when_the_editor_is_gone() {
    let project = Project::new(&[]);
    let Editor {
        mut child, input, ..
    } = Editor::new(&project);
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn an_unusable_day_is_told_at_once() {
    let project = Project::new(&[]);
    let mut command = project.command(&["lsp"]);
    let ran = finish(command.env("SOURCE_DATE_EPOCH", "x"));
    assert_eq!(ran.code, 2, "{}", ran.stderr);
}
