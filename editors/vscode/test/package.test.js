// The package as it is published.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import yauzl from 'yauzl';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The files of an archive, by name. */
async function unpacked(archive) {
  const files = new Map();
  const zip = await new Promise((resolve, reject) => {
    yauzl.open(archive, { lazyEntries: true }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
  await new Promise((resolve, reject) => {
    zip.on('error', reject).on('end', resolve);
    zip.on('entry', (entry) => {
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error);
        files.set(entry.fileName, Buffer.concat(await stream.toArray()).toString());
        zip.readEntry();
      });
    });
    zip.readEntry();
  });
  return files;
}

test('the package holds what runs, and nothing else', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const archive = join(folder, 'it.vsix');
  // Nothing may be asked of the network.
  const env = { ...process.env, npm_config_offline: 'true' };
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '--out', archive], { cwd: root, env, stdio: 'pipe' });
  const files = await unpacked(archive);
  assert.deepEqual([...files.keys()].sort(), [
    '[Content_Types].xml',
    'extension.vsixmanifest',
    'extension/LICENSE-APACHE',
    'extension/LICENSE-MIT',
    'extension/dist/extension.cjs',
    'extension/dist/licences.txt',
    'extension/package.json',
    'extension/readme.md',
  ]);
  for (const name of ['vscode-languageclient', 'vscode-jsonrpc', 'semver', 'minimatch']) {
    assert.match(files.get('extension/dist/licences.txt'), new RegExp(`^${name} \\d`, 'm'));
  }
  assert.match(files.get('extension/LICENSE-MIT'), /MIT License|Permission is hereby granted/);

  await context.test('the bundle can be loaded and needs nothing but the editor and Node.js', () => {
    const bundle = files.get('extension/dist/extension.cjs');
    assert.ok(bundle.length < 1_000_000, `${bundle.length} characters`);
    const require = createRequire(import.meta.url);
    const asked = new Set();
    // Classes and functions of the editor that are there for every name.
    const editor = new Proxy(class {}, { get: (target, name) => ({ prototype: target.prototype, version: '1.91.0' })[name] ?? editor });
    const load = (name) => {
      asked.add(name);
      return name === 'vscode' ? editor : require(name);
    };
    const module = { exports: {} };
    vm.runInThisContext(`(function (require, module, exports) {${bundle}\n})`)(load, module, module.exports);
    assert.equal(typeof module.exports.activate, 'function');
    assert.equal(typeof module.exports.deactivate, 'function');
    asked.delete('vscode');
    for (const name of asked) assert.ok(isBuiltin(name), `${name} is a part of Node.js`);
  });
});

test('versions are pinned', () => {
  for (const [name, version] of Object.entries(manifest.devDependencies)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
  assert.equal(manifest.dependencies, undefined);
});

test('the version is that of the program', () => {
  const workspace = readFileSync(join(root, '../../Cargo.toml'), 'utf8');
  assert.equal(manifest.version, workspace.match(/^version = "(.*)"$/m)[1]);
});
