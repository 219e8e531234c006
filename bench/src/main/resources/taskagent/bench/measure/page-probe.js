// Runs in the page before its own scripts. All times are of performance.now().
(() => {
  const WAITS_AT_MOST = 30_000;
  const probe = { usable: 0, longTasks: [], elements: 0 };
  window.benchProbe = probe;

  /** Returns the time at which the next frame is drawn. */
  const drawn = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        port2.postMessage(0);
      }),
    );

  /** Returns the time of the frame that shows what a function looks for. */
  const shows = (found) =>
    new Promise((done, failed) => {
      const observer = new MutationObserver(look);
      const timer = setTimeout(() => failed(new Error('it was not shown')), WAITS_AT_MOST);
      observer.observe(document, { subtree: true, childList: true, characterData: true });
      look();
      function look() {
        if (found()) {
          observer.disconnect();
          clearTimeout(timer);
          drawn().then(done);
        }
      }
    });

  const card = (task) => document.querySelector(`.card a[href="/ui/tasks/${task}"]`)?.closest('.card');

  new PerformanceObserver((list) =>
    list.getEntries().forEach((entry) => probe.longTasks.push(entry.duration)),
  ).observe({ type: 'longtask', buffered: true });

  setInterval(() => {
    probe.elements = Math.max(probe.elements, document.querySelectorAll('*').length);
  }, 1000);

  // The board is usable when every open column shows its cards, or that it has none.
  shows(
    () =>
      document.querySelector('.board .card') &&
      ![...document.querySelectorAll('.board .empty')].some((p) => p.textContent === 'Loading'),
  ).then((time) => (probe.usable = time), () => {});

  /** Returns the first paint and the time at which the board was usable; 0 if it is not yet. */
  probe.load = () => [
    performance.getEntriesByName('first-paint')[0]?.startTime ?? 0,
    probe.usable,
  ];

  /** Assigns a task. Returns the time from before the request until its card shows the assignee. */
  probe.assign = async (task, assignee) => {
    const began = performance.now();
    const shown = shows(() => card(task)?.textContent.includes(assignee));
    const answer = await fetch(`/tasks/${task}/assign`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ assignee }),
    });
    if (!answer.ok) {
      throw new Error(`status ${answer.status}`);
    }
    return (await shown) - began;
  };

  /**
   * Returns how much the page's idea of the server's time is ahead, in milliseconds, each time that
   * the text of a countdown changes. The page changes all of them when its server's second changes,
   * which gives the part below a second. What a countdown says gives the whole seconds. The
   * machine's clock, which is the server's, is that of timeOrigin.
   *
   * @param tasks with what the ids of the tasks begin whose countdowns are below an hour
   */
  probe.countdown = (tasks, times) =>
    new Promise((done, failed) => {
      const errors = [];
      const element = [...document.querySelectorAll(`.card:has(a[href^="/ui/tasks/${tasks}"]) time`)]
        // Close to a whole second, it would not be certain what it should say.
        .find((time) => Math.abs((Date.parse(time.dataset.at) % 1000) - 500) <= 300);
      const timer = setTimeout(() => failed(new Error('it does not count')), WAITS_AT_MOST);
      const observer = new MutationObserver(() => {
        errors.push(ahead(element, performance.timeOrigin + performance.now()));
        if (errors.length === times) {
          observer.disconnect();
          clearTimeout(timer);
          done(errors);
        }
      });
      observer.observe(element, { subtree: true, childList: true, characterData: true });
    });

  function ahead(element, now) {
    const part = now % 1000 < 500 ? -(now % 1000) : 1000 - (now % 1000);
    const [minutes, seconds] = element.textContent.split(':').map(Number);
    const should = Math.ceil((Date.parse(element.dataset.at) - now - part) / 1000);
    return part + (should - minutes * 60 - seconds) * 1000;
  }
})();
