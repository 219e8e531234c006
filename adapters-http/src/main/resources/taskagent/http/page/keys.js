// The keys. A single key does nothing inside inputs and dialogs; Ctrl+K does, except in dialogs.
import { openHelp } from './help.js';
import { openNewTask } from './new-task.js';
import { openPalette } from './palette.js';
import { go } from './router.js';

/** The second key must follow the g within this time. */
const SEQUENCE = 1500;

const PLACES = { b: '/', l: '/ui/list', s: '/ui/sagas', c: '/ui/chat', h: '/ui/health' };

let main = null;
let pressedG = -Infinity;

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  h: () => moveColumn(-1),
  l: () => moveColumn(1),
  c: openNewTask,
  '?': openHelp,
  '/': focusFilter,
  g: () => {
    pressedG = performance.now();
  },
};

/** Listens to keys. Enter needs no code: each row has a real link, which has the focus. */
export function listenToKeys(element) {
  main = element;
  document.addEventListener('keydown', (event) => {
    if (event.key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault(); // the browser's own search
      if (!document.querySelector('dialog[open]')) {
        openPalette();
      }
      return;
    }
    if (
      event.ctrlKey || event.metaKey || event.altKey ||
      event.target.closest('input, textarea, select, dialog') ||
      document.querySelector('dialog[open]')
    ) {
      return;
    }
    const afterG = performance.now() - pressedG < SEQUENCE;
    pressedG = -Infinity;
    const action = afterG && PLACES[event.key] ? () => go(PLACES[event.key]) : ACTIONS[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
}

document.getElementById('go').addEventListener('click', openPalette);

/** Moves the focus to the next row of the same column or list. */
function move(by) {
  const list = document.activeElement.closest('.cards, .table') ?? main;
  const rows = [...list.querySelectorAll('a[data-row]')];
  const at = rows.indexOf(document.activeElement);
  (rows[at < 0 ? 0 : at + by] ?? rows[at])?.focus();
}

function moveColumn(by) {
  const columns = [...main.querySelectorAll('.column')].filter((c) => c.querySelector('a[data-row]'));
  const at = columns.indexOf(document.activeElement.closest('.column'));
  (columns[at < 0 ? 0 : at + by] ?? columns[at])?.querySelector('a[data-row]').focus();
}

function focusFilter() {
  if (!document.getElementById('q')) {
    go('/ui/list');
  }
  // The list may still be loading.
  const until = performance.now() + 2000;
  const attempt = () => {
    const line = document.getElementById('q');
    if (line) {
      line.focus();
    } else if (performance.now() < until) {
      requestAnimationFrame(attempt);
    }
  };
  attempt();
}
