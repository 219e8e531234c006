// The page of one action on many tasks: how far it is, and which tasks refused it.
import { html, nothing } from './lit-html/lit-html.js';
import { get, refusal } from './api.js';
import { ACTION_NAMES, stopBulk } from './bulk-actions.js';
import { countdown } from './clock.js';
import { follow } from './follow.js';
import { count, details, facts, notice, text } from './parts.js';
import { may } from './session.js';

export function bulkPage(id) {
  let bulk = null;
  let absent = null;
  const live = follow(load);

  async function load() {
    absent = await refusal(async () => {
      bulk = await get(`/bulk/${id}`);
    });
    return absent === null && !bulk.ended_at;
  }

  return {
    nav: 'bulk',
    title: () => 'Bulk',
    view: () =>
      details({
        up: ['Bulks', '/ui/bulk'],
        id,
        thing: bulk,
        absent,
        more: () => may('change_tasks') && bulk.state === 'running'
          ? html`<button class="button danger" type="button" @click=${() => stopBulk(id, live.now)}>Stop</button>`
          : nothing,
        article: () => html`${progress(bulk)}${refusals(bulk)}`,
        aside: () =>
          facts([
            ['Action', ACTION_NAMES[bulk.action]],
            ['Asked by', bulk.requested_by && text(bulk.requested_by)],
            ['Started', countdown(bulk.started_at, 'ago')],
          ]),
      }),
    close: () => live.stop(),
  };
}

const SAYS = {
  running: () => ['plain', 'It works through the tasks.'],
  stopping: () => ['plain', 'It is being stopped.'],
  completed: ({ refused }) =>
    refused === 0
      ? ['ok', 'All tasks accepted it.']
      : ['warn', 'It has worked through all tasks. Some refused.'],
  stopped: () => ['plain', 'It was stopped. The tasks that are left were not touched.'],
  failed: () => ['bad', 'It could not go on. The tasks that are left were not touched.'],
};

function progress(bulk) {
  const [kind, sentence] = SAYS[bulk.state](bulk);
  return html`<div class="why-box">${notice(kind, html`<p>${sentence}</p>`)}</div>
    <progress max=${bulk.count} .value=${bulk.count - bulk.left} aria-label="Progress"></progress>
    <p>${count(bulk.done)} done, ${count(bulk.refused)} refused, ${count(bulk.left)} left.</p>`;
}

function refusals({ refused, refusals: first }) {
  return first.length === 0
    ? nothing
    : html`<h2>${first.length < refused ? `The first ${first.length} that refused` : 'Refused'}</h2>
        <ul class="runs">${first.map(({ task_id: id, reason }) => html`<li>
          <a class="link id" href="/ui/tasks/${id}">${id}</a><span class="soft">${text(reason)}</span>
        </li>`)}</ul>`;
}
