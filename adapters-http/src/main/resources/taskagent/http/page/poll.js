// Keeps what is shown up to date. It asks again and again until the server has a stream of changes;
// the pages know only follow(), so a stream can replace this module.
import { Problem, Unreachable } from './api.js';
import { redraw } from './redraw.js';

const EVERY = 2000;
const AT_MOST = 15_000;

/** What is known about the connection to the server. */
export const connection = {
  /** When the last answer came; null before the first. */
  since: null,
  /** Why no answer comes, as a sentence; null if one came. */
  lost: null,
  /** True if the lists are behind by lagMs. */
  stale: false,
  lagMs: 0,
};

/**
 * Calls load() now and then every two seconds, but not while the tab is hidden or load() runs. After
 * a failure it waits longer. If load() returns false, it is not called again.
 *
 * @return now() to call it without waiting, and stop()
 */
export function follow(load) {
  let stopped = false;
  let running = false;
  let again = false;
  let timer = 0;
  let wait = EVERY;

  async function round() {
    clearTimeout(timer);
    if (running) {
      again = true;
      return;
    }
    if (stopped || document.hidden) {
      return;
    }
    running = true;
    again = false;
    stopped = (await attempt(load)) === false || stopped;
    running = false;
    wait = connection.lost ? Math.min(AT_MOST, wait * 2) : EVERY;
    redraw();
    if (again) {
      round();
    } else if (!stopped) {
      timer = setTimeout(round, wait);
    }
  }

  connection.stale = false;
  document.addEventListener('visibilitychange', round);
  addEventListener('online', round);
  round();
  return {
    now: round,
    stop() {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', round);
      removeEventListener('online', round);
    },
  };
}

async function attempt(load) {
  try {
    const goesOn = await load();
    connection.since = Date.now();
    connection.lost = null;
    return goesOn;
  } catch (error) {
    if (error instanceof Unreachable) {
      connection.lost = 'Connection lost.';
    } else if (error instanceof Problem) {
      connection.lost = error.message;
    } else {
      reportError(error); // a defect of the page
      return false;
    }
    connection.since ??= Date.now();
    return true;
  }
}

/** Notes how far a list is behind what happened. */
export function noteLag({ stale, as_of: asOf }) {
  connection.stale = stale;
  connection.lagMs = asOf.lag_ms;
}
