// What is shown where there is no list, or no page.
import { html } from './lit-html/lit-html.js';
import { bar, notice } from './parts.js';
import { go } from './router.js';

/** Returns why there is no list, and a way to open a single task. */
export function noLists(problem) {
  const open = (event) => {
    event.preventDefault();
    go('/ui/tasks/' + encodeURIComponent(new FormData(event.target).get('task').trim()));
  };
  return html`<div class="page narrow">
    ${notice('plain', problem.message)}
    <form method="post" class="line" @submit=${open}>
      <label for="task">Open a task by its id</label>
      <input id="task" name="task" required autocomplete="off">
      <button class="button primary">Open</button>
    </form>
  </div>`;
}

/** The page of an address that no page has. */
export const unknownPage = () => ({
  title: () => 'No such page',
  view: () => html`${bar('No such page')}
    <p class="empty">There is no page at this address. <a class="link" href="/">Go to the board.</a></p>`,
  close() {},
});
