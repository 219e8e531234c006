// The page of one run, which mostly is the saga of a task: its steps go down on the left, and their
// compensations stand beside them and run from the bottom up.
import { html, nothing } from './lit-html/lit-html.js';
import { get, refusal } from './api.js';
import { details, facts, notice, sentence } from './parts.js';
import { follow } from './follow.js';
import { runState } from './runs.js';
import { cancelSaga, retryNow, retrySaga } from './task-actions.js';
import { may } from './session.js';
import { stepsView } from './steps.js';
import { why } from './task.js';

export function sagaPage(id) {
  let saga = null;
  let explain = null;
  let absent = null;
  const live = follow(
    load,
    (event) => (event.workflow ?? event).workflow_id === id,
    () => saga?.task_id, // the stream has no other runs
  );

  async function load() {
    absent = await refusal(async () => {
      saga = await get(`/workflows/${id}`);
      // A running saga is the newest one of its task, so the task's explanation is about it.
      const explained = saga.status === 'RUNNING' && saga.task_id;
      explain = explained ? await get(`/explain/${saga.task_id}`) : null;
    });
    return absent === null;
  }

  const button = (kind, label, act) => html`<button class="button ${kind}" type="button" @click=${act}>${label}</button>`;

  const buttons = () =>
    !may('change_tasks')
      ? nothing
      : saga.status === 'RUNNING'
      ? html`${canTryNow(saga, explain) ? button('primary', 'Try now', () => retryNow(saga, live.now)) : nothing}
          ${button('danger', 'Cancel the saga', () => cancelSaga(saga, live.now))}`
      : saga.status === 'COMPLETED' && saga.task_id && saga.result.status !== 'completed'
        ? button('primary', 'Retry the saga', () => retrySaga(saga))
        : nothing;

  return {
    nav: 'sagas',
    title: () => `Saga ${id}`,
    view: () =>
      details({
        up: ['Sagas', '/ui/sagas'],
        id,
        thing: saga,
        absent,
        more: buttons,
        article: () => html`${explain ? why(explain, progress(saga)) : outcome(saga)}${stepsView(saga, explain)}`,
        aside: () => html`${factsOf(saga)}${childrenOf(saga)}`,
      }),
    close: () => live.stop(),
  };
}

function progress({ steps }) {
  const owed = steps.filter((step) => step.undo);
  const done = owed.filter((step) => ['done', 'skipped'].includes(step.undo.status));
  return owed.length === 0
    ? nothing
    : html`<small>${done.length} of ${owed.length} compensations are done. They run in reverse order.</small>`;
}

const canTryNow = ({ steps }, explain) =>
  explain ? explain.actions.includes('retry_now') : steps.some((step) => step.waiting_for);

/** Says how a run ended, or what it does if it has no task that explains it. */
function outcome({ result, awaits, steps }) {
  const kind = result?.status === 'completed' ? 'ok' : !result || result.status === 'cancelled' ? 'plain' : 'bad';
  const doing = awaits
    ? `It waits for the signal ${awaits.signal}.`
    : steps.some((step) => step.undo) ? 'Its steps are being compensated.' : 'It is running.';
  return html`<div class="why-box">${notice(kind, html`<p>${sentence(result ? result.message : doing)}</p>`)}</div>`;
}

const link = (id, place = 'workflows') => id && html`<a class="link id" href="/ui/${place}/${id}">${id}</a>`;

const factsOf = (saga) =>
  facts([
    ['Task', link(saga.task_id, 'tasks')],
    ['Bulk', saga.kind.startsWith('bulk@') && link(saga.workflow_id, 'bulk')],
    ['Kind', saga.kind],
    ['State', runState(saga)],
    ['Generation', saga.generation],
    ['Parent', link(saga.parent)],
    ['Retried as', link(saga.retried_as)],
    ['Notified', saga.task_id && notified(saga.result)],
  ]);

const notified = (result) =>
  result ? (result.notified === false || result.status !== 'completed' ? 'nobody' : 'yes') : 'not yet';

const childrenOf = ({ children }) =>
  children
    ? html`<h2>Children</h2>
        <ul class="runs">${children.map((child) => html`<li>
          ${link(child.workflow_id)}<span class="soft">${runState(child)}</span></li>`)}</ul>`
    : nothing;
