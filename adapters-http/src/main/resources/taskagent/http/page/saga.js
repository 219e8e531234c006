// The page of one saga: its steps go down on the left, and their compensations stand beside them
// and run from the bottom up.
import { html, nothing } from './lit-html/lit-html.js';
import { get, Problem } from './api.js';
import { bar, notice, sentence } from './parts.js';
import { follow } from './follow.js';
import { runState } from './runs.js';
import { cancelSaga, retrySaga } from './saga-actions.js';
import { stepsView } from './steps.js';
import { why } from './task.js';

export function sagaPage(id) {
  let saga = null;
  let explain = null;
  let absent = null;
  const live = follow(load, (event) => (event.workflow ?? event).workflow_id === id);

  async function load() {
    try {
      saga = await get(`/workflows/${id}`);
      // A running saga is the newest one of its task, so the task's explanation is about it.
      explain = saga.status === 'RUNNING' ? await get(`/explain/${taskOf(saga)}`) : null;
      absent = null;
    } catch (error) {
      if (!(error instanceof Problem && error.final)) {
        throw error;
      }
      absent = error;
    }
    return absent === null;
  }

  const buttons = () =>
    saga.status === 'RUNNING'
      ? html`<button class="button danger" type="button" @click=${() => cancelSaga(saga, live.now)}>Cancel the saga</button>`
      : saga.status === 'COMPLETED' && saga.result.status !== 'completed'
        ? html`<button class="button primary" type="button" @click=${() => retrySaga(saga)}>Retry the saga</button>`
        : nothing;

  return {
    nav: 'sagas',
    title: () => `Saga ${id}`,
    view: () => {
      const path = html`<a class="crumb" href="/ui/sagas">Sagas</a>`;
      const title = html`<span class="id">${id}</span>`;
      if (!saga || absent) {
        return html`${bar(title, nothing, path)}<p class="empty">${absent?.message ?? 'Loading'}</p>`;
      }
      return html`${bar(title, html`<span class="grow"></span>${buttons()}`, path)}
        <div class="page details">
          <article>
            ${explain ? why(explain, progress(saga)) : outcome(saga)}
            ${stepsView(saga, explain)}
          </article>
          <aside aria-label="Facts">${facts(saga)}</aside>
        </div>`;
    },
    close: () => live.stop(),
  };
}

/** Returns the task of a saga. Only the id of a running saga must be taken apart. */
function taskOf({ workflow_id: id, result }) {
  return result?.task_id ?? id.replace(/^task-workflow-/, '').replace(/-r[2-9]\d*$|-r1\d+$/, '');
}

function progress({ steps }) {
  const owed = steps.filter((step) => step.undo);
  const done = owed.filter((step) => ['done', 'skipped'].includes(step.undo.status));
  return owed.length === 0
    ? nothing
    : html`<small>${done.length} of ${owed.length} compensations are done. They run in reverse order.</small>`;
}

function outcome({ result }) {
  const kind = result?.status === 'completed' ? 'ok' : result?.status === 'cancelled' ? 'plain' : 'bad';
  return html`<div class="why-box">${notice(kind, html`<p>${sentence(result?.message ?? 'This saga has ended.')}</p>`)}</div>`;
}

const facts = (saga) => html`<h2>Facts</h2>
  <dl>
    <dt>Task</dt><dd><a class="link id" href="/ui/tasks/${taskOf(saga)}">${taskOf(saga)}</a></dd>
    <dt>State</dt><dd>${runState(saga)}</dd>
    ${saga.retried_as ? html`<dt>Retried as</dt><dd><a class="link id" href="/ui/workflows/${saga.retried_as}">${saga.retried_as}</a></dd>` : nothing}
    <dt>Notified</dt><dd>${saga.result ? (saga.result.notified === false || saga.result.status !== 'completed' ? 'nobody' : 'yes') : 'not yet'}</dd>
  </dl>`;
