// "Go to or do": one field that finds pages, views and commands, and opens a task or saga by its id.
import { html } from './lit-html/lit-html.js';
import { closeDialog, openDialog } from './dialog.js';
import { switchTheme } from './frame.js';
import { openHelp } from './help.js';
import { openNewTask } from './new-task.js';
import { redraw } from './redraw.js';
import { go } from './router.js';
import { savedViews } from './views.js';

const ID = /^[\w-]+$/;
const SAGA = /^task-workflow-/;

const COMMANDS = [
  ['New task', openNewTask],
  ['Switch theme', switchTheme],
  ['Show the keys', openHelp],
];

/** The pages are those of the side bar, so that they stand once. */
const pages = () =>
  [...document.querySelectorAll('.side [data-nav], .views > ul:first-of-type a')].map((link) => [
    'Go to ' + link.textContent.trim(),
    () => go(link.getAttribute('href')),
  ]);

/** Returns what a text may mean, as [name, action]: what has all its words first. */
function options(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const all = [
    ...pages(),
    ...savedViews().map(({ name, address }) => ['Go to ' + name, () => go(address)]),
    ...COMMANDS,
  ];
  const found = all.filter(([name]) => words.every((word) => name.toLowerCase().includes(word)));
  if (ID.test(text)) {
    found.push(
      SAGA.test(text)
        ? ['Open the saga ' + text, () => go('/ui/workflows/' + text)]
        : ['Open the task ' + text, () => go('/ui/tasks/' + text)],
    );
  }
  if (text) {
    found.push(['List tasks that match ' + text, () => go('/ui/list?' + new URLSearchParams({ q: text }))]);
  }
  return found;
}

/** Opens the dialog. */
export function openPalette() {
  let text = '';
  let chosen = 0;

  function choose(option) {
    closeDialog();
    option[1]();
  }

  function type(event) {
    text = event.target.value.trim();
    chosen = 0;
    redraw();
  }

  function press(event) {
    const found = options(text);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      chosen = (chosen + by + found.length) % found.length;
      redraw();
      requestAnimationFrame(() => document.getElementById('option-' + chosen)?.scrollIntoView({ block: 'nearest' }));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[chosen]);
    }
  }

  openDialog(
    () => html`<label id="dialog-title" for="go-to">Go to or do</label>
      <input id="go-to" role="combobox" autofocus autocomplete="off" spellcheck="false"
        placeholder="A page, a view, an id, or words of a title"
        aria-expanded="true" aria-controls="options" aria-autocomplete="list"
        aria-activedescendant="option-${chosen}" @input=${type} @keydown=${press}>
      <ul class="options" id="options" role="listbox" aria-labelledby="dialog-title">
        ${options(text).map((option, i) => html`<li id="option-${i}" role="option"
          aria-selected=${i === chosen ? 'true' : 'false'} @click=${() => choose(option)}>${option[0]}</li>`)}
      </ul>`,
  );
}
