// The extension as the editor loads it.
import os from 'node:os';
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import { isProgram } from './program.js';
import { SETTING, Service } from './service.js';

let service;

export async function activate(context) {
  service = new Service(vscode, LanguageClient, {
    platform: process.platform,
    home: os.homedir(),
    search: process.env.PATH,
    isProgram,
  });
  context.subscriptions.push(
    vscode.commands.registerCommand('distroless-check.restart', () => service.restart()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) void service.restart();
    }),
  );
  await service.restart();
}

export function deactivate() {
  return service?.stop();
}
