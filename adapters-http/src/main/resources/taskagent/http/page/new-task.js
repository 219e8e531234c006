// The dialog for a new task.
import { html, nothing } from './lit-html/lit-html.js';
import { newKey, post } from './api.js';
import { Deadline } from './deadline-field.js';
import { openForm } from './dialog.js';
import { lineField, textField } from './form.js';
import { icon } from './icons.js';
import { go } from './router.js';
import { may } from './session.js';

/** Opens the dialog. The reader need not invent an id: the page makes one. */
export function openNewTask() {
  if (!may('request_task')) {
    return;
  }
  const id = 'task-' + newKey().slice(0, 12);
  const deadline = new Deadline();
  openForm({
    title: 'New task',
    button: 'Create the task',
    fields: (errors) => html`
      ${lineField({ name: 'title', label: 'Title', errors, first: true })}
      ${textField({ name: 'description', label: 'Description', errors })}
      ${lineField({ name: 'assignee', label: 'Assignee', errors })}
      ${deadline.view(errors)}`,
    async submit(form) {
      const body = { task_id: id, ...Object.fromEntries(form), ...deadline.body() };
      await post('/tasks/process', { body });
      return () => go('/ui/tasks/' + id);
    },
  });
}

/** Returns the button that opens the dialog, if the user may ask for tasks. */
export const newTaskButton = () =>
  may('request_task')
    ? html`<button class="button primary" type="button" @click=${openNewTask}>${icon('plus')}New task</button>`
    : nothing;
