// Chooses the page, keeps it fresh from the live stream, and knows the keys.
import { token } from './api.js';
import { follow } from './stream.js';
import { tick } from './format.js';
import { h } from './dom.js';
import { nowPage } from './now.js';
import { incidentPage } from './incident.js';
import { historyPage } from './history.js';
import { systemsPage } from './systems.js';
import { drillsPage } from './drills.js';
import { toldPage } from './told.js';
import { policyPage } from './policy.js';

const PAGES = { history: historyPage, systems: systemsPage, drills: drillsPage, told: toldPage, policy: policyPage };

const view = document.getElementById('view');
const live = document.getElementById('live');
const dialog = document.getElementById('sign-in');
const CALM = 90;      // ms between two readings of what is shown
const LONGEST = 2_000; // and at most so many where one takes long: the page stays the reader's own
const ANYWAY = 30_000; // and so often without any event

let page = null;
let waiting = null;
let loading = false;
let again = false;
let took = 0;

const context = {
  title: text => { document.title = text; },
  refresh: () => soon(),
  signIn: () => { document.getElementById('token').value = ''; dialog.showModal(); },
};

function route() {
  const [, name, id] = location.hash.replace(/^#/, '').split('/');
  page?.leave?.();
  page = name === 'incident' && id ? incidentPage(view, context, decodeURIComponent(id))
    : (PAGES[name] ?? nowPage)(view, context, id ? decodeURIComponent(id) : undefined);
  for (const a of document.querySelectorAll('nav a')) {
    const here = a.dataset.page === (name || 'now');
    here ? a.setAttribute('aria-current', 'page') : a.removeAttribute('aria-current');
  }
  scrollTo(0, 0);
  refresh();
}

async function refresh() {
  if (loading) { again = true; return; }
  loading = true;
  const shown = page;
  const begun = performance.now();
  try {
    await shown.load();
    document.querySelector('.fault')?.remove();
  } catch (e) {
    if (shown === page) fault(e.message);
  }
  loading = false;
  took = performance.now() - begun;
  if (again || shown !== page) { again = false; soon(); }
}

function soon() {
  waiting ??= setTimeout(() => { waiting = null; refresh(); }, Math.max(CALM, Math.min(LONGEST, 2 * took)));
}

function fault(message) {
  document.querySelector('.fault')?.remove();
  view.prepend(h('p', { class: 'banner bad fault', role: 'alert' }, message));
}

follow('events', e => { if (page.wants(e)) soon(); }, state => {
  live.dataset.state = state;
  live.querySelector('span').textContent = state === 'live' ? 'live' : 'reconnecting';
  if (state === 'live') soon();
});
setInterval(tick, 250);
setInterval(refresh, ANYWAY);
addEventListener('hashchange', () => { route(); view.focus({ preventScroll: true }); });

document.getElementById('who').addEventListener('click', context.signIn);
dialog.addEventListener('close', () => {
  const value = document.getElementById('token').value.trim();
  if (dialog.returnValue === 'keep' && value) token.set(value);
  if (dialog.returnValue === 'forget') token.set('');
  who();
});
function who() {
  document.getElementById('who').textContent = token.get() ? 'Signed in' : 'Sign in';
}
who();

const themes = { undefined: 'light', light: 'dark', dark: undefined };
document.getElementById('theme').addEventListener('click', () => {
  const root = document.documentElement;
  const next = themes[root.dataset.theme];
  if (next) { root.dataset.theme = next; localStorage.setItem('holdfast.theme', next); }
  else { delete root.dataset.theme; localStorage.removeItem('holdfast.theme'); }
  refresh();
});

addEventListener('keydown', e => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, textarea, dialog[open]')) return;
  const cards = [...view.querySelectorAll('.card, details[data-key] > summary')];
  const at = cards.findIndex(c => c.contains(document.activeElement));
  const to = page => () => { location.hash = `#/${page}`; };
  const go = { n: to(''), h: to('history'), s: to('systems'), d: to('drills'), t: to('told'), p: to('policy'),
    '/': () => { location.hash = '#/history'; setTimeout(() => document.getElementById('search')?.focus(), 50); },
    j: () => cards[Math.min(cards.length - 1, at + 1)]?.focus(), k: () => cards[Math.max(0, at - 1)]?.focus() }[e.key];
  if (go) { e.preventDefault(); go(); }
});

route();
