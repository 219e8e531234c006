// The list of sagas.
import { html } from './lit-html/lit-html.js';
import { countdown } from './clock.js';
import { icon } from './icons.js';
import { listing } from './listing.js';
import { runState } from './runs.js';
import { stepName } from './steps.js';

const SORTS = [
  ['-updated', 'Latest change'],
  ['updated', 'Earliest change'],
  ['-created', 'Newest'],
  ['created', 'Oldest'],
];

export const sagasPage = () =>
  listing({
    nav: 'sagas',
    title: 'Sagas',
    path: '/ui/sagas',
    source: '/workflows?',
    id: (saga) => saga.workflow_id,
    sorts: SORTS,
    example: 'step:notify waiting:retry',
    head: ['Saga', 'State', 'Message', 'Changed'],
    row,
    hear: (event) => event.workflow || event.workflow_id,
  });

/** The outcomes that need nobody; all others mean that something failed. */
const CALM = ['completed', 'cancelled'];

function row(saga) {
  const outcome = saga.result?.status;
  const sign = !outcome ? 'running' : CALM.includes(outcome) ? outcome : 'failed';
  return html`<li class="row ${saga.left ? 'left' : sign === 'failed' ? 'bad' : ''}">
    <a class="id" href="/ui/workflows/${saga.workflow_id}" data-row>${saga.workflow_id}</a>
    <span class="status ${sign}">${icon(sign)}<span>${runState(saga)}</span></span>
    <span class="why">${saga.result?.message ?? progress(saga)}</span>
    <span class="due">${countdown(saga.updated_at, 'ago')}</span>
  </li>`;
}

/** Says which step of a running saga runs, waits or failed. */
function progress({ step, attempts: made, waiting_for: waits }) {
  const after = made === 0 ? '' : ` after ${made} ${made === 1 ? 'attempt' : 'attempts'}`;
  return step ? `${stepName(step)}${waits ? ' waits' : ''}${after}` : '';
}
