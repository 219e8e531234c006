// One action on all tasks that a filter finds: the dialog that begins it, and the one that stops it.
import { html, nothing } from './lit-html/lit-html.js';
import { post } from './api.js';
import { Deadline } from './deadline-field.js';
import { openForm } from './dialog.js';
import { filterOfAddress } from './filter.js';
import { field, lineField } from './form.js';
import { say } from './frame.js';
import { count } from './parts.js';
import { redraw } from './redraw.js';
import { go } from './router.js';
import { may } from './session.js';

export const ACTION_NAMES = {
  complete: 'Complete',
  start: 'Start',
  assign: 'Assign',
  set_deadline: 'Move the deadline',
  cancel: 'Cancel',
};

/**
 * Returns the button that opens the dialog; nothing if the list is not filtered, or nobody has
 * counted it.
 *
 * @param size the total of the list
 */
export function bulkButton({ value, relation }) {
  const { q } = filterOfAddress();
  return may('change_tasks') && q.trim() && relation === 'eq' && value > 0
    ? html`<button class="button wide-only" type="button" @click=${() => begin(q, value)}>Do with all ${count(value)}</button>`
    : nothing;
}

function begin(q, expected) {
  const deadline = new Deadline();
  let action = 'complete';
  const choose = (event) => {
    action = event.target.value;
    redraw();
  };

  openForm({
    title: `Do with all ${count(expected)}`,
    button: 'Begin',
    fields(found) {
      const errors = withoutPath(found);
      return html`<p>These are the tasks that match <code>${q}</code>. If their number has changed, nothing begins.</p>
        ${field({ name: 'action', label: 'What to do', errors }, ({ invalid, described }) => html`
          <select id="action" name="action" @change=${choose} aria-invalid=${invalid} aria-describedby=${described}>
            ${Object.entries(ACTION_NAMES).map(([value, name]) => html`<option value=${value} ?selected=${value === action}>${name}</option>`)}
          </select>`)}
        ${action === 'assign' ? lineField({ name: 'assignee', label: 'Assignee', errors }) : nothing}
        ${action === 'set_deadline' ? deadline.view(errors) : nothing}
        ${action === 'cancel' ? html`<p>A cancelled task cannot be opened again.</p>` : nothing}`;
    },
    async submit(form) {
      const args = {
        assign: () => ({ assignee: form.get('assignee') }),
        set_deadline: () => deadline.body(),
      }[action]?.();
      const body = { action, q, expected_count: expected, args };
      const { bulk_id: id } = await post('/bulk', { body });
      return () => go('/ui/bulk/' + id);
    },
  });
}

/** The fields of an action are in an object of the request, but not in the dialog. */
const withoutPath = (errors) =>
  Object.fromEntries(
    Object.entries(errors).map(([name, message]) => [name.replace('args/', ''), message]),
  );

/** Opens the dialog that stops a bulk. */
export function stopBulk(id, done) {
  openForm({
    title: 'Stop it?',
    button: 'Stop',
    keep: 'Let it go on',
    danger: true,
    fields: () => html`<p>What it did stays done. The tasks that are left are not touched.</p>`,
    async submit() {
      await post(`/bulk/${id}/stop`);
      say('It is being stopped.');
      return done;
    },
  });
}
