/** What colours the examples of the pages: the languages that they are written in, Dockerfiles among them. */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import ini from 'highlight.js/lib/languages/ini';
import json from 'highlight.js/lib/languages/json';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = { bash, diff, dockerfile, ini, json, yaml };
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);
hljs.registerAliases(['text', 'file'], { languageName: 'plain' });
hljs.registerLanguage('plain', () => ({ name: 'plain', disableAutodetect: true, contains: [] }));
// What the generator of the pages calls it by.
hljs.highlightBlock = (element) => hljs.highlightElement(element);
globalThis.hljs = hljs;
