// Whether the server is live and ready, and the facts that its metrics give.
import { html } from './lit-html/lit-html.js';
import { get, Problem } from './api.js';
import { icon } from './icons.js';
import { bar, count, notice } from './parts.js';
import { follow } from './follow.js';

const GIGABYTE = 1e9;
const bytes = (value) =>
  value >= GIGABYTE ? `${(value / GIGABYTE).toFixed(1)} GB` : `${Math.ceil(value / 1e6)} MB`;

/**
 * The facts: name, metric, labels, how to write the value, and what to do if it is not well.
 * A fact is left out if the engine does not have its metric.
 */
const FACTS = [
  { name: 'Open tasks', metric: 'taskagent_tasks', labels: { state: 'open' } },
  { name: 'Overdue tasks', metric: 'taskagent_tasks', labels: { state: 'overdue' } },
  { name: 'Running sagas', metric: 'taskagent_sagas', labels: { state: 'running' } },
  { name: 'Sagas that wait for an attempt', metric: 'taskagent_sagas', labels: { state: 'waiting' } },
  {
    name: 'Sagas whose compensation failed',
    metric: 'taskagent_sagas_ended_total',
    labels: { outcome: 'compensation_failed' },
    bad: (value) => value > 0 && 'Retry them. They are counted since the server started.',
  },
  { name: 'Events to publish', metric: 'taskagent_events_pending' },
  {
    name: 'Dead letters',
    metric: 'taskagent_events_dead',
    bad: (value) => value > 0 && 'Find out why these events were refused, and replay them.',
  },
  { name: 'Database', metric: 'taskagent_database_bytes', labels: { state: 'used' }, write: bytes },
  {
    name: 'Free disk',
    metric: 'taskagent_disk_free_bytes',
    write: bytes,
    bad: (value) => value < GIGABYTE && 'Free some space, or the server must stop writing.',
  },
  { name: 'Open connections', metric: 'http_server_connections_open' },
  { name: 'Memory in use', metric: 'process_resident_memory_bytes', write: bytes },
];

export function healthPage() {
  let checks = null;
  const live = follow(async () => {
    const [alive, ready, metrics] = await Promise.all([
      probe('Live', '/health/live'),
      probe('Ready', '/health/ready'),
      get('/metrics').catch(noMetrics),
    ]);
    checks = [alive, ready, ...facts(parseMetrics(metrics))];
  });

  return {
    nav: 'health',
    title: () => 'Health',
    view: () => html`${bar('Health')}
      <div class="page narrow" tabindex="0" role="group" aria-label="Checks">${checks ? report(checks) : html`<p class="empty">Loading</p>`}</div>`,
    close: () => live.stop(),
  };
}

/** Asks a health check. An answer with 503 says why. */
async function probe(name, path) {
  try {
    await get(path);
    return { name, value: 'yes' };
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }
    return { name, value: 'no', advice: error.message };
  }
}

/** Metrics may be closed to this client; the health checks are shown all the same. */
function noMetrics(error) {
  if (error instanceof Problem) {
    return '';
  }
  throw error;
}

function facts(samples) {
  return FACTS.map(({ name, metric, labels, write = count, bad = () => false }) => {
    const value = sumOf(samples, metric, labels);
    return value === null ? null : { name, value: write(value), advice: bad(value) || undefined };
  }).filter((fact) => fact !== null);
}

function report(checks) {
  const wrong = checks.find(({ advice }) => advice);
  return html`
    ${wrong ? notice('bad', `${wrong.name}: ${wrong.value}. ${wrong.advice}`) : notice('ok', 'Everything is well.')}
    <ul class="checks">${checks.map(({ name, value, advice }) => html`<li class=${advice ? 'failed' : 'done'}>
      ${icon(advice ? 'failed' : 'done')}<b>${name}</b><span class="soft">${advice ?? ''}</span><span class="number">${value}</span>
    </li>`)}</ul>`;
}

/** Reads metrics in the text format of Prometheus. Returns the samples as [{name, labels, value}]. */
function parseMetrics(text) {
  return text
    .split('\n')
    .map((line) => /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line))
    .filter((match) => match !== null)
    .map(([, name, labels, value]) => ({
      name,
      labels: Object.fromEntries(
        [...(labels ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text]),
      ),
      value: Number(value),
    }));
}

/** Returns the sum of the samples with a name and these labels; null if there are none. */
function sumOf(samples, name, labels = {}) {
  const found = samples.filter(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  return found.length === 0 ? null : found.reduce((sum, { value }) => sum + value, 0);
}
