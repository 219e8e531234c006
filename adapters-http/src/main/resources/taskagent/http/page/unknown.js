// What is shown at an address that no page has.
import { html } from './lit-html/lit-html.js';
import { bar } from './parts.js';

export const unknownPage = () => ({
  title: () => 'No such page',
  view: () => html`${bar('No such page')}
    <p class="empty">There is no page at this address. <a class="link" href="/">Go to the board.</a></p>`,
  close() {},
});
