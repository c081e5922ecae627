// The program and a client that others wrote: the one that editors of this family are made of.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import protocol from 'vscode-languageserver-protocol/node';
import { isProgram } from '../src/program.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const program = process.env.DISTROLESS_CHECK ?? join(root, 'target/debug/distroless-check');
assert.ok(isProgram(program), `${program} is not there: cargo build --package distroless-check, or name it in DISTROLESS_CHECK`);

const FILE = `FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /server .

FROM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /server /server
CMD /server -v
`;

/** An editor with a file open in a folder of its own. */
async function open(context, text, capabilities = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'server-')));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'go.mod'), 'module example.com/a\n');
  const child = spawn(program, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  context.after(() => child.kill());
  const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = protocol;
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const published = [];
  let wake = () => {};
  connection.onNotification(protocol.PublishDiagnosticsNotification.type, (params) => {
    published.push(params);
    wake();
  });
  const opened = [];
  connection.onRequest(protocol.ShowDocumentRequest.type, (params) => {
    opened.push(params.uri);
    return { success: true };
  });
  const registered = [];
  connection.onRequest(protocol.RegistrationRequest.type, (params) => void registered.push(...params.registrations));
  connection.listen();
  const result = await connection.sendRequest(protocol.InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'a' }],
  });
  await connection.sendNotification(protocol.InitializedNotification.type, {});
  const uri = pathToFileURL(join(folder, 'Dockerfile')).href;
  const textDocument = { uri, languageId: 'dockerfile', version: 1, text };
  await connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, { textDocument });
  return {
    connection,
    ended,
    opened,
    registered,
    result,
    uri,
    /** The diagnostics of a version of the text. */
    async diagnostics(version) {
      for (;;) {
        const found = published.find((params) => params.version === version);
        if (found) return found.diagnostics;
        await new Promise((resolve) => (wake = resolve));
      }
    },
  };
}

const modern = {
  general: { positionEncodings: ['utf-16'] },
  textDocument: {
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } }, isPreferredSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ['markdown'] },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, tagSupport: { valueSet: [1] } },
  },
  workspace: {
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, snippetEditSupport: true },
  },
  window: { showDocument: { support: true } },
};

test('a session from the first message to the last', { timeout: 60_000 }, async (context) => {
  const { connection, ended, opened, registered, uri, diagnostics, result } = await open(context, FILE, modern);
  const textDocument = { uri };
  assert.equal(result.serverInfo.name, 'distroless-check');

  const found = await diagnostics(1);
  const finding = found.find((it) => it.code === 'exec-form-required');
  assert.equal(finding.severity, protocol.DiagnosticSeverity.Error);
  assert.deepEqual(finding.range.start, { line: 7, character: 0 });
  assert.match(finding.codeDescription.href, /exec_form_required\.md$/);
  assert.equal(finding.relatedInformation.length, 2);

  const actions = await connection.sendRequest(protocol.CodeActionRequest.type, {
    textDocument,
    range: finding.range,
    context: { diagnostics: [finding] },
  });
  const fix = actions.find((it) => it.isPreferred);
  const [edit] = fix.edit.documentChanges[0].edits;
  assert.equal(edit.newText, '["/server", "-v"]');
  const ignore = actions.find((it) => it.title.startsWith('Ignore'));
  assert.equal(ignore.edit.documentChanges[0].edits[0].snippet.value, '# distroless-check: ignore[exec-form-required] ${1:reason}\n');
  const explain = actions.find((it) => it.command);
  await connection.sendRequest(protocol.ExecuteCommandRequest.type, explain.command);
  const all = await connection.sendRequest(protocol.CodeActionRequest.type, {
    textDocument,
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    context: { diagnostics: [], only: ['source.fixAll'] },
  });
  assert.deepEqual(all.map((it) => it.kind), ['source.fixAll.distroless-check']);

  const at = (line, character) => ({ textDocument, position: { line, character } });
  const hover = await connection.sendRequest(protocol.HoverRequest.type, at(6, 8));
  assert.match(hover.contents.value, /^Copied from stage `build`/);
  const definition = await connection.sendRequest(protocol.DefinitionRequest.type, at(6, 14));
  assert.deepEqual(definition.range.start, { line: 0, character: 20 });
  const references = await connection.sendRequest(protocol.ReferencesRequest.type, { ...at(0, 21), context: { includeDeclaration: false } });
  assert.deepEqual(references.map((it) => it.range.start.line), [6]);
  const symbols = await connection.sendRequest(protocol.DocumentSymbolRequest.type, { textDocument });
  assert.deepEqual(symbols.map((it) => it.name), ['build', 'stage 1']);
  const items = await connection.sendRequest(protocol.CompletionRequest.type, at(6, 12));
  assert.deepEqual(items.map((it) => it.label), ['build']);

  await connection.sendNotification(protocol.DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: edit.range, text: edit.newText }],
  });
  assert.ok((await diagnostics(2)).every((it) => it.code !== 'exec-form-required'));
  assert.deepEqual(registered.map((it) => it.method), ['workspace/didChangeWatchedFiles']);
  assert.match(opened[0], /exec_form_required\.md$/);

  await assert.rejects(connection.sendRequest('textDocument/nonsense', {}), { code: protocol.ErrorCodes.MethodNotFound });
  await connection.sendRequest(protocol.ShutdownRequest.type);
  await assert.rejects(connection.sendRequest(protocol.HoverRequest.type, at(0, 0)), { code: protocol.ErrorCodes.InvalidRequest });
  await connection.sendNotification(protocol.ExitNotification.type);
  assert.equal(await ended, 0);
});

test('a client that can do nothing is served too, and exit alone is a failure', { timeout: 60_000 }, async (context) => {
  const { connection, ended, diagnostics } = await open(context, FILE);
  const finding = (await diagnostics(1)).find((it) => it.code === 'exec-form-required');
  assert.match(finding.message, /\nline 6: /);
  await connection.sendNotification(protocol.ExitNotification.type);
  assert.equal(await ended, 1);
});
