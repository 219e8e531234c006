// Fields of a form, with the server's errors beside them.
import { html, nothing } from './lit-html/lit-html.js';
import { Problem } from './api.js';

/** Returns the errors of a 422 by the name of the field. Other problems have none. */
export function errorsByField(error) {
  const errors = error instanceof Problem ? error.errors : [];
  return Object.fromEntries(errors.map(({ pointer, message }) => [pointer.slice(1), message]));
}

/**
 * Returns a field.
 *
 * @param name the field of the API, by which errors find it
 * @param control draws the input, with the attributes that it must have
 */
export function field({ name, label, errors, hint = nothing }, control) {
  const error = errors[name];
  const attributes = {
    invalid: error ? 'true' : 'false',
    described: error ? `${name}-error` : nothing,
  };
  return html`<div class="field">
    <label for=${name}>${label}</label>
    ${control(attributes)}
    ${hint}
    ${error ? html`<p class="error" id="${name}-error">${error}.</p>` : nothing}
  </div>`;
}

/** Returns a field of one line. */
export const lineField = (options) =>
  field(options, ({ invalid, described }) => html`<input id=${options.name} name=${options.name}
    type=${options.type ?? 'text'}
    .value=${options.value ?? ''} ?autofocus=${options.first} autocomplete="off"
    aria-invalid=${invalid} aria-describedby=${described}>`);

/** Returns a field of several lines. */
export const textField = (options) =>
  field(options, ({ invalid, described }) => html`<textarea id=${options.name} name=${options.name}
    rows="3" .value=${options.value ?? ''}
    aria-invalid=${invalid} aria-describedby=${described}></textarea>`);
