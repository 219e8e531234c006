// The lists of tasks, of sagas, of bulks, and of who changed what.
import { html, nothing } from './lit-html/lit-html.js';
import { ACTION_NAMES, bulkButton } from './bulk-actions.js';
import { countdown } from './clock.js';
import { moved } from './column.js';
import { icon } from './icons.js';
import { listing } from './listing.js';
import { newTaskButton } from './new-task.js';
import { assignee, count, sentence, status, taskTime, text, trouble } from './parts.js';
import { runState } from './runs.js';
import { stepName } from './steps.js';
import { taskOf } from './stream.js';

const SORTS = [
  ['-created', 'Newest'],
  ['created', 'Oldest'],
];
const CHANGED = [
  ['-updated', 'Latest change'],
  ['updated', 'Earliest change'],
];

export const tasksPage = () =>
  listing({
    nav: 'list',
    title: 'List',
    path: '/ui/list',
    source: '/tasks?explain=true&',
    id: (task) => task.task_id,
    sorts: [['due', 'Due soonest'], ['-due', 'Due latest'], ...CHANGED, ...SORTS],
    example: 'status:overdue assignee:ada due:<2h',
    head: ['Id', 'Title', 'Status', 'Why it is here', 'Assignee', 'Due'],
    row: taskRow,
    hear: taskOf, // the sentence of a task may change with its saga
    more: (size) => html`${size ? bulkButton(size) : nothing}${newTaskButton()}`,
  });

const taskRow = (task) => html`<li class="row ${task.left ? 'left' : trouble(task.explain?.kind)}">
  <span class="id">${task.task_id}</span>
  <a href="/ui/tasks/${task.task_id}" data-row>${text(task.title)}</a>
  ${status(task.status)}
  <span class="why">${task.left ? moved() : sentence(task.explain?.sentence ?? '')}</span>
  ${assignee(task.assignee)}
  ${taskTime(task)}
</li>`;

export const sagasPage = () =>
  listing({
    nav: 'sagas',
    title: 'Sagas',
    path: '/ui/sagas',
    source: '/workflows?',
    id: (saga) => saga.workflow_id,
    sorts: [...CHANGED, ...SORTS],
    example: 'step:notify waiting:retry',
    head: ['Saga', 'State', 'Message', 'Changed'],
    row: sagaRow,
    hear: (event) => event.workflow || event.workflow_id,
  });

/** The outcomes that need nobody; all others mean that something failed. */
const CALM = ['completed', 'cancelled'];

function sagaRow(saga) {
  const outcome = saga.result?.status;
  const sign = !outcome ? 'running' : CALM.includes(outcome) ? outcome : 'failed';
  return html`<li class="row ${saga.left ? 'left' : sign === 'failed' ? 'bad' : ''}">
    <a class="id" href="/ui/workflows/${saga.workflow_id}" data-row>${saga.workflow_id}</a>
    <span class="status ${sign}">${icon(sign)}<span>${runState(saga)}</span></span>
    <span class="why">${saga.result?.message ?? progress(saga)}</span>
    <span class="due">${countdown(saga.updated_at, 'ago')}</span>
  </li>`;
}

/** Says which step of a running saga runs, waits or failed. */
function progress({ step, attempts: made, waiting_for: waits }) {
  const after = made === 0 ? '' : ` after ${made} ${made === 1 ? 'attempt' : 'attempts'}`;
  return step ? `${stepName(step)}${waits ? ' waits' : ''}${after}` : '';
}

/** Where the page of something is, by its kind in the audit. */
const PAGES = { task: 'tasks', workflow: 'workflows', bulk: 'bulk', user: 'chat' };

export const auditPage = () =>
  listing({
    nav: 'audit',
    title: 'Audit',
    path: '/ui/audit',
    source: '/audit?',
    id: (entry) => entry.at + entry.kind + entry.id + entry.action,
    sorts: SORTS,
    example: 'actor:ada action:cancel at:<1d',
    head: ['What', 'Action', 'Who', 'When'],
    row: ({ id, kind, action, detail, actor, at }) =>
      row(
        PAGES[kind] ? `/ui/${PAGES[kind]}/${id}` : '/ui/health',
        id,
        html`${action} ${kind}${detail ? html`: ${text(detail)}` : ''}`,
        text(actor ?? ''),
        at,
      ),
    hear: () => true,
  });

export const bulksPage = () =>
  listing({
    nav: 'bulk',
    title: 'Bulks',
    path: '/ui/bulk',
    source: '/bulk?',
    id: (bulk) => bulk.bulk_id,
    sorts: SORTS,
    head: ['Bulk', 'Progress', 'State', 'Started'],
    row: ({ bulk_id: id, action, done, refused, left, state, started_at: at }) =>
      row(
        '/ui/bulk/' + id,
        id,
        `${ACTION_NAMES[action]}: ${count(done)} done, ${count(refused)} refused, ${count(left)} left`,
        state,
        at,
      ),
    hear: () => true,
  });

const row = (address, id, what, by, at) => html`<li class="row">
  <a class="id" href=${address} data-row>${id}</a>
  <span class="why">${what}</span>
  <span class="by">${by}</span>
  <span class="due">${countdown(at, 'ago')}</span>
</li>`;
