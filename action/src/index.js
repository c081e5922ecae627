import { main } from './main.js';

const code = await main(process.env);
// All is done. To wait for what the engine still optimises, and to tidy up its memory, takes its time; but
// what is written has to be through, which it is only later where pipes do not block.
process.stdout.write('', () => process.exit(code));
