// The server's time, and everything that counts by it. The clock of the browser may be wrong.
import { html } from './lit-html/lit-html.js';

// The header Date names the second in which an answer was made, and may be a second old. So each
// answer gives two limits of the difference between the server's clock and performance.now(), and
// many answers narrow it down.
const DATE_IS_LATE_AT_MOST = 2000;
const EVENT_TAKES_AT_MOST = 200;
let least = -Infinity;
let most = Infinity;

/** Learns the server's time from an answer. */
export function learnTime(date, sent, received) {
  const server = Date.parse(date ?? '');
  if (!Number.isNaN(server)) {
    learn(server - received, server + DATE_IS_LATE_AT_MOST - sent);
  }
}

/** Learns the server's time from an event that has just arrived. */
export function learnExactTime(time) {
  const difference = Date.parse(time) - performance.now();
  learn(difference, difference + EVENT_TAKES_AT_MOST);
}

function learn(low, high) {
  const agrees = low <= most && high >= least;
  least = agrees ? Math.max(least, low) : low;
  most = agrees ? Math.min(most, high) : high;
}

/** Returns the server's time in milliseconds since 1970. */
export function serverNow() {
  return least === -Infinity ? Date.now() : performance.now() + (least + most) / 2;
}

/** Returns a duration: "2 d 5 h", "2 h 14 min", or "4:09". */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) {
    return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  }
  return hours >= 1
    ? `${hours} h ${minutes % 60} min`
    : `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}

const SAYS = {
  due: (left) => (left >= 0 ? duration(left) : `${duration(-left)} late`),
  next: (left) => (left > 0 ? duration(left) : 'now'),
  late: (left) => duration(-left),
  ago: (left) => `${duration(-left)} ago`,
};

/**
 * Returns an element that counts down to an instant, or up from it. Its text is written by
 * updateCountdowns(), never by a template: both would fight over it.
 *
 * @param says one of the keys of SAYS
 */
export const countdown = (instant, says) =>
  html`<time data-at=${instant} data-says=${says} datetime=${instant}></time>`;

/** Writes the text of all countdowns. */
export function updateCountdowns() {
  const now = serverNow();
  for (const element of document.querySelectorAll('time[data-at]')) {
    const text = SAYS[element.dataset.says](Date.parse(element.dataset.at) - now);
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }
}

/** Updates all countdowns when the server's second changes. */
export function startCountdowns() {
  updateCountdowns();
  setTimeout(startCountdowns, 1000 - (serverNow() % 1000) + 5);
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** Returns the time of day, as in "15:25:54". */
export const timeOfDay = (instant) => clock.format(new Date(instant));

/** Returns the time of day, with the date unless it is today. */
export function moment(instant) {
  const date = new Date(instant);
  const today = date.toDateString() === new Date(serverNow()).toDateString();
  return today ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`;
}
