// How the server is started and stopped, with an editor that notes what it is asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HELP, SELECTOR, SETTING, Service } from '../src/service.js';

function editor(settings = {}, choice = undefined) {
  const log = [];
  return {
    log,
    workspace: { getConfiguration: () => ({ get: (name, otherwise) => settings[name] ?? otherwise }) },
    window: {
      showErrorMessage: async (text, ...buttons) => {
        log.push(['error', text, buttons]);
        return choice;
      },
    },
    commands: { executeCommand: async (...words) => log.push(['command', ...words]) },
    env: { openExternal: async (address) => log.push(['open', address]) },
    Uri: { parse: (text) => text },
  };
}

function clients(fails) {
  const log = [];
  class LanguageClient {
    constructor(id, name, run, options) {
      log.push(['new', run, options.documentSelector]);
    }
    async start() {
      log.push(['start']);
      if (fails) throw new Error('no such format');
    }
    async dispose() {
      log.push(['dispose']);
      if (fails) throw new Error('it never ran');
    }
  }
  return { log, LanguageClient };
}

const system = (programs) => ({
  platform: 'linux',
  home: '/home/me',
  search: '/usr/bin',
  isProgram: (file) => programs.includes(file),
});

test('the program is started with its command, and stopped', async () => {
  const { log, LanguageClient } = clients();
  const service = new Service(editor(), LanguageClient, system(['/usr/bin/distroless-check']));
  await service.restart();
  await service.stop();
  await service.stop();
  const run = { command: '/usr/bin/distroless-check', args: ['lsp'] };
  assert.deepEqual(log, [['new', run, SELECTOR], ['start'], ['dispose']]);
});

test('starts that follow each other at once leave one server', async () => {
  const { log, LanguageClient } = clients();
  const service = new Service(editor(), LanguageClient, system(['/usr/bin/distroless-check']));
  await Promise.all([service.restart(), service.restart(), service.restart()]);
  const count = (what) => log.filter(([name]) => name === what).length;
  assert.equal(count('start') - count('dispose'), 1);
});

test('without a program people are told what to do', async () => {
  const { log, LanguageClient } = clients();
  const first = editor({}, 'How to install');
  await new Service(first, LanguageClient, system([])).restart();
  await new Promise(setImmediate);
  assert.deepEqual(log, []);
  assert.match(first.log[0][1], /not in PATH.*distroless-check\.path/);
  assert.deepEqual(first.log[1], ['open', HELP]);

  const second = editor({ [SETTING]: '/gone' }, 'Open the setting');
  await new Service(second, LanguageClient, system([])).restart();
  await new Promise(setImmediate);
  assert.match(second.log[0][1], /"\/gone"/);
  assert.deepEqual(second.log[1], ['command', 'workbench.action.openSettings', SETTING]);
});

test('a program that does not start is told about, and can be started again', async () => {
  const { log, LanguageClient } = clients(true);
  const it = editor();
  const service = new Service(it, LanguageClient, system(['/usr/bin/distroless-check']));
  await service.restart();
  await service.restart();
  assert.match(it.log[0][1], /cannot be started: no such format/);
  assert.deepEqual(log.map(([name]) => name), ['new', 'start', 'dispose', 'new', 'start']);
});
