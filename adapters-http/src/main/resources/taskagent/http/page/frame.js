// What stands around each page: side bar, title of the document, banner, theme, spoken messages.
import { html, nothing, render } from './lit-html/lit-html.js';
import { timeOfDay } from './clock.js';
import { icon } from './icons.js';
import { connection } from './follow.js';
import { may, userView } from './session.js';

const banner = document.getElementById('banner');
const state = document.getElementById('connection');
const who = document.getElementById('who');
const spoken = document.getElementById('spoken');

/** Draws the frame of a page. */
export function drawFrame(page) {
  const title = page.title() + ' · Task Agent';
  if (document.title !== title) {
    document.title = title;
  }
  for (const link of document.querySelectorAll('[data-nav]')) {
    link.parentElement.hidden = link.dataset.may && !may(link.dataset.may);
    link.setAttribute('aria-current', link.dataset.nav === page.nav ? 'page' : 'false');
  }
  const text = connection.lost ? 'Reconnecting' : connection.since ? 'Live' : 'Connecting';
  state.dataset.state = connection.lost ? 'lost' : connection.since ? 'live' : '';
  if (state.textContent !== text) {
    state.textContent = text;
  }
  render(trouble(), banner);
  render(userView(), who);
}

function trouble() {
  const text = connection.lost
    ? `${connection.lost} What you see is from ${timeOfDay(connection.since)}. Reconnecting.`
    : connection.stale
      ? `The lists are ${Math.ceil(connection.lagMs / 1000)} s behind.` +
        ' Your own changes are safe and will appear.'
      : '';
  return text
    ? html`<div class="banner" role="status">${icon('warning')}<span>${text}</span></div>`
    : nothing;
}

/** Has a screen reader say what a command did. */
export function say(text) {
  spoken.textContent = text;
}

/** Switches between light and dark, and remembers it. */
export function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('theme', root.dataset.theme);
}
document.getElementById('theme').addEventListener('click', switchTheme);
