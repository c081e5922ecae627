//! From the first message to the last.

use crate::client::{Client, Disk, URI, modern, range};
use lsp_server::{ErrorCode, RequestId};
use serde_json::{Value, json};

#[test]
fn ends_as_the_protocol_says() {
    assert_eq!(Client::with("FROM scratch\n").end(), 0);

    let mut client = Client::silent(Disk::default());
    client.notify("exit", Value::Null);
    assert_eq!(client.join(), 1, "exit without shutdown");

    let client = Client::silent(Disk::default());
    assert_eq!(client.leave(), 1, "the client is gone");
}

#[test]
fn requests_out_of_their_time_are_refused() {
    let mut client = Client::silent(Disk::default());
    let code = client.error("textDocument/hover", json!({}));
    assert_eq!(code, ErrorCode::ServerNotInitialized as i32);
    // What is said too early is passed over.
    client.open("FROM scratch\n");

    let mut client = Client::new(modern(), Disk::default());
    let again = client.error("initialize", json!({ "capabilities": {} }));
    assert_eq!(again, ErrorCode::InvalidRequest as i32);
    client.ask("shutdown", Value::Null);
    let late = client.error("textDocument/hover", json!({}));
    assert_eq!(late, ErrorCode::InvalidRequest as i32);
    client.notify("exit", Value::Null);
    assert_eq!(client.join(), 0);
}

#[test]
fn nonsense_is_answered_and_does_no_harm() {
    let mut client = Client::with("FROM scratch\n");
    assert_eq!(
        client.error("textDocument/nonsense", json!({})),
        ErrorCode::MethodNotFound as i32
    );
    for params in [json!({}), json!([1]), json!("x"), Value::Null] {
        assert_eq!(
            client.error("textDocument/hover", params.clone()),
            ErrorCode::InvalidParams as i32
        );
        client.notify("textDocument/didChange", params.clone());
        client.told("window/logMessage");
        client.notify("$/nonsense", params);
    }
    assert_eq!(
        client.error("workspace/executeCommand", json!({ "command": "rm" })),
        ErrorCode::InvalidParams as i32
    );
    // Places that are not there.
    let far = json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 });
    let params = json!({ "textDocument": { "uri": URI }, "position": far });
    client.ask("textDocument/hover", params.clone());
    client.ask("textDocument/completion", params);
    client.change(2, json!([{ "range": range(9, 9, 3), "text": "\u{1f600}" }]));
    let unknown = json!({ "textDocument": { "uri": "file:///other" } });
    assert_eq!(
        client.ask("textDocument/documentSymbol", unknown),
        Value::Null
    );
    assert_eq!(client.end(), 0);
}

#[test]
fn what_is_taken_back_is_answered_as_such() {
    let mut client = Client::silent(Disk::default());
    // All of it is there before the server looks at the second message.
    let id = RequestId::from("later".to_owned());
    let request = |method: &str, id: RequestId, params: Value| {
        lsp_server::Request::new(id, method.to_owned(), params).into()
    };
    let cancel =
        lsp_server::Notification::new("$/cancelRequest".to_owned(), json!({ "id": "later" }));
    let symbols = json!({ "textDocument": { "uri": URI } });
    let mut code = None;
    // The server may be quick.
    for attempt in 0..200 {
        let first = RequestId::from(1000 + attempt);
        let sender = &client.connection.sender;
        let initialize = json!({ "capabilities": {} });
        sender
            .send(request("initialize", first.clone(), initialize))
            .unwrap();
        sender
            .send(request(
                "textDocument/documentSymbol",
                id.clone(),
                symbols.clone(),
            ))
            .unwrap();
        sender.send(cancel.clone().into()).unwrap();
        client.response(&first);
        code = client.response(&id).response_result.err().map(|it| it.code);
        if code.is_some() {
            break;
        }
    }
    assert_eq!(code, Some(ErrorCode::RequestCanceled as i32));
}

#[test]
fn says_what_it_can_do() {
    let client = Client::new(modern(), Disk::default());
    let can = &client.capabilities;
    assert_eq!(can["positionEncoding"], "utf-16");
    assert_eq!(can["textDocumentSync"]["change"], 2);
    assert_eq!(
        can["codeActionProvider"]["codeActionKinds"],
        json!(["quickfix", "source.fixAll.distroless-check"])
    );

    let capabilities = json!({ "general": { "positionEncodings": ["utf-32", "utf-8", "utf-16"] } });
    let client = Client::new(capabilities, Disk::default());
    assert_eq!(client.capabilities["positionEncoding"], "utf-8");
    assert_eq!(client.capabilities["codeActionProvider"], Value::Null);
}

#[test]
fn asks_to_be_told_of_files_that_decide() {
    let mut client = Client::new(modern(), Disk::default());
    let params = client.told("client/registerCapability");
    let watchers = &params["registrations"][0]["registerOptions"]["watchers"];
    let globs: Vec<&str> = watchers
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["globPattern"].as_str().unwrap())
        .collect();
    for glob in ["**/distroless-check.toml", "**/package.json"] {
        assert!(globs.contains(&glob), "{glob}");
    }
}
