// A deadline as a duration, with the instant that it means; or as an instant.
import { html } from './lit-html/lit-html.js';
import { moment, serverNow } from './clock.js';
import { field } from './form.js';
import { redraw } from './redraw.js';

const UNITS = [
  ['60', 'minutes'],
  ['3600', 'hours'],
  ['86400', 'days'],
];

/** The state of the field. */
export class Deadline {
  amount = '1';
  unit = '3600';
  at = '';

  /** Returns the seconds from now; NaN if what was typed is no time. */
  seconds() {
    return this.unit === 'at'
      ? Math.round((Date.parse(this.at) - serverNow()) / 1000)
      : Math.round(Number.parseFloat(this.amount) * Number.parseInt(this.unit, 10));
  }

  /** Returns the fields for a request. What is no number is sent as it is, so the server says so. */
  body() {
    const seconds = this.seconds();
    return { deadline_seconds: Number.isNaN(seconds) ? this.amount : seconds };
  }

  view(errors) {
    const change = (name) => (event) => {
      this[name] = event.target.value;
      redraw();
    };
    const seconds = this.seconds();
    const hint = Number.isNaN(seconds) || this.unit === 'at'
      ? ''
      : `That is ${moment(serverNow() + seconds * 1000)}.`;
    return field(
      { name: 'deadline_seconds', label: 'Deadline', errors, hint: html`<p class="hint">${hint}</p>` },
      ({ invalid, described }) => html`<div class="line">
        ${this.unit === 'at'
          ? html`<input id="deadline_seconds" type="datetime-local" .value=${this.at} @input=${change('at')}
              aria-invalid=${invalid} aria-describedby=${described}>`
          : html`<input id="deadline_seconds" inputmode="decimal" .value=${this.amount} @input=${change('amount')}
              aria-invalid=${invalid} aria-describedby=${described}>`}
        <select aria-label="Kind of deadline" .value=${this.unit} @change=${change('unit')}>
          ${UNITS.map(([value, name]) => html`<option value=${value} ?selected=${value === this.unit}>${name} from now</option>`)}
          <option value="at">at a time</option>
        </select>
      </div>`,
    );
  }
}
