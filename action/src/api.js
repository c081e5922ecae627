/** GitHub's REST and GraphQL API, as far as the action needs it. The token goes nowhere else. */

/** How long one request may take, and how long the action waits for a limit to pass, in milliseconds. */
const REQUEST = 30_000;
const PATIENCE = 60_000;
const ATTEMPTS = 3;

/** An answer that is not what was asked for. */
export class ApiError extends Error {
  constructor(status, what, said) {
    super(`${what}: ${said || 'no reason given'} (${status})`);
    this.status = status;
    this.said = said ?? '';
  }
}

/** Nothing without a token or a repository. */
export function apiOf({ token }, env) {
  const repository = env.GITHUB_REPOSITORY;
  if (!token || !/^[\w.-]+\/[\w.-]+$/.test(repository ?? '')) return undefined;
  const base = (env.GITHUB_API_URL || 'https://api.github.com').replace(/\/+$/, '');
  const graph = env.GITHUB_GRAPHQL_URL || `${base}/graphql`;
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'user-agent': 'distroless-check',
    'x-github-api-version': '2022-11-28',
  };

  heedProxies(env);
  const once = async (method, url, body) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    // A redirect could lead elsewhere, and the token with it.
    const how = { method, headers, body: text, redirect: 'error', signal: AbortSignal.timeout(REQUEST) };
    const response = await fetch(url, how);
    const answer = await response.text();
    let read;
    try {
      read = answer ? JSON.parse(answer) : undefined;
    } catch {
      read = undefined;
    }
    return { status: response.status, headers: response.headers, body: read };
  };

  const call = async (method, url, what, body) => {
    for (let attempt = 1; ; attempt += 1) {
      let answer;
      try {
        answer = await once(method, url, body);
      } catch (error) {
        // What was sent may have arrived: only a question is asked again.
        if (method !== 'GET' || attempt === ATTEMPTS) throw new ApiError(0, what, error.cause?.code ?? error.name);
        await sleep(attempt * 1_000);
        continue;
      }
      if (answer.status < 300) return answer;
      const wait = attempt < ATTEMPTS ? pause(method, answer, attempt) : undefined;
      if (wait === undefined) throw new ApiError(answer.status, what, said(answer.body));
      await sleep(wait);
    }
  };

  const request = (method, path, { query, body } = {}) => {
    const search = query ? `?${new URLSearchParams(query)}` : '';
    return call(method, `${base}${path}${search}`, `${method} ${path}`, body);
  };

  return {
    repository,
    repo: `/repos/${repository}`,
    request,
    /** All items of a list, page by page. */
    async *paginate(path, { query = {}, pages = 30 } = {}) {
      for (let page = 1; page <= pages; page += 1) {
        const { body } = await request('GET', path, { query: { ...query, per_page: '100', page: String(page) } });
        const items = Array.isArray(body) ? body : [];
        yield* items;
        if (items.length < 100) return;
      }
    },
    async graphql(query, variables) {
      const { body } = await call('POST', graph, 'GraphQL', { query, variables });
      if (body?.errors?.length) throw new ApiError(200, 'GraphQL', said(body.errors[0]));
      return body?.data;
    },
  };
}

/** Node.js heeds proxies only when told to. To `import` what tells it would load half of Node.js. */
function heedProxies(env) {
  if (!['http_proxy', 'https_proxy', 'all_proxy'].some((name) => env[name] || env[name.toUpperCase()])) return;
  process.getBuiltinModule('node:http').setGlobalProxyFromEnv?.();
}

/** How long to wait before asking again; nothing where that does not help. */
function pause(method, { status, headers }, attempt) {
  const seconds = Number(headers.get('retry-after'));
  if ((status === 403 || status === 429) && seconds > 0) return within(seconds * 1_000);
  if ((status === 403 || status === 429) && headers.get('x-ratelimit-remaining') === '0') {
    return within(Number(headers.get('x-ratelimit-reset')) * 1_000 - Date.now() + 1_000);
  }
  return status >= 500 && method === 'GET' ? attempt * 1_000 : undefined;
}

const within = (wait) => (wait <= PATIENCE ? Math.max(wait, 0) : undefined);
const sleep = (wait) => new Promise((done) => setTimeout(done, wait));

/** GitHub's own words, on one line. */
function said(body) {
  const text = typeof body?.message === 'string' ? body.message : '';
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}
