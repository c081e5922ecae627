/** Reading objects of git: one process for all of them, as each costs milliseconds to start. */

/** More than this is not held. */
const MOST = 1 << 28;

/** What `git cat-file --batch` answers. `start()` starts it; `limit` is how long an answer may take. */
export class Objects {
  #start;
  #limit;
  #child;
  /** Questions that are not answered yet: `{ count, found, resolve, timer }`. */
  #waiting = [];
  #chunks = [];
  #length = 0;
  /** How many bytes there have to be before it is worth looking again. */
  #needed = 1;

  constructor(start, limit) {
    this.#start = start;
    this.#limit = limit;
  }

  /**
   * Objects by their names, which have no line ends: name, type and bytes of each, or nothing for what is
   * not there. Nothing at all where git gives no answer.
   */
  read(names) {
    if (names.length === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end(), this.#limit);
      this.#waiting.push({ count: names.length, found: [], resolve, timer });
      this.#child ??= this.#begin();
      hold(this.#child, true);
      this.#child.stdin.write(names.map((name) => `${name}\n`).join(''));
    });
  }

  #begin() {
    const child = this.#start();
    child.on('error', () => this.#end());
    // It may end before it has read everything.
    child.stdin.on('error', () => {});
    child.stdout.on('data', (chunk) => this.#take(chunk));
    child.stdout.on('end', () => this.#end());
    return child;
  }

  #take(chunk) {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length > MOST) return this.#end();
    if (this.#length < this.#needed) return;
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    while (this.#waiting.length > 0) {
      const { object, end, needed } = first(bytes);
      if (needed) {
        this.#needed = needed;
        break;
      }
      bytes = bytes.subarray(end);
      this.#needed = 1;
      this.#answer(object);
    }
    this.#chunks = [bytes];
    this.#length = bytes.length;
  }

  #answer(object) {
    const [question] = this.#waiting;
    if (question.found.push(object) < question.count) return;
    this.#waiting.shift();
    clearTimeout(question.timer);
    question.resolve(question.found);
    if (this.#waiting.length === 0) hold(this.#child, false);
  }

  /** Whoever waits gets nothing; who asks again, a new process. */
  #end() {
    const child = this.#child;
    this.#child = undefined;
    this.#chunks = [];
    this.#length = 0;
    this.#needed = 1;
    for (const { resolve, timer } of this.#waiting.splice(0)) {
      clearTimeout(timer);
      resolve(undefined);
    }
    if (child) {
      child.stdout.removeAllListeners();
      child.kill();
      hold(child, false);
    }
  }
}

/** Whether this process goes on as long as git does. */
function hold(child, on) {
  for (const it of [child, child.stdin, child.stdout]) it?.[on ? 'ref' : 'unref']?.();
}

/** The first object of an answer and where it ends, or how many bytes are needed to tell. */
function first(bytes) {
  const line = bytes.indexOf(0x0a);
  if (line < 0) return { needed: bytes.length + 1 };
  const [, name, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(bytes.subarray(0, line).toString('latin1')) ?? [];
  if (!name) return { end: line + 1 };
  const start = line + 1;
  const stop = start + Number(size);
  if (bytes.length <= stop) return { needed: stop + 1 };
  return { object: { name, type, bytes: Buffer.from(bytes.subarray(start, stop)) }, end: stop + 1 };
}
