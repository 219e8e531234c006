// What happened to a task, oldest first.
import { html, nothing } from './lit-html/lit-html.js';
import { moment } from './clock.js';
import { icon } from './icons.js';
import { STATUS_NAMES, text } from './parts.js';

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

export function timelineView({ entries, left_out: leftOut }) {
  return html`<h2>Timeline</h2>
    <ol class="timeline">${entries.map((item, i) => html`
      ${entry(item)}
      ${leftOut && i === FIRST - 1 ? html`<li class="soft">${leftOut} entries are left out here.</li>` : nothing}`)}
    </ol>`;
}

function entry({ at, type, from, to, detail }) {
  const [sign, name] = TYPES[type] ?? ['info', type];
  return html`<li class=${to}>${icon(sign)}
    <div class="line"><b>${name}</b>
      ${from && from !== to ? html`<span class="soft">${STATUS_NAMES[from]} → ${STATUS_NAMES[to]}</span>` : nothing}
      <time datetime=${at}>${moment(at)}</time></div>
    ${detail ? html`<small>${INSTANT.test(detail) ? moment(detail) : text(detail)}</small>` : nothing}
  </li>`;
}
