// The board: open tasks by status, the most urgent first.
import { html } from './lit-html/lit-html.js';
import { get, refusal } from './api.js';
import { columnView } from './column.js';
import { HeldList, uses } from './held.js';
import { icon } from './icons.js';
import { newTaskButton } from './new-task.js';
import { noLists } from './absent.js';
import { bar, count, status, total } from './parts.js';
import { follow, noteLag } from './follow.js';
import { redraw } from './redraw.js';
import { taskOf } from './stream.js';

const OPEN = ['overdue', 'pending', 'assigned', 'in_progress'];
const CLOSED = ['completed', 'cancelled'];
const ALL = [...OPEN, ...CLOSED];

/** Rows of a column. The rest is in the list: so many cards stay fast without more machinery. */
const CARDS = 30;
/** Rows of a closed column that is a rail: they tell where a task went that left another column. */
const BEHIND_A_RAIL = 10;

export function boardPage() {
  const columns = new Map(ALL.map((name) => [name, newColumn(name)]));
  let problem = null;

  function newColumn(name) {
    const list = new HeldList((task) => task.task_id);
    return { name, list, total: null, uses: uses(list, redraw) };
  }

  /** Closed columns that the address opens: /?open=completed,cancelled */
  const opened = () => (new URLSearchParams(location.search).get('open') ?? '').split(',');
  const isOpen = (name) => OPEN.includes(name) || opened().includes(name) || name === chosen();
  /** The column that a narrow screen shows: /?col=pending */
  const chosen = () => {
    const name = new URLSearchParams(location.search).get('col');
    return ALL.includes(name) ? name : 'overdue';
  };

  async function load(events) {
    problem = await refusal(() =>
      Promise.all(ALL.filter((name) => !events || events.some(concerns(name))).map(loadColumn)),
    );
    return problem === null;
  }

  async function loadColumn(name) {
    const column = columns.get(name);
    const sort = CLOSED.includes(name) ? '-updated' : 'due';
    const limit = isOpen(name) ? CARDS : BEHIND_A_RAIL;
    const page = await get(`/tasks?q=status:${name}&sort=${sort}&limit=${limit}&explain=true`);
    column.total = page.total;
    column.list.update(page.items);
    noteLag(page);
  }

  /** Returns what tells whether an event concerns a column. */
  const concerns = (name) => (event) =>
    event.task?.status === name ||
    columns.get(name).list.rows.some((task) => task.task_id === taskOf(event));

  function hear(event) {
    for (const [name, value] of Object.entries(event.tasks ?? {})) {
      columns.get(name).total = { value, relation: 'eq' };
      redraw();
    }
    return taskOf(event);
  }

  /** Returns the status that a task has now which left its column; undefined if it is unknown. */
  const whereIs = (id) =>
    ALL.find((name) =>
      columns.get(name).list.rows.some((task) => task.task_id === id && !task.left),
    );

  function openTotal() {
    const totals = OPEN.map((name) => columns.get(name).total);
    return totals.includes(null) ? '' : `${count(totals.reduce((sum, t) => sum + t.value, 0))} open`;
  }

  function withOpened(name) {
    const names = [...opened().filter(Boolean), name];
    return '/?open=' + names.join(',');
  }

  const rail = (column) => html`<a class="rail" href=${withOpened(column.name)}>
    ${status(column.name)}<span class="number">${column.total ? total(column.total) : ''}</span></a>`;

  const tab = (column) => html`<a href="/?col=${column.name}" aria-current=${column.name === chosen() ? 'true' : 'false'}>
    ${status(column.name)}<span class="number">${column.total ? total(column.total) : ''}</span></a>`;

  const column = (column) =>
    columnView(column, { chosen: column.name === chosen(), whereIs, limit: CARDS });

  const live = follow(load, hear);
  return {
    nav: 'board',
    title: () => 'Board',
    view: () => html`
      ${bar('Board', html`<span class="soft">${openTotal()}</span><span class="grow"></span>
        <a class="button wide-only" href="/ui/list">${icon('search')}Filter</a>${newTaskButton()}`)}
      ${problem
        ? noLists(problem)
        : html`<nav class="tabs" aria-label="Columns">${ALL.map((name) => tab(columns.get(name)))}</nav>
          <div class="board">
            ${ALL.map((name) => (isOpen(name) ? column : rail)(columns.get(name)))}
          </div>`}`,
    changed: () => live.now(),
    close: () => live.stop(),
  };
}
