// One column of the board, and its cards.
import { html, nothing } from './lit-html/lit-html.js';
import { repeat } from './lit-html/directives/repeat.js';
import { assignee, sentence, status, STATUS_NAMES, taskTime, text, total, trouble } from './parts.js';
import { redraw } from './redraw.js';

/**
 * Returns a column.
 *
 * @param chosen true if a narrow screen shows this column
 * @param whereIs returns the status of a task that left the column
 * @param limit how many cards are loaded at most
 */
export function columnView({ name, list, total: size, uses }, { chosen, whereIs, limit }) {
  return html`<section class="column ${chosen ? 'chosen' : ''}" aria-label=${STATUS_NAMES[name]}
      @pointerenter=${uses.enter} @pointerleave=${uses.leave}
      @focusin=${uses.focus} @focusout=${uses.blur}>
    <header><h2>${status(name)}</h2><span class="number">${size ? total(size) : ''}</span>
      ${list.held ? heldButton(list) : nothing}</header>
    <div class="cards" @scroll=${uses.scroll}>
      ${cards(name, list, size, whereIs)}
      ${size && size.value > limit
        ? html`<p class="end"><a class="link" href="/ui/list?q=status:${name}">All ${total(size)} in the list</a></p>`
        : nothing}
    </div>
  </section>`;
}

function cards(name, list, size, whereIs) {
  if (!size) {
    return html`<p class="empty">Loading</p>`;
  }
  if (list.rows.length === 0) {
    return html`<p class="empty">No tasks are ${STATUS_NAMES[name].toLowerCase()}.</p>`;
  }
  return html`<ul>${repeat(
    list.rows,
    (task) => task.task_id,
    (task) => card(task, task.left && whereIs(task.task_id)),
  )}</ul>`;
}

function card(task, now) {
  return html`<li class="card ${task.left ? 'left' : trouble(task.explain?.kind)}">
    <a href="/ui/tasks/${task.task_id}" data-row>${text(task.title)}</a>
    <p class="why">${task.left ? moved(now) : sentence(task.explain?.sentence ?? '')}</p>
    <footer>${assignee(task.assignee)}${taskTime(task)}</footer>
  </li>`;
}

/** Says where a task is that left while its list was in use. */
export const moved = (now) =>
  now ? `Now ${STATUS_NAMES[now].toLowerCase()}.` : 'It is no longer here.';

/** Returns the button that shows the held changes. */
export function heldButton(list) {
  const show = () => {
    list.release();
    redraw();
    document.getElementById('main').focus({ preventScroll: true }); // the button disappears
  };
  return html`<button class="held" type="button" @click=${show}>${list.held} ${list.held === 1 ? 'change' : 'changes'}<span class="hidden">, show</span></button>`;
}
