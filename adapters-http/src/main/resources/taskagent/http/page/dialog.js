// The dialog that is open, if one is. Esc closes it.
import { html, nothing, render } from './lit-html/lit-html.js';
import { errorsByField } from './form.js';
import { notice } from './parts.js';
import { redraw } from './redraw.js';

const place = document.getElementById('dialogs');
let view = null;
/** The content for which the dialog was opened last. */
let opened = null;

/** Opens a dialog. The function returns its content. */
export function openDialog(content) {
  view = content;
  redraw();
}

/** Closes the dialog. */
export function closeDialog() {
  place.querySelector('dialog')?.close();
  view = null;
  redraw();
}

/** Draws the dialog that is open. */
export function drawDialog() {
  const shown = view;
  // The browser closes it on Esc, and says so later: perhaps when another one is open already.
  const closed = (event) => {
    if (view === shown && !event.target.open) {
      view = null;
      redraw();
    }
  };
  render(
    shown
      ? html`<dialog aria-labelledby="dialog-title" @close=${closed}>${shown()}</dialog>`
      : nothing,
    place,
  );
  if (opened !== shown) {
    opened = shown;
    const dialog = place.querySelector('dialog');
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
  }
}

/**
 * Opens a dialog with a form that sends a command. The errors of a 422 stand at their fields, and
 * any other problem stands above them.
 *
 * @param fields draws the fields, with the errors by name
 * @param submit sends the command with the FormData. The dialog closes when it succeeded, and what
 *   submit returned, if anything, is called then
 */
export function openForm({ title, button, danger = false, keep = 'Close', fields, submit }) {
  let error = null;
  let busy = false;

  async function send(event) {
    event.preventDefault();
    if (busy) {
      return;
    }
    busy = true;
    redraw();
    try {
      const afterwards = await submit(new FormData(event.target));
      closeDialog();
      afterwards?.();
    } catch (problem) {
      error = problem;
      focusFirstError();
    } finally {
      busy = false;
      redraw();
    }
  }

  openDialog(() => {
    const errors = errorsByField(error);
    return html`<form method="post" novalidate @submit=${send} aria-busy=${busy ? 'true' : 'false'}>
      <h2 id="dialog-title">${title}</h2>
      ${error && Object.keys(errors).length === 0
        ? html`<div role="alert">${notice('bad', error.message)}</div>`
        : nothing}
      ${fields(errors)}
      <div class="actions">
        <button class="button ${danger ? 'danger' : 'primary'}">${button}</button>
        <button class="button" type="button" @click=${closeDialog}>${keep}</button>
      </div>
    </form>`;
  });
}

function focusFirstError() {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => place.querySelector('[aria-invalid="true"]')?.focus()),
  );
}
