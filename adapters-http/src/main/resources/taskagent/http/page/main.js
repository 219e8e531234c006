// Starts the page: connects the address to what is shown, and draws it.
import { render } from './lit-html/lit-html.js';
import { startCountdowns, updateCountdowns } from './clock.js';
import { drawDialog } from './dialog.js';
import { drawFrame } from './frame.js';
import { listenToKeys } from './keys.js';
import { drawWith, redraw } from './redraw.js';
import { currentPage, startRouter } from './router.js';
import { loginView, needsLogin, startSession } from './session.js';
import { startStream } from './stream.js';
import { drawViews } from './views.js';

const main = document.getElementById('main');

drawWith(() => {
  const page = currentPage();
  render(needsLogin() ? loginView() : page.view(), main);
  drawFrame(page);
  drawViews();
  drawDialog();
  updateCountdowns();
});
startSession();
startRouter(main);
startStream();
startCountdowns();
listenToKeys(main);
redraw();
