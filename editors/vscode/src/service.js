// The server's life: started where there is a program, told about where there is none, started anew when
// the setting changes.
import { findProgram } from './program.js';

export const SETTING = 'distroless-check.path';
export const HELP = 'https://github.com/distroless-check/distroless-check/blob/main/docs/editors.md';

/** The files that the server looks at: by the editor's word, or called as the program's search knows them. */
export const SELECTOR = [
  { language: 'dockerfile' },
  { scheme: 'file', pattern: '**/{Dockerfile,dockerfile,Containerfile,containerfile}{,.*}' },
  { scheme: 'file', pattern: '**/*.{Dockerfile,dockerfile,Containerfile,containerfile}' },
];

export class Service {
  #client;
  /** One start or stop after the other. */
  #last = Promise.resolve();

  /** `editor` is the module `vscode`, `LanguageClient` that of its client, `system` what `findProgram` takes. */
  constructor(editor, LanguageClient, system) {
    this.editor = editor;
    this.LanguageClient = LanguageClient;
    this.system = system;
  }

  /** Stops a server that runs, and starts one. */
  restart() {
    this.#last = this.#last.then(() => this.#stop()).then(() => this.#start());
    return this.#last;
  }

  stop() {
    this.#last = this.#last.then(() => this.#stop());
    return this.#last;
  }

  async #stop() {
    const client = this.#client;
    this.#client = undefined;
    // One that did not start, or does not answer, is gone as well.
    await client?.dispose().catch(() => {});
  }

  async #start() {
    const setting = this.editor.workspace.getConfiguration().get(SETTING, '');
    const { file, problem } = findProgram(setting, this.system);
    if (problem) {
      // Nothing waits for the answer.
      void this.#tell(problem);
      return;
    }
    const run = { command: file, args: ['lsp'] };
    const client = new this.LanguageClient('distroless-check', 'distroless-check', run, { documentSelector: SELECTOR });
    this.#client = client;
    try {
      await client.start();
    } catch (error) {
      void this.#tell(`The program "${file}" cannot be started: ${error.message ?? error}`);
    }
  }

  async #tell(problem) {
    const { window, commands, env, Uri } = this.editor;
    const settings = 'Open the setting';
    const help = 'How to install';
    const chosen = await window.showErrorMessage(problem, settings, help);
    if (chosen === settings) await commands.executeCommand('workbench.action.openSettings', SETTING);
    if (chosen === help) await env.openExternal(Uri.parse(HELP));
  }
}
