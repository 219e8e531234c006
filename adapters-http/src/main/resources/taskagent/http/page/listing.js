// What the list of tasks and the list of sagas have in common: filter, rows that are held while
// they are in use, and what to say if there are none.
import { html, nothing } from './lit-html/lit-html.js';
import { repeat } from './lit-html/directives/repeat.js';
import { get, refusal } from './api.js';
import { heldButton } from './column.js';
import { filterError, filterLine, filterOfAddress, moreRows } from './filter.js';
import { HeldList, uses } from './held.js';
import { noLists } from './absent.js';
import { bar, total } from './parts.js';
import { follow, noteLag } from './follow.js';
import { redraw } from './redraw.js';
import { saveViewButton } from './views.js';

/**
 * Opens a page with a list.
 *
 * @param nav the entry of the side bar
 * @param title the title of the page
 * @param path the address of the page
 * @param source the address of the list in the API, with a question mark
 * @param id returns the id of a row
 * @param sorts the possible orders, as [value, name]; the first is the default
 * @param example a filter that is shown while the line is empty; without one there is no filter
 * @param head the names of the columns
 * @param row draws a row
 * @param hear returns true if an event of the stream concerns the list
 * @param more draws what else stands in the bar; gets the total, or null while there is none
 */
export function listing({ nav, title, path, source, id, sorts, example, head, row, hear, more }) {
  const list = new HeldList(id);
  const listens = uses(list, redraw);
  let size = null;
  let next = null;
  let wrong = null;
  let absent = null;
  let asked = '';
  const live = follow(load, hear);

  async function load() {
    const { q, sort, rows } = filterOfAddress();
    const query = new URLSearchParams({ ...(q && { q }), sort: sort || sorts[0][0], limit: rows });
    const problem = await refusal(async () => {
      const page = await get(source + query);
      if (query.toString() !== asked) {
        asked = query.toString();
        list.update([]);
        list.release();
      }
      list.update(page.items);
      ({ total: size, next } = page);
      noteLag(page);
    });
    const ofFilter = problem?.status === 400 || problem?.status === 422;
    wrong = ofFilter ? problem.message : null;
    absent = ofFilter ? null : problem;
    return absent === null;
  }

  function rows() {
    if (!size) {
      return wrong ? nothing : html`<p class="empty">Loading</p>`;
    }
    if (list.rows.length === 0) {
      return html`<p class="empty">${filterOfAddress().q
        ? 'Nothing matches. Remove a word, or press Esc in the filter to clear it.'
        : 'There is nothing yet.'}</p>`;
    }
    return html`<ul>${repeat(list.rows, id, row)}</ul>${moreRows(path, next !== null)}`;
  }

  return {
    nav,
    title: () => title,
    view: () =>
      absent
        ? html`${bar(title)}${noLists(absent)}`
        : html`${bar(title, html`<span class="soft">${size && !wrong ? total(size) : ''}</span>
              ${list.held ? heldButton(list) : nothing}
              ${example ? filterLine({ path, sorts, example, error: wrong }) : nothing}
              ${wrong || !example ? nothing : saveViewButton()}${more?.(wrong ? null : size)}`)}
            ${filterError(wrong)}
            <div class="table ${nav}" @pointerenter=${listens.enter} @pointerleave=${listens.leave}
              @focusin=${listens.focus} @focusout=${listens.blur} @scroll=${listens.scroll}>
              <div class="row head" aria-hidden="true">${head.map((name) => html`<span>${name}</span>`)}</div>
              ${rows()}
            </div>`,
    changed: () => live.now(),
    close: () => live.stop(),
  };
}
