// A list that does not move while somebody uses it. Its rows change in place at once, but what
// arrives, leaves or moves is held until the reader looks away or asks for it.

export class HeldList {
  /** The rows to show, in order. Rows that have left meanwhile are marked with "left". */
  rows = [];
  /** How many changes are held. */
  held = 0;

  #id;
  #latest = [];
  #reasons = new Set();

  /** @param id returns the id of a row */
  constructor(id) {
    this.#id = id;
  }

  /** Says that the list is in use for a reason, or is no longer. */
  use(reason, inUse) {
    if (inUse) {
      this.#reasons.add(reason);
    } else if (this.#reasons.delete(reason) && this.#reasons.size === 0) {
      this.release();
    }
  }

  /** Takes over what the server says. */
  update(latest) {
    this.#latest = latest;
    if (this.#reasons.size === 0 || this.rows.length === 0) {
      this.release();
      return;
    }
    const byId = new Map(latest.map((row) => [this.#id(row), row]));
    this.rows = this.rows.map((row) => byId.get(this.#id(row)) ?? { ...row, left: true });
    this.held = this.#changes();
  }

  /** Shows all changes. */
  release() {
    this.rows = this.#latest;
    this.held = 0;
  }

  /** Counts arrivals and departures. If there are none, another order is one change. */
  #changes() {
    const shown = this.rows.map(this.#id);
    const ids = this.#latest.map(this.#id);
    const arrived = ids.filter((id) => !shown.includes(id)).length;
    const left = this.rows.filter((row) => row.left).length;
    return arrived + left || (shown.join() === ids.join() ? 0 : 1);
  }
}

/** Returns the listeners by which an element tells a list that it is in use. */
export function uses(list, redraw) {
  const use = (reason, inUse) => {
    const before = list.rows;
    list.use(reason, inUse);
    if (list.rows !== before) {
      redraw();
    }
  };
  return {
    enter: (event) => use('pointer', event.pointerType !== 'touch'),
    leave: () => use('pointer', false),
    focus: () => use('focus', true),
    blur: (event) => use('focus', event.currentTarget.contains(event.relatedTarget)),
    scroll: (event) => use('scrolled', event.currentTarget.scrollTop > 8),
  };
}
