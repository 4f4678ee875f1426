// All incidents that are known here, with a search.
import { get } from './api.js';
import { h, slot } from './dom.js';
import { span, when } from './format.js';
import { drill, link, severity, versions } from './pieces.js';

export function historyPage(view, context) {
  const list = h('div');
  const search = h('input', { type: 'search', id: 'search', placeholder: 'Title, system, id, severity', 'aria-label': 'Search incidents', on: { input: () => load() } });
  view.replaceChildren(h('div', { class: 'headline' }, h('h1', {}, 'History'), h('p', {}, search, ' ', h('kbd', {}, '/'))), list);

  async function load() {
    context.title('History · Holdfast');
    const rows = await get(`api/incidents?limit=200&q=${encodeURIComponent(search.value)}`);
    slot(list, rows, table);
  }
  return { load, wants: e => e.type.startsWith('dev.holdfast.incident.') };
}

function table(rows) {
  if (!rows.length) return h('p', { class: 'empty' }, 'No incident is known that fits.');
  const head = ['', 'Incident', 'System', 'State', 'Versions', 'Opened'];
  return h('div', { class: 'wide' }, h('table', { class: 'history' },
    h('thead', {}, h('tr', {}, head.map(t => h('th', { scope: 'col' }, t)), ['Detect', 'Decide', 'Roll back', 'Verify', 'Total'].map(t => h('th', { scope: 'col', class: 'num' }, t)))),
    h('tbody', {}, rows.map(r => h('tr', {},
      h('td', {}, severity(r.severity)),
      h('td', {}, h('a', { href: link(r.incident) }, r.title), drill(r), h('small', {}, r.incident)),
      h('td', {}, r.scope), h('td', {}, r.state), h('td', {}, versions(r) ?? '–'), h('td', { class: 'num' }, when(r.openedAt)),
      [r.durations.detect, r.durations.decide, r.durations.rollBack, r.durations.verify, r.durations.total].map(ms => h('td', { class: 'num' }, span(ms))))))));
}
