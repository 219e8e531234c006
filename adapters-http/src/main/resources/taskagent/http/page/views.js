// Saved views: the addresses of filtered lists, each with a name. This browser keeps them.
import { html, nothing, render } from './lit-html/lit-html.js';
import { openForm } from './dialog.js';
import { lineField } from './form.js';
import { redraw } from './redraw.js';

const KEY = 'views';
const LIST = /^\/ui\/(list|sagas)\?/;

const place = document.getElementById('saved-views');
let views = read();

/** What is stored may come from another version, so anything else than a view is left out. */
function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return stored.filter(({ name, address }) => typeof name === 'string' && LIST.test(address));
  } catch {
    return [];
  }
}

function write(changed) {
  views = changed;
  localStorage.setItem(KEY, JSON.stringify(views));
  redraw();
}

addEventListener('storage', (event) => {
  if (event.key === KEY) {
    views = read();
    redraw();
  }
});

/** Returns the views, as {name, address}. */
export const savedViews = () => views;

/** Draws the views in the side bar. */
export function drawViews() {
  render(
    views.map(
      ({ name, address }) => html`<li>
        <a href=${address}>${name}</a>
        <button class="bare" type="button" @click=${() => remove(name)}>
          <span aria-hidden="true">×</span> <span class="hidden">Remove the view ${name}</span>
        </button>
      </li>`,
    ),
    place,
  );
}

function remove(name) {
  write(views.filter((view) => view.name !== name));
}

/** Returns the button that saves the list that is shown; nothing if it is saved or not filtered. */
export function saveViewButton() {
  const address = location.pathname + location.search;
  return LIST.test(address) && new URLSearchParams(location.search).get('q') &&
    !views.some((view) => view.address === address)
    ? html`<button class="button wide-only" type="button" @click=${() => save(address)}>Save view</button>`
    : nothing;
}

function save(address) {
  const filter = new URLSearchParams(location.search).get('q');
  openForm({
    title: 'Save this view',
    button: 'Save the view',
    fields: (errors) =>
      lineField({ name: 'name', label: 'Name', value: filter, errors, first: true }),
    submit(form) {
      const name = form.get('name').trim() || filter;
      write([...views.filter((view) => view.name !== name), { name, address }]);
    },
  });
}
