// The list of tasks.
import { html } from './lit-html/lit-html.js';
import { moved } from './column.js';
import { listing } from './listing.js';
import { newTaskButton } from './new-task.js';
import { assignee, sentence, status, taskTime, text, trouble } from './parts.js';
import { taskOf } from './stream.js';

const SORTS = [
  ['due', 'Due soonest'],
  ['-due', 'Due latest'],
  ['-updated', 'Latest change'],
  ['updated', 'Earliest change'],
  ['-created', 'Newest'],
  ['created', 'Oldest'],
];

export const listPage = () =>
  listing({
    nav: 'list',
    title: 'List',
    path: '/ui/list',
    source: '/tasks?explain=true&',
    id: (task) => task.task_id,
    sorts: SORTS,
    example: 'status:overdue assignee:ada due:<2h',
    head: ['Id', 'Title', 'Status', 'Why it is here', 'Assignee', 'Due'],
    row,
    hear: taskOf, // the sentence of a task may change with its saga
    more: newTaskButton,
  });

const row = (task) => html`<li class="row ${task.left ? 'left' : trouble(task.explain?.kind)}">
  <span class="id">${task.task_id}</span>
  <a href="/ui/tasks/${task.task_id}" data-row>${text(task.title)}</a>
  ${status(task.status)}
  <span class="why">${task.left ? moved() : sentence(task.explain?.sentence ?? '')}</span>
  ${assignee(task.assignee)}
  ${taskTime(task)}
</li>`;
