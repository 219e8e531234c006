// Keeps what is shown up to date: reads again what a change concerns. While there is no stream of
// changes, it reads everything again every two seconds.
import { Problem, Unreachable } from './api.js';
import { redraw } from './redraw.js';
import { isLive, listen } from './stream.js';

const EVERY = 2000;
const AT_MOST = 15_000;
/** With a stream: for what changes only because time passes. */
const EVERY_LIVE = 30_000;
/** Changes are gathered for this long, and at least for some times as long as reading takes. */
const GATHER = 50;
const REST = 500;
const SHARE = 8;

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
 * Calls load() now, after changes, and now and then, but not while the tab is hidden or load() runs.
 * After a failure it waits longer. If load() returns false, it is not called again.
 *
 * @param load gets the events that concern it; nothing if everything is to be read
 * @param concerns returns true if an event concerns the page; absent if no event does
 * @param streamed returns false if the stream has no events of what is shown
 * @return now() to call it without waiting, and stop()
 */
export function follow(load, concerns, streamed = () => concerns) {
  let stopped = false;
  let running = false;
  let all = true;
  let heard = [];
  let timer = 0;
  let wait = EVERY;
  let free = 0;

  async function round() {
    clearTimeout(timer);
    if (running || stopped || document.hidden) {
      return;
    }
    running = true;
    const events = all ? undefined : heard;
    all = false;
    heard = [];
    const began = performance.now();
    stopped = (await attempt(() => load(events))) === false || stopped;
    running = false;
    free = performance.now() + Math.max(REST, SHARE * (performance.now() - began));
    redraw();
    if (all) {
      round();
    } else if (!stopped) {
      wait = connection.lost ? Math.min(AT_MOST, wait * 2) : EVERY;
      timer = setTimeout(now, streamed() && isLive() && !connection.lost ? EVERY_LIVE : wait);
      soon();
    }
  }

  function now() {
    all = true;
    round();
  }

  function soon() {
    if (heard.length) {
      clearTimeout(timer);
      timer = setTimeout(round, Math.max(GATHER, free - performance.now()));
    }
  }

  function hear(event) {
    if (!event) {
      now();
    } else if (!document.hidden && concerns?.(event) && heard.push(event) === 1 && !running) {
      soon();
    }
  }

  const forget = listen(hear);
  for (const what of ['visibilitychange', 'online', 'offline']) {
    addEventListener(what, now);
  }
  now();
  return {
    now,
    stop() {
      stopped = true;
      clearTimeout(timer);
      forget();
      for (const what of ['visibilitychange', 'online', 'offline']) {
        removeEventListener(what, now);
      }
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

listen((event) => {
  if (event?.as_of) {
    noteLag(event);
    redraw();
  }
});
