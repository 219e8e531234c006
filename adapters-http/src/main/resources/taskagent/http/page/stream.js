// The server's stream of changes. One tab has it, and passes it on to the other tabs of this
// browser, because a browser opens only six connections to a server.
import { learnExactTime } from './clock.js';

const NAME = 'taskagent-changes';
const TYPES = ['upsert', 'leave', 'counts', 'bookmark', 'reset'];
/** Bookmarks come every five seconds. Without them, the tab that has the stream may be frozen. */
const SILENT = 15_000;
const RETRY = 1000;
const RETRY_AT_MOST = 10_000;

const channel = new BroadcastChannel(NAME);
const listeners = new Set();
let live = false;
let position = '';
let silence = 0;
let release = null;

/** Returns true if changes arrive as they happen. */
export const isLive = () => live;

/**
 * Calls a function with each event; without one if anything may have changed.
 *
 * @return stops it
 */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Returns the id of the task that an event is about, if it is about one. */
export const taskOf = (event) => (event.task ?? event.workflow ?? event).task_id;

/** Follows the stream. Without locks (plain HTTP from another machine) there is none. */
export function startStream() {
  if (navigator.locks) {
    channel.onmessage = ({ data }) => take(data);
    document.addEventListener('freeze', () => release?.());
    expectEvents();
    join();
  }
}

/** Waits until no other tab has the stream, or takes it from that tab. */
function join(options = {}) {
  let close = null;
  navigator.locks
    .request(NAME, options, () => new Promise((done) => {
      release = done;
      close = open();
    }))
    .catch(() => {}) // another tab took it
    .finally(() => {
      close?.();
      if (!options.steal) {
        setTimeout(join, RETRY); // a timer, because it does not run in a page that is frozen or left
      }
    });
}

/** Opens the stream, and opens it again after a failure. Returns what closes it. */
function open() {
  let source = null;
  let retry = 0;
  let wait = RETRY;

  function connect() {
    source = new EventSource('/events?of=tasks,workflows' + (position && '&since=' + position));
    for (const type of TYPES) {
      source.addEventListener(type, ({ lastEventId, data }) => {
        wait = RETRY;
        tell({ type, position: lastEventId, ...JSON.parse(data) });
      });
    }
    source.onerror = () => {
      source.close(); // after an answer such as 503 the browser would give up
      tell({ type: 'lost' });
      retry = setTimeout(connect, wait);
      wait = Math.min(RETRY_AT_MOST, 2 * wait);
    };
  }

  connect();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}

function tell(event) {
  channel.postMessage(event);
  take(event);
}

function expectEvents() {
  clearTimeout(silence);
  silence = setTimeout(() => join({ steal: true }), SILENT);
}

function take(event) {
  expectEvents();
  const was = live;
  live = event.type !== 'lost';
  position = event.position || position;
  if (event.type === 'bookmark') {
    learnExactTime(event.time);
  }
  const all = live !== was || event.type === 'reset';
  listeners.forEach((listener) => listener(all ? undefined : event));
}
