// Who uses the page, and what the server lets them do (GET /me). A server that is not open asks for
// a token, which it keeps in a cookie that no script can read.
import { html, nothing } from './lit-html/lit-html.js';
import { get, Problem, send } from './api.js';
import { lineField, errorsByField } from './form.js';
import { bar, notice } from './parts.js';
import { redraw } from './redraw.js';

const RETRY = 2000;

let me = null;
let signedOut = false;
let error = null;
let busy = false;

/** Returns true if the server asks for a token before anything can be shown. */
export const needsLogin = () => signedOut;

/** Returns true if the server lets this user do something, by its name in /me. */
export const may = (operation) => me !== null && me.may.includes(operation);

/** Returns the id of the user who chats as themselves only; null if the user may choose. */
export const onlyUser = () => (me?.role === 'user' ? me.user : null);

/** Asks who the user is, until the server says so. */
export async function startSession() {
  addEventListener('signed-out', () => {
    signedOut = true;
    redraw();
  });
  try {
    me = await get('/me');
    redraw();
  } catch (problem) {
    if (!(problem instanceof Problem && problem.status === 401)) {
      setTimeout(startSession, RETRY);
    }
  }
}

/** Returns who the user is, and the button to log out; nothing if the server is open. */
export const userView = () =>
  me && !me.open
    ? html`<span class="user" title="Role: ${me.role}">${me.user} <small class="soft">${me.role}</small></span>
        <button class="bare" type="button" @click=${logOut}>Log out</button>`
    : nothing;

async function logOut() {
  await send('POST', '/logout');
  location.assign('/');
}

async function logIn(event) {
  event.preventDefault();
  if (busy) {
    return;
  }
  const token = new FormData(event.target).get('token').trim();
  busy = true;
  try {
    await send('POST', '/login', { body: { token } });
    location.reload();
  } catch (problem) {
    error = problem;
  }
  busy = false;
  redraw();
}

/** Returns the form that takes a token. */
export function loginView() {
  const errors = errorsByField(error);
  return html`${bar('Log in')}
    <div class="page narrow">
      <p>This server wants to know who you are. An operator creates your token with <code>taskagent token create</code>.</p>
      ${error && Object.keys(errors).length === 0
        ? html`<div role="alert">${notice('bad', error.message)}</div>`
        : nothing}
      <form method="post" @submit=${logIn}>
        ${lineField({ name: 'token', label: 'Token', errors, first: true, type: 'password' })}
        <div class="actions"><button class="button primary">Log in</button></div>
      </form>
    </div>`;
}
