/** Questions to the checker, which works beside the page. */

const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
const open = new Map();
let last = 0;

worker.addEventListener('message', ({ data: { id, answer, error } }) => {
  const { resolve, reject } = open.get(id);
  open.delete(id);
  if (error) reject(new Error(error));
  else resolve(answer);
});
worker.addEventListener('error', () => {
  for (const { reject } of open.values()) reject(new Error('the checker could not be loaded'));
  open.clear();
});

/** The day by the reader's clock, `YYYY-MM-DD`: what is at its end is judged on it. */
function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Asks `check`, `draw`, `inspect`, `mend` or `migrate` of a Dockerfile. */
export function ask(what, source, more = {}) {
  return new Promise((resolve, reject) => {
    last += 1;
    open.set(last, { resolve, reject });
    worker.postMessage({ id: last, what, request: { source, today: today(), ...more } });
  });
}
