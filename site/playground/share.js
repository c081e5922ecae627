/** A Dockerfile in the fragment of the address, which browsers send nowhere: packed, in letters that are safe there. */

const VERSION = '1.';
/** More text than this is no Dockerfile, but an attempt to fill the memory. */
const LIMIT = 1 << 20;

/** The fragment for a text, without `#`. */
export async function packed(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return VERSION + btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The text of a fragment; nothing where it holds none that can be read. */
export async function unpacked(fragment) {
  if (!fragment.startsWith(VERSION)) return undefined;
  try {
    const letters = atob(fragment.slice(VERSION.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
      if (text.length > LIMIT) return undefined;
    }
  } catch {
    return undefined;
  }
}
