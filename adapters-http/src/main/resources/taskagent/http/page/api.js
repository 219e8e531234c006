// Requests to the API.
import { learnTime } from './clock.js';

const GIVE_UP_AFTER = 15_000;
const TRIES = 3;
const WAIT_BETWEEN_TRIES = 1000;

/** The server refused a request, and says why (RFC 9457). */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? `The server answered with status ${status}.`);
    this.status = status;
    this.body = body;
    /** What is wrong with each field: [{pointer, code, message}]. */
    this.errors = body.errors ?? [];
  }

  /** True if repeating the request cannot help: it is wrong, or this engine cannot carry it out. */
  get final() {
    return this.status === 501 || (this.status < 500 && this.status !== 429);
  }
}

/** No answer came. */
export class Unreachable extends Error {
  constructor() {
    super('The server cannot be reached.');
  }
}

/** Returns a new key, by which the server recognizes a repeated request. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return Array.from(bytes, (byte) => byte.toString(36).padStart(2, '0')).join('');
}

async function request(path, options) {
  const sent = performance.now();
  let answer;
  let text;
  try {
    const limit = AbortSignal.timeout(GIVE_UP_AFTER);
    answer = await fetch(path, { ...options, signal: limit });
    text = await answer.text();
  } catch {
    throw new Unreachable();
  }
  learnTime(answer.headers.get('Date'), sent, performance.now());
  const json = (answer.headers.get('Content-Type') ?? '').includes('json');
  const body = json ? JSON.parse(text) : text;
  if (answer.status === 401 && path !== '/login') {
    dispatchEvent(new Event('signed-out'));
  }
  if (!answer.ok) {
    throw new Problem(answer.status, json ? body : {});
  }
  return body;
}

/** Reads what is at a path. */
export const get = (path) => request(path, {});

/**
 * Does something that sends requests. Returns null, or the problem if repeating it cannot help; any
 * other error is thrown.
 */
export async function refusal(work) {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof Problem && error.final)) {
      throw error;
    }
    return error;
  }
}

/**
 * Sends a command. If no answer comes, it is sent again with the same key, so it has its effect
 * once.
 *
 * @param body the fields; undefined for none
 * @param version the version that the task must have; undefined for any
 */
export async function send(method, path, { body, version, key = newKey() } = {}) {
  const headers = { 'Idempotency-Key': key };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (version !== undefined) {
    headers['If-Match'] = `"${version}"`;
  }
  const options = { method, headers, body: body && JSON.stringify(body) };
  for (let tried = 1; ; tried++) {
    try {
      return await request(path, options);
    } catch (error) {
      if (!(error instanceof Unreachable) || tried === TRIES) {
        throw error;
      }
      await new Promise((resume) => setTimeout(resume, WAIT_BETWEEN_TRIES));
    }
  }
}

export const post = (path, options) => send('POST', path, options);
