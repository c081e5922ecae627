/**
 * Holds the exchanges of the tests to GitHub's description of its API: `node openapi.mjs EXCHANGES
 * TOOLS`, where TOOLS is a folder with the packages @octokit/openapi, @octokit/graphql-schema, graphql,
 * ajv and ajv-formats.
 *
 * What is sent has to be valid to the letter. What the tests answer need not be whole, but has no
 * field that GitHub does not have, and none of another type.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [exchanges, tools] = process.argv.slice(2);
const require = createRequire(path.resolve(tools, 'package.json'));
const Ajv = require('ajv');
const formats = require('ajv-formats');
const api = require('@octokit/openapi/generated/api.github.com.json');
const { buildSchema, execute, parse, validate } = require('graphql');
// It defines a field twice.
const graph = buildSchema(readFileSync(path.resolve(tools, 'node_modules/@octokit/graphql-schema/schema.graphql'), 'utf8'), { assumeValid: true });

/** A schema as JSON Schema: `nullable` and what only describes are gone; `loose` asks for nothing. */
function schema(value, loose) {
  if (Array.isArray(value)) return value.map((item) => schema(item, loose));
  if (value === null || typeof value !== 'object') return value;
  const out = {};
  for (const [key, inner] of Object.entries(value)) {
    if (['example', 'examples', 'x-github', 'externalDocs', 'deprecated', 'nullable', 'xml', 'discriminator'].includes(key)) continue;
    if (loose && key === 'required' && Array.isArray(inner)) continue;
    if (loose && ['oneOf', 'anyOf'].includes(key) && Array.isArray(inner)) out.anyOf = schema(inner, loose);
    else out[key] = schema(inner, loose);
  }
  if (loose && out.properties && out.additionalProperties === undefined && !out.allOf) out.additionalProperties = false;
  return value.nullable && out.type ? { anyOf: [out, { type: 'null' }] } : out;
}

function compiler(loose) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats(ajv);
  ajv.addSchema({ $id: 'api', components: schema(api.components, loose) });
  const linked = (value) => JSON.parse(JSON.stringify(schema(value, loose)).replaceAll('"#/components', '"api#/components'));
  return (value) => ajv.compile(linked(value));
}

const strict = compiler(false);
const loose = compiler(true);

const routes = Object.entries(api.paths).map(([template, methods]) => {
  const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, (_, name) => (name === 'path' ? '.+' : '[^/]+'));
  return { template, methods, pattern: new RegExp(`^${pattern}$`), parts: template.split('{').length };
});

/** Where several fit, the one with the fewest open parts. */
const find = (asked) => routes.filter(({ pattern }) => pattern.test(asked)).sort((a, b) => a.parts - b.parts)[0];
const resolve = (it) => (it?.$ref ? it.$ref.slice(2).split('/').reduce((at, key) => at[key], api) : it);

const problems = new Set();
const seen = new Map();
for (const line of readFileSync(exchanges, 'utf8').trim().split('\n')) {
  const { method, path: asked, query, body, status, answer } = JSON.parse(line);
  if (asked === '/graphql') {
    graphql(body, status < 300 ? answer : undefined);
    continue;
  }
  const route = find(asked);
  const operation = route?.methods[method.toLowerCase()];
  if (!operation) {
    problems.add(`${method} ${asked}: there is no such operation`);
    continue;
  }
  const name = `${method} ${route.template}`;
  seen.set(name, (seen.get(name) ?? 0) + 1);
  const parameters = [...(route.methods.parameters ?? []), ...(operation.parameters ?? [])].map(resolve);
  const known = new Set(parameters.filter(({ in: where }) => where === 'query').map(({ name }) => name));
  for (const key of Object.keys(query)) if (!known.has(key)) problems.add(`${name}: no parameter ${key}`);

  const wanted = operation.requestBody?.content?.['application/json']?.schema;
  if (wanted) {
    const check = strict(wanted);
    if (!check(body)) problems.add(`${name} is sent ${JSON.stringify(check.errors.map(({ instancePath, message }) => `${instancePath} ${message}`))}`);
  } else if (body !== undefined) problems.add(`${name} takes no body`);

  const documented = resolve(operation.responses[String(status)]);
  // Limits and failures of the server may come with anything.
  if (!documented && ![403, 413, 422, 429, 503].includes(status)) problems.add(`${name} does not answer ${status}`);
  const given = documented?.content?.['application/json']?.schema;
  if (given && status < 300) {
    const check = loose(given);
    if (!check(answer)) problems.add(`${name} is answered ${JSON.stringify(check.errors.slice(0, 5).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`))}`);
  }
}

/** A question by GitHub's schema, and the answer by the question: executing it asks for every field. */
function graphql({ query, variables }, answer) {
  const document = parse(query);
  const name = `POST /graphql ${document.definitions[0].selectionSet.selections[0].name.value}`;
  seen.set(name, (seen.get(name) ?? 0) + 1);
  for (const { message } of validate(graph, document)) problems.add(`${name}: ${message}`);
  if (answer?.errors) return;
  const { errors = [] } = execute({ schema: graph, document, variableValues: variables, rootValue: answer?.data });
  for (const { message } of errors) problems.add(`${name} is answered what it did not ask for: ${message}`);
}

for (const problem of problems) console.log(problem);
for (const [name, count] of seen) console.log(`${count} ${name}`);
console.log(`${seen.size} operations, ${problems.size} problems`);
process.exit(problems.size === 0 && seen.size >= 14 ? 0 : 1);
