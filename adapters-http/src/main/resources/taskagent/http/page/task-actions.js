// What can be done about a task, and about its sagas. The server says which actions they allow now,
// and whether the user may change tasks.
import { html, nothing } from './lit-html/lit-html.js';
import { post } from './api.js';
import { Deadline } from './deadline-field.js';
import { openForm } from './dialog.js';
import { lineField, textField } from './form.js';
import { say } from './frame.js';
import { go } from './router.js';
import { may } from './session.js';

/** The order of the buttons. The first that is allowed is the primary one. */
const ORDER = ['complete', 'start', 'assign', 'set_deadline', 'retry_now', 'retry_workflow', 'cancel_workflow', 'cancel'];

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
    retry_now: ['Try now', () => retryNow(run, done)],
    retry_workflow: ['Retry the saga', () => retrySaga(run)],
    cancel_workflow: ['Cancel the saga', () => cancelSaga(run, done)],
  };

  const possible = ORDER.filter(
    (name) =>
      may('change_tasks') && actions.includes(name) && (/_(workflow|now)$/.test(name) ? run : task),
  );
  return possible.length === 0
    ? nothing
    : html`<div class="actions">${possible.map((name, i) => {
        const [label, act] = BUTTONS[name];
        const kind = name.startsWith('cancel') ? 'danger' : i === 0 ? 'primary' : '';
        return html`<button class="button ${kind}" type="button" @click=${act}>${label}</button>`;
      })}</div>`;
}

/** Opens the dialog that retries a saga. The retry is a new saga, which is shown then. */
export function retrySaga({ workflow_id: id }) {
  openForm({
    title: 'Retry the saga',
    button: 'Retry',
    fields: (errors) => html`
      <p>A new saga begins for the same task. A field that you leave empty keeps its value.</p>
      ${lineField({ name: 'title', label: 'Title', errors, first: true })}
      ${textField({ name: 'description', label: 'Description', errors })}
      ${lineField({ name: 'assignee', label: 'Assignee', errors })}`,
    async submit(form) {
      const body = Object.fromEntries([...form].filter(([, value]) => value !== ''));
      const { workflow_id: retry } = await post(`/workflows/${id}/retry`, { body });
      return () => go('/ui/workflows/' + retry);
    },
  });
}

/** Ends the wait of a saga for its next attempt. */
export const retryNow = ({ workflow_id: id }, done) =>
  post(`/workflows/${id}/retry-now`)
    .catch((error) => say(error.message))
    .then(done);

/** Opens the dialog that cancels a saga. */
export function cancelSaga({ workflow_id: id }, done) {
  openForm({
    title: 'Cancel the saga?',
    button: 'Cancel the saga',
    keep: 'Keep it',
    danger: true,
    fields: () => html`<p>Its steps are compensated in reverse order. The task stays.</p>`,
    async submit() {
      await post(`/workflows/${id}/cancel`);
      say('The saga is being cancelled.');
      return done;
    },
  });
}
