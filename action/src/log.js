/**
 * Lines of the log. The runner takes a line that begins with `::` for a command, and, older, one
 * that has `##[name]` anywhere. No text from a repository may become one.
 */

const data = (text) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Text on one line, without characters that move the cursor or turn the writing direction. */
const oneLine = (text) => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').replaceAll('##[', '## [');

export const info = (text) => process.stdout.write(`distroless-check: ${oneLine(text)}\n`);

export const notice = (text) => process.stdout.write(`::notice title=distroless-check::${data(oneLine(text))}\n`);

/** Its lines are kept: a stack has several. */
export const error = (text) => process.stdout.write(`::error title=distroless-check::${data(text.split(/\r\n|\r|\n/).map(oneLine).join('\n'))}\n`);

/** Commands as the checker's renderer writes them, every text in them escaped. */
export const commands = (text) => process.stdout.write(text);
