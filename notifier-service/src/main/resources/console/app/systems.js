// Systems with their releases, checks, and how well changes go.
import { get } from './api.js';
import { h, slot } from './dom.js';
import { span, time, when } from './format.js';
import { link, severity } from './pieces.js';

export function systemsPage(view, context) {
  const list = h('div', { class: 'cards' });
  view.replaceChildren(h('div', { class: 'headline' }, h('h1', {}, 'Systems'), h('p', { class: 'dim' }, 'what runs, what held, what failed')), list);

  async function load() {
    context.title('Systems · Holdfast');
    const [now, dora] = await Promise.all([get('api/now'), get('api/dora')]);
    const figures = new Map(dora.map(d => [d.scope, d.figures]));
    slot(list, now.systems.map(s => ({ ...s, figures: figures.get(s.scope) ?? null, open: now.open.filter(r => r.scope === s.scope) })), cards);
  }
  return { load, wants: e => !e.type.startsWith('dev.holdfast.step.') };
}

function cards(systems) {
  return systems.length ? systems.map(card) : h('p', { class: 'empty' }, 'No system has said anything yet. Apply a pack: holdfast pack apply DIR');
}

function card(s) {
  return h('article', { class: `card system ${s.health}`, data: { key: s.scope }, tabindex: '-1' },
    h('header', {}, h('h2', {}, s.scope), h('span', { class: `health ${s.health}` }, h('i', { 'aria-hidden': 'true' }), s.health), h('span', { class: 'dim why' }, s.why)),
    s.open.length ? h('ul', { class: 'inline' }, s.open.map(r => h('li', {}, severity(r.severity), ' ', h('a', { href: link(r.incident) }, r.title)))) : null,
    h('div', { class: 'halves' },
      h('section', {}, h('h3', { class: 'over' }, 'Releases'), releases(s.releases)),
      h('section', {}, h('h3', { class: 'over' }, 'Standing checks'), checks(s.checks))),
    figures(s.figures));
}

function releases(rows) {
  if (!rows.length) return h('p', { class: 'empty' }, 'no release known');
  return h('table', {},
    h('thead', { class: 'unseen' }, h('tr', {}, ['Component', 'Version', 'State', 'By', 'Deployed'].map(t => h('th', { scope: 'col' }, t)))),
    h('tbody', {}, rows.map(r => h('tr', { class: r.current ? 'current' : 'past' },
      h('td', {}, r.component), h('td', {}, h('code', {}, r.version), r.current ? h('span', { class: 'tag' }, 'runs') : null),
      h('td', {}, h('span', { class: `release ${r.state}` }, h('em', {}, r.state))),
      h('td', { class: 'dim' }, [r.by, r.commit].filter(Boolean).join(' · ') || '–'), h('td', { class: 'num dim' }, when(r.at))))));
}

const MARK = { PASSED: 'good', FAILED: 'hurt', INCONCLUSIVE: 'unsure' };

function checks(rows) {
  if (!rows.length) return h('p', { class: 'empty' }, 'none has run yet');
  return h('ul', { class: 'checks' }, rows.map(c => h('li', {},
    h('span', { class: `health ${MARK[c.verdict] ?? ''}` }, h('i', { 'aria-hidden': 'true' }), c.verdict.toLowerCase()),
    h('span', {}, c.check, ' ', h('span', { class: 'dim' }, c.finding)), time(c.at))));
}

const seconds = iso => {
  const m = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso ?? '');
  return m ? ((+(m[1] ?? 0)) * 3600 + (+(m[2] ?? 0)) * 60 + (+(m[3] ?? 0))) * 1000 : null;
};

// DORA: how often a change fails, and how long until service is restored.
function figures(f) {
  if (!f) return null;
  const parts = [
    ['Changes', `${f.changes}`], ['Change fail rate', f.failRate === undefined || f.failRate === null ? '–' : `${Math.round(f.failRate * 100)} %`],
    ['Recovery, median', f.recovery ? span(seconds(f.recovery)) : '–'], ['Recovery, slowest', f.slowest ? span(seconds(f.slowest)) : '–'],
  ];
  return h('dl', { class: 'figures', 'aria-label': `Over the last ${f.days} days` }, parts.map(([t, d]) => h('div', {}, h('dt', {}, t), h('dd', {}, d))), h('div', { class: 'dim' }, h('dt', {}, 'over'), h('dd', {}, `${f.days} days`)));
}
