// Which page belongs to which address. Every state of a page is in its address, so that Back,
// reload and copied links work.
import { boardPage } from './board.js';
import { redraw } from './redraw.js';

/** A page that is loaded when somebody first opens it. */
const later = (module, open) => async (...values) => (await import(module))[open](...values);

/**
 * Each page: its address, and the function that opens it. That function gets what the parts in
 * brackets match, and returns
 *   nav      the entry of the side bar
 *   title    returns the title of the document
 *   view     returns what to draw
 *   changed  is called when only the query of the address changed
 *   close    is called when the reader leaves the page
 */
const PAGES = [
  [/^\/(?:ui\/?)?$/, boardPage],
  [/^\/ui\/list$/, later('./tables.js', 'tasksPage')],
  [/^\/ui\/tasks\/([\w-]+)$/, later('./task.js', 'taskPage')],
  [/^\/ui\/sagas$/, later('./tables.js', 'sagasPage')],
  [/^\/ui\/workflows\/([\w-]+)$/, later('./saga.js', 'sagaPage')],
  [/^\/ui\/bulk$/, later('./tables.js', 'bulksPage')],
  [/^\/ui\/bulk\/([\w-]+)$/, later('./bulk.js', 'bulkPage')],
  [/^\/ui\/audit$/, later('./tables.js', 'auditPage')],
  [/^\/ui\/chat$/, later('./chat.js', 'chooseUserPage')],
  [/^\/ui\/chat\/([\w-]+)$/, later('./chat.js', 'chatPage')],
  [/^\/ui\/health$/, later('./health.js', 'healthPage')],
  [/.*/, later('./absent.js', 'unknownPage')],
];

const LOADING = { title: () => 'Loading', view: () => '', close() {} };

let page = LOADING;
let shownPath = null;
let main = null;

/** Returns the page that is shown. */
export const currentPage = () => page;

/** Goes to another address. */
export function go(address) {
  history.pushState(null, '', address);
  open();
}

/** Goes to another address that replaces this one in the history. */
export function replace(address) {
  history.replaceState(null, '', address);
  open();
}

async function open() {
  const path = location.pathname;
  if (path === shownPath) {
    page.changed?.();
    redraw();
    return;
  }
  const first = shownPath === null;
  shownPath = path;
  page.close();
  page = LOADING;
  const [pattern, opens] = PAGES.find(([pattern]) => pattern.test(path));
  const opened = await opens(...pattern.exec(path).slice(1));
  if (shownPath !== path) {
    opened.close(); // the reader went on meanwhile
    return;
  }
  page = opened;
  if (!first) {
    main.scrollTop = 0;
    main.focus({ preventScroll: true });
  }
  redraw();
}

/** Follows links and forms of this site without loading the document again. */
export function startRouter(element) {
  main = element;
  addEventListener('popstate', open);
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="/"]');
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link && plain && !event.defaultPrevented) {
      event.preventDefault();
      go(link.getAttribute('href'));
    }
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method === 'get') {
      event.preventDefault();
      const fields = [...new FormData(form)].filter(([, value]) => value !== '');
      const query = new URLSearchParams(fields).toString();
      go(form.getAttribute('action') + (query ? '?' + query : ''));
    }
  });
  open();
}
