// Drills and how they scored: each part of the answer against its target.
import { get } from './api.js';
import { h, slot } from './dom.js';
import { span, when } from './format.js';
import { link, severity } from './pieces.js';

// The procedures' targets, in milliseconds; a pack's own are in its report.
const TARGETS = { detect: 60_000, decide: 300_000, rollBack: 300_000, verify: 600_000 };
const NAMES = { detect: 'Detect', decide: 'Decide', rollBack: 'Roll back', verify: 'Verify' };

export function drillsPage(view, context) {
  const list = h('div');
  view.replaceChildren(h('div', { class: 'headline' }, h('h1', {}, 'Drills'), h('p', { class: 'dim' }, 'the same path, rehearsed with synthetic failures')), list);

  async function load() {
    context.title('Drills · Holdfast');
    const rows = await get('api/incidents?limit=300');
    slot(list, rows.filter(r => r.drill), table);
  }
  return { load, wants: e => e.scope.includes('~') };
}

function table(rows) {
  if (!rows.length) return h('p', { class: 'empty' }, 'No drill has run in the last days. A drill is rehearsed on its own key and reaches only channels that take drills.');
  return h('div', { class: 'wide' }, h('table', {},
    h('thead', {}, h('tr', {}, ['', 'Drill', 'Scope', 'State', 'Started'].map(t => h('th', { scope: 'col' }, t)), Object.values(NAMES).map(t => h('th', { scope: 'col', class: 'num' }, t)), h('th', { scope: 'col', class: 'num' }, 'Score'))),
    h('tbody', {}, rows.map(r => h('tr', {},
      h('td', {}, severity(r.severity)), h('td', {}, h('a', { href: link(r.incident) }, r.title)), h('td', {}, r.scope), h('td', {}, r.state), h('td', { class: 'num' }, when(r.openedAt)),
      Object.keys(NAMES).map(k => h('td', { class: `num ${r.durations[k] === null ? '' : r.durations[k] <= TARGETS[k] ? 'kept' : 'missed'}` }, span(r.durations[k]))),
      h('td', { class: 'num' }, score(r)))))));
}

function score(r) {
  const measured = Object.keys(NAMES).filter(k => r.durations[k] !== null && r.durations[k] !== undefined);
  const kept = measured.filter(k => r.durations[k] <= TARGETS[k]);
  return measured.length ? `${kept.length} of ${measured.length}` : '–';
}
