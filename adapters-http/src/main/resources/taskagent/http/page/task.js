// The page of one task: why it is where it is, what can be done, and what happened.
import { html, nothing } from './lit-html/lit-html.js';
import { get, Problem } from './api.js';
import { countdown, moment } from './clock.js';
import { assignee, details, facts, notice, sentence, status, STATUS_NAMES, text, trouble } from './parts.js';
import { follow } from './follow.js';
import { icon } from './icons.js';
import { readRuns, runState } from './runs.js';
import { redraw } from './redraw.js';
import { taskOf } from './stream.js';
import { taskActions } from './task-actions.js';

export function taskPage(id) {
  let task = null;
  let explain = null;
  let timeline = null;
  let runs = [];
  let absent = null;
  let refusal = null;
  let known = '';
  const live = follow(load, (event) => taskOf(event) === id);

  async function load() {
    try {
      explain = await get(`/explain/${id}`);
      absent = null;
    } catch (error) {
      if (!(error instanceof Problem && error.final)) {
        throw error;
      }
      absent = error;
      return error.status === 404; // it may be created at any moment
    }
    task = await ifThere(get(`/tasks/${id}`));
    const now = JSON.stringify([explain.kind, explain.since, explain.actions, task?.version]);
    if (now !== known) {
      timeline = await ifThere(get(`/tasks/${id}/timeline`));
      runs = await readRuns(id);
      known = now;
    }
    return true;
  }

  const actions = () =>
    taskActions({
      id,
      task,
      actions: explain.actions,
      run: runs.at(-1),
      done() {
        refusal = null;
        live.now();
      },
      refused(error) {
        refusal = error;
        live.now();
        redraw();
      },
    });

  return {
    nav: 'list',
    title: () => task?.title ?? id,
    view: () =>
      details({
        up: ['Tasks', '/ui/list'],
        id,
        thing: explain,
        absent,
        article: () => html`
          ${task ? heading(task) : html`<h2 class="title">This task is not created yet</h2>`}
          ${why(explain)}
          ${refusal ? html`<div role="alert">${notice('bad', refusal.message)}</div>` : nothing}
          ${actions()}
          ${task?.description ? html`<p class="description">${text(task.description)}</p>` : nothing}
          ${timeline ? timelineView(timeline) : nothing}`,
        aside: () => html`${task ? deadline(task) : nothing}${runsView(runs)}${task ? factsOf(task, explain) : nothing}`,
      }),
    close: () => live.stop(),
  };
}

/** Returns what a request answers; null if there is no such thing yet. */
async function ifThere(request) {
  try {
    return await request;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) {
      return null;
    }
    throw error;
  }
}

const heading = (task) => html`
  <div class="meta">${status(task.status)}${assignee(task.assignee)}
    <span>Changed ${countdown(task.updated_at, 'ago')}</span></div>
  <h2 class="title">${text(task.title)}</h2>`;

const CLOSED_KINDS = { completed: 'ok', cancelled: 'plain', overdue: 'bad' };

/** Returns the box with the sentence, and the next attempt if one is known. */
export function why(explain, note = nothing) {
  const kind = trouble(explain.kind) || CLOSED_KINDS[explain.kind] || 'plain';
  const next = explain.step && explain.until;
  return html`<div class="why-box">${notice(
    kind,
    html`<p>${sentence(explain.sentence)}</p>
      ${explain.last_error ? html`<small>The last error: ${text(explain.last_error)}</small>` : nothing}${note}`,
  )}${next
    ? html`<div class="next"><b>${countdown(explain.until, 'next')}</b><small>until the next attempt</small></div>`
    : nothing}</div>`;
}

function deadline(task) {
  if (!task.deadline) {
    return html`<h2>Deadline</h2><p class="soft">This task has no deadline.</p>`;
  }
  const how = task.status === 'overdue' ? 'late' : 'due';
  const open = task.status !== 'completed' && task.status !== 'cancelled';
  return html`<h2>${how === 'late' ? 'Late by' : 'Deadline'}</h2>
    ${open ? html`<p class="large ${how}">${countdown(task.deadline, how)}</p>` : nothing}
    <p class="soft">${moment(task.deadline)}</p>`;
}

const runsView = (runs) =>
  runs.length === 0
    ? nothing
    : html`<h2>Sagas</h2>
        <ul class="runs">${runs.toReversed().map((run) => html`<li>
          <a class="link id" href="/ui/workflows/${run.workflow_id}">${run.workflow_id}</a>
          <span class="soft">${runState(run)}</span></li>`)}</ul>`;

const factsOf = (task, explain) =>
  facts([
    ['Created', moment(task.created_at)],
    ['Version', task.version],
    ['Waits for', explain.waits_for ?? 'nobody'],
  ]);

const TYPES = {
  created: ['plus', 'Created'],
  revised: ['info', 'Revised'],
  assigned: ['assigned', 'Assigned'],
  unassigned: ['undone', 'Unassigned'],
  started: ['in_progress', 'Started'],
  completed: ['completed', 'Completed'],
  cancelled: ['cancelled', 'Cancelled'],
  deadline_set: ['clock', 'Deadline set'],
  deadline_cleared: ['undone', 'Deadline cleared'],
  overdue: ['overdue', 'Overdue'],
};

/** The detail of a deadline is an instant. */
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** The first entries are followed by those that were kept last. */
const FIRST = 50;

/** Draws what happened to the task, oldest first. */
function timelineView({ entries, left_out: leftOut }) {
  return html`<h2>Timeline</h2>
    <ol class="timeline">${entries.map((item, i) => html`
      ${entry(item)}
      ${leftOut && i === FIRST - 1 ? html`<li class="soft">${leftOut} entries are left out here.</li>` : nothing}`)}
    </ol>`;
}

function entry({ at, type, from, to, detail, actor }) {
  const [sign, name] = TYPES[type] ?? ['info', type];
  return html`<li class=${to}>${icon(sign)}
    <div class="line"><b>${name}</b>
      ${from && from !== to ? html`<span class="soft">${STATUS_NAMES[from]} → ${STATUS_NAMES[to]}</span>` : nothing}
      ${actor ? html`<span class="soft">by ${text(actor)}</span>` : nothing}
      <time datetime=${at}>${moment(at)}</time></div>
    ${detail ? html`<small>${INSTANT.test(detail) ? moment(detail) : text(detail)}</small>` : nothing}
  </li>`;
}
