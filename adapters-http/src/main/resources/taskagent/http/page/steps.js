// The steps of a saga and their compensations. A dashed line leaves the step that failed and climbs
// past the compensations.
import { html, nothing } from './lit-html/lit-html.js';
import { countdown } from './clock.js';
import { icon } from './icons.js';
import { text } from './parts.js';

const NAMES = {
  validate: ['Validate', ''],
  create: ['Create', ''],
  assign: ['Assign', 'Unassign'],
  set_deadline: ['Set the deadline', 'Clear the deadline'],
  notify: ['Notify', ''],
};

/** Returns the name of a step. */
export const stepName = (step) => NAMES[step]?.[0] ?? step;

// Of each status: the icon, which also is the colour; and the word.
const STEP = {
  pending: ['todo', 'Not started'],
  running: ['running', 'Running'],
  waiting: ['retrying', 'Waiting'],
  done: ['done', 'Done'],
  skipped: ['skipped', 'Skipped'],
  failed: ['failed', 'Failed'],
  refused: ['failed', 'Refused'],
  undoing: ['done', 'Done'],
  undone: ['done', 'Done'],
  undo_failed: ['done', 'Done'],
};
const COMPENSATION = {
  pending: ['todo', 'Not started'],
  running: ['running', 'Running'],
  waiting: ['retrying', 'Waiting'],
  done: ['undone', 'Compensated'],
  skipped: ['skipped', 'Skipped'],
  failed: ['failed', 'Failed'],
};

const attempts = (number) => `${number} ${number === 1 ? 'attempt' : 'attempts'}`;

/**
 * Returns the steps.
 *
 * @param explain the explanation of a running saga, which knows the number of attempts; or null
 */
export function stepsView({ steps }, explain) {
  const owed = steps.map((step) => step.undo !== null);
  const turns = owed.includes(true);
  const first = owed.indexOf(true);
  // The saga turned back at the last step that began.
  const turn = turns ? steps.findLastIndex((step) => step.status !== 'pending') : -1;
  return html`<div class="saga ${turns ? 'turned' : ''}">
    <h2>${icon('down')}Steps</h2>
    ${turns ? html`<h2 class="compensations">${icon('up')}Compensations</h2>` : nothing}
    <ol>${steps.map((step, i) => {
      const line = !turns || i < first || i > turn ? '' : i === turn && !owed[i] ? 'turn' : i === first ? 'top' : 'climb';
      return html`<li>
        ${stepBox(step, explain)}
        ${turns ? html`<span class="climb-line ${line}" aria-hidden="true"></span>${compensation(step, i, explain)}` : nothing}
      </li>`;
    })}</ol>
  </div>`;
}

function stepBox(step, explain) {
  const [sign, word] = STEP[step.status];
  return html`<div class="step ${sign} ${step.undo ? 'taken-back' : ''}">${icon(sign)}
    <div class="line"><b>${stepName(step.name)}</b><span class="state">${word}</span></div>
    ${step.undo ? nothing : details(step, step.attempts, explain)}
    ${step.undo && step.attempts ? html`<small>${attempts(step.attempts)}</small>` : nothing}
  </div>`;
}

function compensation(step, i, explain) {
  if (!step.undo) {
    return html`<div class="step none">Nothing to compensate</div>`;
  }
  const [, name] = NAMES[step.name] ?? [];
  const [sign, word] = COMPENSATION[step.undo.status];
  return html`<div class="step compensation ${sign}">${icon(sign)}
    <div class="line"><b><span class="narrow-only">Compensates step ${i + 1}: </span>${name || `Compensate ${step.name}`}</b><span class="state">${word}</span></div>
    ${details(step, step.undo.attempts, explain)}
  </div>`;
}

/** Returns the error, the reason, and the attempts of what the step, or its compensation, does. */
function details(step, made, explain) {
  const current = explain?.step === step.name && explain.of;
  return html`
    ${step.reason ? html`<small>Because ${text(step.reason)}</small>` : nothing}
    ${step.last_error ? html`<small class="error">${text(step.last_error)}</small>` : nothing}
    ${step.next_try_at
      ? html`<p class="until">${countdown(step.next_try_at, 'next')} <small>${
          !step.waiting_for ? 'left' : current ? `until attempt ${explain.attempt} of ${explain.of}` : 'until the next attempt'
        }</small></p>`
      : made
        ? html`<small>${attempts(made)}</small>`
        : nothing}
    ${step.waiting_for === 'not_now' ? html`<small>The receiver is unavailable. Waiting uses up no attempt.</small>` : nothing}`;
}
