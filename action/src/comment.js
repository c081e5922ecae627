/** The job summary as one comment on the pull request, which is kept up to date. */

import { ApiError } from './api.js';
import { info, notice } from './log.js';
import { marker, markerOf } from './markdown.js';

/** How long a comment may be. */
const LIMIT = 65_536;

/** Writes or edits the comment; where nothing was found and nothing was said before, nothing is. */
export async function comment(api, pull, when, summary, findings) {
  if (when === 'never') return;
  try {
    const path = `${api.repo}/issues`;
    let ours;
    for await (const one of api.paginate(`${path}/${pull.number}/comments`)) {
      if (one.user?.type === 'Bot' && markerOf(one.body) === 'summary') ours = one;
    }
    const body = `${shortened(summary)}\n\n${marker('summary')}`;
    if (ours && ours.body !== body) await api.request('PATCH', `${path}/comments/${ours.id}`, { body: { body } });
    else if (!ours && (when === 'always' || findings > 0)) await api.request('POST', `${path}/${pull.number}/comments`, { body: { body } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    info(`no comment: ${error.message}`);
    notice('the comment could not be written: give the job "permissions: pull-requests: write"');
  }
}

/** Whole sections, from the beginning; a section begins with a heading. */
function shortened(summary) {
  const room = LIMIT - 200;
  if (summary.length <= room) return summary;
  const sections = summary.split(/(?=\n### )/);
  let text = '';
  for (const section of sections) {
    if (text.length + section.length > room) break;
    text += section;
  }
  return `${text || '## distroless-check\n'}\n\nThe rest is in the job summary.`;
}
