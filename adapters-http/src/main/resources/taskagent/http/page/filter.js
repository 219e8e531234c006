// The line above a list by which it is filtered and sorted. Both are in the address.
import { html, nothing } from './lit-html/lit-html.js';
import { icon } from './icons.js';
import { go } from './router.js';

/** Returns the filter, the order and the number of rows that the address names. */
export function filterOfAddress() {
  const query = new URLSearchParams(location.search);
  return {
    q: query.get('q') ?? '',
    sort: query.get('sort') ?? '',
    rows: Math.min(500, Math.max(50, Number.parseInt(query.get('rows') ?? '50', 10) || 50)),
  };
}

/**
 * Returns the line.
 *
 * @param sorts the possible orders, as [value, name]; the first is the default
 * @param example a filter that is shown while the line is empty
 * @param error what is wrong with the filter; null if it is valid
 */
export function filterLine({ path, sorts, example, error }) {
  const { q, sort } = filterOfAddress();
  const clear = (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.target.value = '';
      event.target.blur();
      if (q) {
        go(path);
      }
    }
  };
  return html`<search class="filter">
    <form action=${path} method="get">
      <label class="hidden" for="q">Filter</label>${icon('search')}
      <input id="q" name="q" .value=${q} placeholder=${example} autocomplete="off"
        spellcheck="false" @keydown=${clear} aria-invalid=${error ? 'true' : 'false'}
        aria-describedby=${error ? 'q-error' : nothing}>
      <label class="hidden" for="sort">Order</label>
      <select id="sort" name="sort" @change=${(event) => event.target.form.requestSubmit()}>
        ${sorts.map(([value, name], i) => html`<option value=${i ? value : ''} ?selected=${value === sort}>${name}</option>`)}
      </select>
    </form>
  </search>`;
}

/** Returns what is wrong with the filter. */
export const filterError = (error) =>
  error
    ? html`<p class="filter-error" id="q-error" role="alert">${icon('warning')}<span>${error}</span></p>`
    : nothing;

/** Returns a link that shows more rows; nothing if all are shown. */
export function moreRows(path, hasMore) {
  const { q, sort, rows } = filterOfAddress();
  if (!hasMore) {
    return nothing;
  }
  if (rows >= 500) {
    return html`<p class="end">These are the first 500. Filter them to see others.</p>`;
  }
  const query = new URLSearchParams({ q, sort, rows: Math.min(500, rows * 2) });
  return html`<p class="end"><a class="link" href="${path}?${query}">Show more</a></p>`;
}
