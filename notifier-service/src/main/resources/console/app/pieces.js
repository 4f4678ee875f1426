// What several pages show alike.
import { h } from './dom.js';
import { ago, countdown, span, stageName } from './format.js';

export const link = id => `#/incident/${encodeURIComponent(id)}`;

export function severity(s) {
  return h('span', { class: `severity ${s}`, title: `Severity ${s}` }, s);
}

export function drill(row) {
  return row.drill ? h('span', { class: 'tag' }, 'drill') : null;
}

// The way of an incident in seven stations.
export function rail(stages) {
  return h('ol', { class: 'rail', 'aria-label': 'How far it has come' },
    stages.map(s => h('li', { class: s.state, title: `${stageName(s.stage)}: ${s.state}`, 'aria-current': s.state === 'now' ? 'step' : null },
      h('i', { 'aria-hidden': 'true' }), h('span', {}, stageName(s.stage)))));
}

export function versions(row) {
  if (!row.to) return null;
  return h('span', { class: 'versions' }, row.component, ' ',
    row.from ? [h('code', { class: 'from' }, row.from), h('span', { class: 'arrow', 'aria-label': 'back to' }, ' → ')] : 'to ',
    h('code', { class: 'to' }, row.to));
}

// Who looks after it: at night the first question of whoever comes second.
export function whose(hands) {
  if (!hands || hands.over) return [];
  return h('p', { class: 'meta hands' },
    hands.taken ? [h('b', {}, hands.taken), ' has taken it over'] : h('span', { class: 'nobody' }, 'nobody has taken it over yet'),
    hands.onCall ? [' · on call: ', h('b', {}, hands.onCall)] : null,
    hands.yesWanted > 0 ? ` · ${hands.yesWanted} more must agree` : null);
}

const capital = s => s.charAt(0).toUpperCase() + s.slice(1);

export function waits(row) {
  if (row.overAt) return h('p', { class: 'waits' }, h('b', {}, capital(row.state)), ' ', h('span', { class: 'dim' }, ago(row.overAt, ' ago')));
  const known = row.waitingFor && row.waitingFor !== 'nothing';
  return h('p', { class: 'waits' },
    h('b', {}, capital(row.state)), known ? [h('span', { class: 'dim' }, ' waits for '), row.waitingFor] : null,
    row.until ? [h('span', { class: 'dim' }, ', '), countdown(row.until)] : null);
}

export function steps(row) {
  if (!row.steps) return null;
  return h('span', { class: 'steps', title: `${row.stepsDone} of ${row.steps} steps are done` },
    h('progress', { max: row.steps, value: row.stepsDone }), `${row.stepsDone}/${row.steps}`);
}

// Where the time went, drawn to scale (square roots, so that the short parts can be seen).
export function durations(d) {
  const parts = [['detect', 'Detect', d.detect], ['decide', 'Decide', d.decide], ['rollback', 'Roll back', d.rollBack], ['verify', 'Verify', d.verify]];
  return h('dl', { class: 'durations' },
    parts.map(([key, name, ms]) => h('div', { class: `part ${key} ${ms === null ? 'open' : ''}`, style: { '--share': Math.max(1.2, Math.sqrt((ms ?? 0) / 1000) + 1) } },
      h('dt', {}, name), h('dd', {}, span(ms)))),
    h('div', { class: 'part total' }, h('dt', {}, 'Total'), h('dd', {}, span(d.total))));
}
