// What can be done about a task. The server says which actions are allowed now.
import { html, nothing } from './lit-html/lit-html.js';
import { post } from './api.js';
import { Deadline } from './deadline-field.js';
import { openForm } from './dialog.js';
import { lineField } from './form.js';
import { say } from './frame.js';
import { cancelSaga, retrySaga } from './saga-actions.js';

/** The order of the buttons. The first that is allowed is the primary one. */
const ORDER = ['complete', 'start', 'assign', 'set_deadline', 'retry_workflow', 'cancel_workflow', 'cancel'];

/**
 * Returns the buttons.
 *
 * @param task the task as it was read, so that a command applies to what the reader sees
 * @param run the newest saga of the task
 * @param done is called after a command succeeded
 * @param refused is called with the problem if it did not
 */
export function taskActions({ id, task, actions, run, done, refused }) {
  const command = (name, body) =>
    post(`/tasks/${id}/${name}`, { body, version: task.version }).catch((error) => {
      throw error.status === 412
        ? Object.assign(error, { message: 'The task has changed since you read it. Look at it again.' })
        : error;
    });

  async function now(name, said) {
    try {
      await command(name);
      say(said);
      done();
    } catch (error) {
      refused(error);
    }
  }

  const send = (name, body, said) => async () => {
    await command(name, body());
    say(said);
    return done;
  };

  const BUTTONS = {
    complete: ['Complete', () => now('complete', 'The task is completed.')],
    start: ['Start', () => now('start', 'The work on the task has started.')],
    assign: [task?.assignee ? 'Reassign' : 'Assign', () => openForm({
      title: 'Assign the task',
      button: 'Assign',
      fields: (errors) => lineField({ name: 'assignee', label: 'Assignee', errors, first: true }),
      submit: (form) => send('assign', () => Object.fromEntries(form), 'The task is assigned.')(),
    })],
    set_deadline: ['Move the deadline', () => {
      const deadline = new Deadline();
      openForm({
        title: 'Move the deadline',
        button: 'Move',
        fields: (errors) => deadline.view(errors),
        submit: send('deadline', () => deadline.body(), 'The deadline is moved.'),
      });
    }],
    cancel: ['Cancel the task', () => openForm({
      title: 'Cancel the task?',
      button: 'Cancel the task',
      keep: 'Keep it',
      danger: true,
      fields: () => html`<p>A cancelled task cannot be opened again.</p>`,
      submit: send('cancel', () => undefined, 'The task is cancelled.'),
    })],
    retry_workflow: ['Retry the saga', () => retrySaga(run)],
    cancel_workflow: ['Cancel the saga', () => cancelSaga(run, done)],
  };

  const possible = ORDER.filter(
    (name) => actions.includes(name) && (name.endsWith('_workflow') ? run : task),
  );
  return possible.length === 0
    ? nothing
    : html`<div class="actions">${possible.map((name, i) => {
        const [label, act] = BUTTONS[name];
        const kind = name.startsWith('cancel') ? 'danger' : i === 0 ? 'primary' : '';
        return html`<button class="button ${kind}" type="button" @click=${act}>${label}</button>`;
      })}</div>`;
}
