/** Asks the modules away from the page, so that typing never waits. */
import initChecker, { analyze } from '#checker';
import initPlayground, * as playground from '#playground';

const beside = (name) => new URL(name, self.location.href);
const checker = initChecker({ module_or_path: beside('distroless_check.wasm') });
let others;
/** The second module, which is asked for only when something of it is. */
const rest = () => (others ??= initPlayground({ module_or_path: beside('playground.wasm') }));

/** What can be asked: each takes `{ source, today, … }` and gives an object. */
const answers = {
  async check({ source, today }) {
    await checker;
    const request = { files: [{ path: 'Dockerfile', source }], today, formats: ['json'], reproducible: true };
    const { error, outputs } = JSON.parse(analyze(JSON.stringify(request)));
    if (error) throw new Error(error);
    return JSON.parse(outputs.json);
  },
};
for (const name of ['draw', 'inspect', 'mend', 'migrate']) {
  answers[name] = async (request) => {
    await rest();
    return JSON.parse(playground[name](JSON.stringify(request)));
  };
}

self.addEventListener('message', async ({ data: { id, what, request } }) => {
  try {
    self.postMessage({ id, answer: await answers[what](request) });
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
});
