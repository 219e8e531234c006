// The dialog that lists the keys.
import { html } from './lit-html/lit-html.js';
import { closeDialog, openDialog } from './dialog.js';

const KEYS = [
  ['j', 'Next task in the column or list'],
  ['k', 'Previous task'],
  ['h', 'Column to the left'],
  ['l', 'Column to the right'],
  ['Enter', 'Open the task'],
  ['/', 'Filter'],
  ['c', 'New task'],
  ['Ctrl K', 'Go to a page, view, task or saga, or do something'],
  ['g b', 'Go to the board'],
  ['g l', 'Go to the list'],
  ['g s', 'Go to the sagas'],
  ['g c', 'Go to the chat'],
  ['g h', 'Go to the health page'],
  ['Esc', 'Close, or clear the filter'],
  ['?', 'This help'],
];

export function openHelp() {
  openDialog(
    () => html`<h2 id="dialog-title">Keys</h2>
      <dl class="keys">${KEYS.map(([keys, does]) => html`<dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${does}</dd>`)}</dl>
      <div class="actions"><button class="button" type="button" @click=${closeDialog}>Close</button></div>`,
  );
}
