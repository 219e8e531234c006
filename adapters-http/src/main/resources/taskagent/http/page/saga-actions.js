// What can be done about a saga: cancel it, or retry it.
import { html } from './lit-html/lit-html.js';
import { post } from './api.js';
import { openForm } from './dialog.js';
import { lineField, textField } from './form.js';
import { say } from './frame.js';
import { go } from './router.js';

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
