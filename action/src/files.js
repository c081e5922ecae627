/**
 * Files, read and written at once: a run has a few small ones, and `node:fs/promises` takes longer to load
 * than they all do. Nor is anything imported: that would read every export of the module, and so load
 * streams, promises and line editors with it.
 */

export const fs = process.getBuiltinModule('node:fs');

/** As `node:fs/promises` has it. */
const promised = (call) => async (...args) => call(...args);

export const appendFile = promised(fs.appendFileSync);
export const lstat = promised(fs.lstatSync);
export const mkdir = promised(fs.mkdirSync);
export const mkdtemp = promised(fs.mkdtempSync);
export const readFile = promised(fs.readFileSync);
export const readdir = promised(fs.readdirSync);
export const realpath = promised(fs.realpathSync.native);
export const rm = promised(fs.rmSync);
export const stat = promised(fs.statSync);
export const writeFile = promised(fs.writeFileSync);
