// The icons. They are drawn in the colour of the text around them, on 16 by 16 units.
import { html, svg } from './lit-html/lit-html.js';

const ring = svg`<circle cx="8" cy="8" r="6"/>`;
const tick = svg`<circle cx="8" cy="8" r="6.5" class="solid"/><path d="M5 8.3l2.1 2.1L11 6" class="cut"/>`;
const cross = svg`<circle cx="8" cy="8" r="6.5" class="solid"/><path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" class="cut"/>`;
const clock = svg`${ring}<path d="M8 4.5V8l2.3 1.5"/>`;
const retry = svg`<path d="M13.5 8A5.5 5.5 0 112.9 6M2.5 2.5V6H6"/>`;
const back = svg`<path d="M3 6.5h6.5a3.5 3.5 0 010 7H6M3 6.5l3-3M3 6.5l3 3"/>`;
const triangle = svg`<path d="M8 1.8l6.6 11.9H1.4z" class="solid"/><path d="M8 6.4v3.2M8 11.8v.1" class="cut"/>`;

const SHAPES = {
  // the status of a task
  pending: svg`<circle cx="8" cy="8" r="6" stroke-dasharray="2.2 2.5"/>`,
  assigned: svg`${ring}<circle cx="8" cy="8" r="2" class="solid"/>`,
  in_progress: svg`${ring}<path d="M8 4.5a3.5 3.5 0 010 7z" class="solid"/>`,
  overdue: triangle,
  completed: tick,
  cancelled: svg`${ring}<path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4"/>`,
  // the status of a step or a compensation
  todo: ring,
  running: svg`${ring}<path d="M8 4.5a3.5 3.5 0 010 7z" class="solid"/>`,
  waiting: clock,
  retrying: retry,
  done: tick,
  failed: cross,
  undone: back,
  skipped: svg`${ring}<path d="M5.5 8h5"/>`,
  // others
  clock,
  warning: triangle,
  info: svg`${ring}<path d="M8 7.5v3M8 5.2v.1"/>`,
  plus: svg`<path d="M8 3v10M3 8h10"/>`,
  search: svg`<circle cx="7" cy="7" r="4.5"/><path d="M10.5 10.5L14 14"/>`,
  up: svg`<path d="M8 13V3.5M4 7l4-4 4 4"/>`,
  down: svg`<path d="M8 3v9.5M4 9l4 4 4-4"/>`,
};

/** Returns an icon. It is never the only cue: words stand beside it. */
export const icon = (name) => html`<svg viewBox="0 0 16 16" aria-hidden="true">${SHAPES[name]}</svg>`;
