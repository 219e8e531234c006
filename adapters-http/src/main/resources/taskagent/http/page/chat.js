// The conversation of one user with the assistant. The address names the user.
import { html, nothing } from './lit-html/lit-html.js';
import { get, newKey, post, refusal, send } from './api.js';
import { moment } from './clock.js';
import { openForm } from './dialog.js';
import { say } from './frame.js';
import { bar, notice, text } from './parts.js';
import { follow } from './follow.js';
import { redraw } from './redraw.js';
import { go } from './router.js';
import { may, onlyUser } from './session.js';

/** The page that asks for the user. */
export function chooseUserPage() {
  const choose = (event) => {
    event.preventDefault();
    go('/ui/chat/' + encodeURIComponent(new FormData(event.target).get('user').trim()));
  };
  return {
    nav: 'chat',
    title: () => 'Chat',
    view: () => html`${bar('Chat')}
      <div class="page narrow">
        <p>${onlyUser() ? 'You chat as yourself.' : 'Say whose conversation to open.'}</p>
        <form method="post" class="line" @submit=${choose}>
          <label for="user">User id</label>
          <input id="user" name="user" .value=${onlyUser() ?? ''} ?readonly=${onlyUser() !== null}
            required pattern="[A-Za-z0-9][A-Za-z0-9_\\-]*" maxlength="64"
            title="Letters, digits, hyphens and underscores" autocomplete="off">
          <button class="button primary">Open</button>
        </form>
      </div>`,
    close() {},
  };
}

/** The page with the conversation. */
export function chatPage(user) {
  let history = null;
  let problem = null;
  let unsent = null;
  const live = follow(load);

  async function load() {
    problem = await refusal(async () => {
      const before = history?.messages.at(-1)?.seq;
      history = await wholeHistory(user);
      if (history.messages.at(-1)?.seq !== before) {
        scrollToEnd();
      }
    });
    return problem === null;
  }

  async function speak(event) {
    event.preventDefault();
    const form = event.target;
    const content = new FormData(form).get('content');
    if (unsent?.sending) {
      return;
    }
    // The same text again has the same key, so it is not said twice.
    unsent = { content, key: unsent?.content === content ? unsent.key : newKey(), sending: true, error: null };
    redraw();
    try {
      const reply = await post(`/chat/${user}`, { body: { content }, key: unsent.key });
      unsent = null;
      form.reset();
      say(reply.content);
      live.now();
    } catch (error) {
      unsent = { ...unsent, sending: false, error };
    }
    redraw();
  }

  /** Enter sends; Shift and Enter begin a new line. */
  const keydown = (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  };

  const clear = () =>
    openForm({
      title: 'Clear the history?',
      button: 'Clear the history',
      keep: 'Keep it',
      danger: true,
      fields: () => html`<p>All messages of ${user} are removed.</p>`,
      async submit() {
        await send('DELETE', `/chat/${user}/history`);
        return live.now;
      },
    });

  const compose = () => html`
    <form method="post" class="compose" @submit=${speak}>
      ${unsent?.error ? html`<div role="alert">${notice('bad', unsent.error.message)}</div>` : nothing}
      <div class="line"><label class="hidden" for="content">Message</label>
        <textarea id="content" name="content" rows="1" placeholder="Write a message" @keydown=${keydown}></textarea>
        <button class="button primary" ?disabled=${unsent?.sending}>Send</button></div>
    </form>`;

  return {
    nav: 'chat',
    title: () => `Chat of ${user}`,
    view: () => html`
      ${bar(text(user), html`<span class="grow"></span>
        ${history?.messages.length && may('change_chat') ? html`<button class="button" type="button" @click=${clear}>Clear the history</button>` : nothing}`,
        html`<a class="crumb" href="/ui/chat">Chat</a>`)}
      ${problem
        ? html`<div class="page narrow">${notice('bad', problem.message)}</div>`
        : html`<div class="chat" tabindex="0" role="group" aria-label="Conversation">${messages(history, user, unsent)}</div>
          ${may('change_chat') ? compose() : nothing}`}`,
    close: () => live.stop(),
  };
}

async function wholeHistory(user) {
  const messages = [];
  let page = { next: 0 };
  do {
    page = await get(`/chat/${user}/history?after=${page.next}`);
    messages.push(...page.messages);
  } while (page.next);
  return { ...page, messages };
}

function messages(history, user, unsent) {
  if (!history) {
    return html`<p class="empty">Loading</p>`;
  }
  const { messages: kept, total_messages: all } = history;
  if (kept.length === 0 && !unsent) {
    return html`<p class="empty">There are no messages yet. Ask about your tasks.</p>`;
  }
  return html`
    ${all > kept.length ? html`<p class="end">Only the last ${kept.length} of ${all} messages are kept.</p>` : nothing}
    <ol>${kept.map((message) => html`<li class=${message.role}>
        <div class="line"><b>${message.role === 'user' ? text(user) : 'Assistant'}</b>
          <time datetime=${message.timestamp}>${moment(message.timestamp)}</time></div>
        <p>${text(message.content)}</p></li>`)}
      ${unsent?.sending ? html`<li class="user sending"><div class="line"><b>${text(user)}</b></div><p>${text(unsent.content)}</p></li>` : nothing}
    </ol>`;
}

function scrollToEnd() {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const list = document.querySelector('.chat');
      if (list) {
        list.scrollTop = list.scrollHeight;
      }
    }),
  );
}
