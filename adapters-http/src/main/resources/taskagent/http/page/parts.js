// Small parts that several pages show.
import { html, nothing } from './lit-html/lit-html.js';
import { countdown, serverNow } from './clock.js';
import { icon } from './icons.js';

const HOUR = 3_600_000;

export const STATUS_NAMES = {
  overdue: 'Overdue',
  pending: 'Pending',
  assigned: 'Assigned',
  in_progress: 'In progress',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

/** Returns true if a task can change no more. */
export const closed = (status) => status === 'completed' || status === 'cancelled';

/** Returns the bar at the top of a page. */
export const bar = (title, more = nothing, path = nothing) =>
  html`<header class="bar">${path}<h1>${title}</h1>${more}</header>`;

/**
 * Returns the page of one thing: what it is about, and beside it some facts. Until the thing is read,
 * the page says so; also if it cannot be read.
 *
 * @param up the name and the address of the list that has the thing
 * @param thing null until it is read
 * @param absent the problem if it cannot be read; or null
 * @param more returns what else stands in the bar
 */
export function details({ up: [list, address], id, thing, absent, more, article, aside }) {
  const head = (rest) =>
    bar(html`<span class="id">${id}</span>`, rest, html`<a class="crumb" href=${address}>${list}</a>`);
  return !thing || absent
    ? html`${head(nothing)}<p class="empty">${absent?.message ?? 'Loading'}</p>`
    : html`${head(more && html`<span class="grow"></span>${more()}`)}
        <div class="page details">
          <article>${article()}</article>
          <aside aria-label="Facts">${aside()}</aside>
        </div>`;
}

/** Returns facts, each as [name, value]; those without a value are left out. */
export const facts = (all) => html`<h2>Facts</h2>
  <dl>${all.map(([name, value]) => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing))}</dl>`;

/** Returns a text of others. Characters that turn the direction of a text are shown as codes. */
export const text = (value) =>
  html`<bdi>${value.replace(
    /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g,
    (character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase()}]`,
  )}</bdi>`;

/** Returns a sentence whose ids do not break at their hyphens. */
export const sentence = (value) =>
  value
    .split(/(\S*\w-\w\S*)/)
    .map((part, i) => (i % 2 ? html`<span class="unbroken">${part}</span>` : part));

/** Returns a status with its icon. */
export const status = (value) =>
  html`<span class="status ${value}">${icon(value)}<span>${STATUS_NAMES[value]}</span></span>`;

/** Returns the assignee of a task. */
export const assignee = (name) =>
  name
    ? html`<span class="assignee"><span class="avatar" aria-hidden="true">${initials(name)}</span>${text(name)}</span>`
    : html`<span class="assignee"><span class="avatar nobody" aria-hidden="true"></span>nobody</span>`;

function initials(name) {
  const words = name.replace(/@.*/, '').split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words.length > 1 ? words[0][0] + words.at(-1)[0] : (words[0] ?? name).slice(0, 2);
}

/** Returns the time that matters most for a task: of the next attempt, or its deadline. */
export function taskTime(task) {
  const { explain } = task;
  if (closed(task.status)) {
    return html`<span class="due">${countdown(task.updated_at, 'ago')}</span>`;
  }
  if (explain?.step && explain.until) {
    return html`<span class="due soon">${icon('retrying')}<span class="hidden">Next attempt: </span>${countdown(explain.until, 'next')}</span>`;
  }
  if (!task.deadline) {
    return html`<span class="due">No deadline</span>`;
  }
  const left = Date.parse(task.deadline) - serverNow();
  const how = left < 0 ? 'late' : left < HOUR ? 'soon' : '';
  return html`<span class="due ${how}">${icon(how === 'late' ? 'warning' : 'clock')}<span class="hidden">Deadline: </span>${countdown(task.deadline, 'due')}</span>`;
}

const TROUBLE = {
  step_waits: 'warn',
  step_put_off: 'warn',
  compensating: 'warn',
  compensation_failed: 'bad',
  rejected: 'bad',
  compensated: 'bad',
  stopped: 'bad',
};

/** Returns "warn" or "bad" if something is wrong with a task, by the kind of its explanation. */
export const trouble = (kind) => TROUBLE[kind] ?? '';

const number = new Intl.NumberFormat('en');

/** Returns a number with separators. */
export const count = (value) => number.format(value);

/** Returns the total of a list; "10,000+" if there are more than were counted. */
export const total = ({ value, relation }) => number.format(value) + (relation === 'eq' ? '' : '+');

/** Returns a box with a message. */
export const notice = (kind, message) =>
  html`<div class="notice ${kind}">${icon(kind === 'plain' ? 'info' : kind === 'ok' ? 'done' : 'warning')}<div>${message}</div></div>`;
