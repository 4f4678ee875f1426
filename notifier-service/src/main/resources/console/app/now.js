// What is going on: open incidents, what each waits for and until when, systems and releases.
import { get } from './api.js';
import { h, slot } from './dom.js';
import { ago, span, time, when } from './format.js';
import { panel } from './decide.js';
import { drill, durations, link, rail, severity, steps, versions, waits, whose } from './pieces.js';

const MOST = 50;
const PAUSE = 1_000;
let hands = {};

export function nowPage(view, context) {
  const headline = h('div');
  const open = h('div', { class: 'cards' });
  const systems = h('div');
  const recent = h('div');
  const untold = h('div');
  view.replaceChildren(headline, open, h('div', { class: 'columns' }, systems, h('div', {}, recent, untold)));

  // Who looks after each: asked of the database, so not more often than people can read.
  let asking = null;
  let asked = 0;
  let wanted = [];
  function show(ids) {
    fill(open);
    wanted = ids;
    if (!ids.length || asking) return;
    asking = setTimeout(async () => {
      asking = null;
      asked = performance.now();
      if (!wanted.length) return;
      try {
        hands = await get(`api/hands?${wanted.slice(0, MOST).map(i => `incident=${encodeURIComponent(i)}`).join('&')}`);
        fill(open);
      } catch { /* the database is away: the incidents are shown all the same */ }
    }, Math.max(0, asked + PAUSE - performance.now()));
  }

  async function load() {
    const now = await get('api/now');
    context.title(now.open.length ? `(${now.open.length}) Holdfast` : 'Holdfast');
    slot(headline, { complete: now.complete, open: now.open.length, worst: now.open.map(r => r.severity).sort()[0], systems: now.systems.length, last: now.recent[0]?.overAt, halt: now.halt }, head);
    slot(open, now.open, rows => rows.map(r => card(r, context)));
    show(now.open.map(r => r.incident));
    slot(systems, now.systems, systemTable);
    slot(recent, now.recent, recentList);
    slot(untold, now.untold, untoldList);
  }
  return { load, wants: () => true };
}

function head({ complete, open, systems, last, halt }) {
  return [
    halt ? h('p', { class: 'banner bad', role: 'alert' }, h('b', {}, 'Stopped by the kill switch'), ` for ${halt.reach === '*' ? 'everything' : halt.reach}, by ${halt.by}: ${halt.reason} · `, time(halt.at)) : null,
    complete ? null : h('p', { class: 'banner' }, 'Still reading what happened before …'),
    h('div', { class: 'headline' },
      open ? h('h1', {}, `${open} open incident${open === 1 ? '' : 's'}`)
           : h('h1', { class: 'calm' }, 'All quiet'),
      h('p', { class: 'dim' }, open ? `${systems} system${systems === 1 ? '' : 's'} watched`
        : [`${systems} system${systems === 1 ? '' : 's'} watched, no open incident`, last ? [', the last one was over ', ago(last, ' ago')] : '']))];
}

function fill(cards) {
  for (const place of cards.querySelectorAll('[data-hands]')) slot(place, hands[place.dataset.hands] ?? null, whose);
}

function card(row, context) {
  return h('article', { class: `card ${row.severity}`, data: { key: row.incident }, tabindex: '-1' },
    h('header', {},
      severity(row.severity), drill(row),
      h('h2', {}, h('a', { href: link(row.incident) }, row.title)),
      h('span', { class: 'age' }, ago(row.openedAt))),
    h('p', { class: 'meta' }, h('b', {}, row.scope), ' · ', h('code', {}, row.incident), row.impact && row.impact !== row.title ? [' · ', row.impact] : null),
    h('div', { data: { hands: row.incident } }),
    rail(row.stages),
    h('div', { class: 'state' }, waits(row), h('p', { class: 'doing' }, versions(row) ?? row.action, ' ', steps(row), row.eta ? [h('span', { class: 'dim' }, ' expected '), time(row.eta)] : null)),
    row.sentence ? h('p', { class: 'sentence' }, row.sentence) : null,
    row.approval || row.paused ? panel(row, context.signIn) : null);
}

function systemTable(rows) {
  return h('section', {}, h('h2', { class: 'over' }, 'Systems'),
    rows.length ? h('table', {},
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'System'), h('th', { scope: 'col' }, 'Health'), h('th', { scope: 'col' }, 'Running'), h('th', { scope: 'col', class: 'num' }, 'Checks'))),
      h('tbody', {}, rows.map(systemRow)))
      : h('p', { class: 'empty' }, 'No system has said anything yet. Apply a pack: holdfast pack apply DIR'));
}

function systemRow(s) {
  const running = s.releases.filter(r => r.current);
  const passed = s.checks.filter(c => c.verdict === 'PASSED').length;
  return h('tr', {},
    h('th', { scope: 'row' }, s.scope),
    h('td', {}, h('span', { class: `health ${s.health}` }, h('i', { 'aria-hidden': 'true' }), s.health), h('span', { class: 'dim why' }, s.why)),
    h('td', {}, running.length ? running.map(r => h('span', { class: `release ${r.state}`, title: `${r.component} ${r.version}, ${r.state}${r.by ? ', by ' + r.by : ''}${r.commit ? ', commit ' + r.commit : ''}` },
      r.component, ' ', h('code', {}, r.version), h('em', {}, r.state))) : h('span', { class: 'dim' }, 'no release known')),
    h('td', { class: 'num' }, s.checks.length ? `${passed}/${s.checks.length}` : '–'));
}

export function recentList(rows) {
  return h('section', {}, h('h2', { class: 'over' }, 'Lately'),
    rows.length ? h('ul', { class: 'recent' }, rows.map(r => h('li', {},
      severity(r.severity), h('a', { href: link(r.incident) }, r.title), drill(r),
      h('span', { class: 'dim' }, `${r.scope} · ${r.state} · ${span(r.durations.total)} · `, when(r.openedAt)))))
      : h('p', { class: 'empty' }, 'Nothing is over yet.'));
}

function untoldList(entries) {
  if (!entries.length) return [];
  return h('section', { class: 'untold' }, h('h2', { class: 'over' }, 'Could not be told'),
    h('ul', { class: 'recent' }, entries.map(e => h('li', {}, h('b', {}, e.title), h('span', { class: 'dim' }, e.text, ' · ', time(e.at))))));
}
