// One incident, live: trigger → decision → plan → agreement → steps → checks → verdict.
import { get, send, token } from './api.js';
import { h, slot } from './dom.js';
import { ago, countdown, offset, stageName, time, when } from './format.js';
import { panel } from './decide.js';
import { drill, durations, rail, severity, steps, versions, waits, whose } from './pieces.js';
import { curve } from './curve.js';

const ORDER = ['DETECT', 'DECIDE', 'PLAN', 'APPROVE', 'ROLL_BACK', 'VERIFY', 'CLOSE'];

export function incidentPage(view, context, id) {
  const head = h('div');
  const hands = h('div');
  const spans = h('div');
  const acts = h('div');
  const chart = h('figure', { class: 'curve', hidden: true });
  const todo = h('div');
  const tree = h('div');
  const told = h('div');
  const log = h('div');
  view.replaceChildren(head, hands, spans, acts, h('div', { class: 'columns incident' }, h('div', {}, todo, tree), h('aside', {}, chart, told, log)));
  const draw = curve(chart);

  async function load() {
    const d = await get(`api/incidents/${encodeURIComponent(id)}/timeline`);
    const row = d.incident;
    context.title(`${row.severity} ${row.title}`);
    slot(head, { ...row, durations: null, approval: null, paused: null }, heading);
    slot(spans, row.durations, durations);
    const open = !row.overAt;
    const running = d.nodes.some(n => n.stage === 'ROLL_BACK' && !n.done);
    slot(acts, { open, asked: row.approval ?? null, paused: row.paused ?? null, id: row.incident, running },
      s => s.open ? panel({ ...row, running }, context.signIn) : []);
    slot(tree, { nodes: d.nodes.filter(n => n.stage !== 'TELL'), stages: row.stages, start: row.openedAt }, stages);
    slot(told, d.nodes.filter(n => n.stage === 'TELL'), notices);
    slot(log, { log: d.log, start: row.openedAt }, journal);
    draw(d.trigger, d.moments, row.scope);
    // What the database or decision-service would add; either may be away: the incident is shown all the same.
    slot(hands, await get(`api/incidents/${encodeURIComponent(id)}/hands`).catch(() => null), whose);
    const tasks = await get(`api/decision/incidents/${encodeURIComponent(id)}/tasks`).catch(() => []);
    slot(todo, Array.isArray(tasks) ? tasks : [], all => taskList(all, id, context));
  }
  return {
    load,
    wants: e => e.correlation === id || e.data?.incident === id || e.type.startsWith('dev.holdfast.trigger.'),
    leave: () => draw(null, []),
  };
}

function heading(row) {
  return h('div', { class: `title ${row.severity}` },
    h('p', { class: 'meta' }, h('a', { href: '#/' }, 'Now'), ' / ', h('b', {}, row.scope), ' / ', h('code', {}, row.incident)),
    h('div', { class: 'headline' }, severity(row.severity), drill(row), h('h1', {}, row.title)),
    h('p', { class: 'meta' }, 'Opened ', when(row.openedAt), ', ', row.overAt ? ['over ', ago(row.overAt, ' ago')] : ['open for ', ago(row.openedAt)],
      row.impact && row.impact !== row.title ? [' · ', row.impact] : null),
    rail(row.stages),
    h('div', { class: 'state' }, waits(row), h('p', { class: 'doing' }, versions(row) ?? row.action, ' ', steps(row))),
    row.sentence ? h('p', { class: 'sentence' }, row.sentence) : null,
    papers(row));
}

function stages({ nodes, stages: rails, start }) {
  const below = new Map();
  for (const n of nodes) if (n.under) below.set(n.under, [...(below.get(n.under) ?? []), n]);
  const keys = new Set(nodes.map(n => n.key));
  return h('ol', { class: 'stages' }, ORDER.map(stage => {
    const tops = nodes.filter(n => n.stage === stage && (!n.under || !keys.has(n.under)));
    const state = rails.find(r => r.stage === stage)?.state ?? 'todo';
    if (!tops.length && state !== 'todo') return null;
    return h('li', { class: `stage ${state}` }, h('h2', {}, h('span', {}, stageName(stage))),
      tops.length ? h('ol', { class: 'nodes' }, tops.map(n => node(n, below, start))) : h('p', { class: 'empty' }, 'not yet'));
  }));
}

function node(n, below, start) {
  const children = below.get(n.key) ?? [];
  const line = [
    h('i', { class: 'dot', 'aria-hidden': 'true' }),
    h('span', { class: 'what' }, h('b', {}, n.title), n.text ? h('span', { class: 'text' }, n.text) : null),
    n.until && !n.done ? h('span', { class: 'until' }, countdown(n.until)) : null,
    h('span', { class: 'at' }, time(n.at), h('small', {}, offset(n.at, start))),
  ];
  return h('li', { class: `node ${n.tone} ${n.done ? '' : 'busy'}` },
    n.lines.length
      ? h('details', { data: { key: n.key }, open: n.key.startsWith('decision:') && n.lines.length < 9 }, h('summary', {}, line), h('ul', { class: 'lines' }, n.lines.map(l => h('li', {}, l))))
      : h('div', { class: 'plain', data: { key: n.key } }, line),
    children.length ? h('ol', { class: 'nodes' }, children.map(c => node(c, below, start))) : null);
}

// What people owe, with the answer that they give.
function taskList(tasks, id, context) {
  if (!tasks.length) return [];
  const said = h('p', { class: 'said', role: 'status' });
  const answer = (task, what) => async () => {
    if (!token.get()) { context.signIn(); return; }
    try {
      await send('POST', `api/decision/incidents/${encodeURIComponent(id)}/tasks/${encodeURIComponent(task)}`, { answer: what, note: 'in the console' });
      context.refresh();
    } catch (e) { said.textContent = e.message; }
  };
  return h('section', { class: 'tasks' }, h('h2', { class: 'over' }, 'To do'), h('ul', {}, tasks.map(t => {
    const name = t.id ?? t.task ?? t.name;
    const state = t.answer ?? t.state ?? null;
    return h('li', { class: state ? 'answered' : '' },
      h('span', {}, h('b', {}, t.title), ' ', h('span', { class: 'dim' }, [t.owner, t.phase].filter(Boolean).join(' · '))),
      state ? h('span', { class: 'dim' }, String(state).toLowerCase(), t.by ? `, ${t.by}` : '') : [t.due ? countdown(t.due) : null,
        h('span', {}, h('button', { type: 'button', class: 'quiet', on: { click: answer(name, 'done') } }, 'Done'), h('button', { type: 'button', class: 'quiet', on: { click: answer(name, 'failed') } }, 'Failed'))]);
  })), said);
}

// What people take away from it.
function papers(row) {
  const at = `api/incidents/${encodeURIComponent(row.incident)}`;
  return h('p', { class: 'papers' },
    h('a', { href: `${at}/report?format=html`, target: '_blank', rel: 'noopener' }, 'Report'), ' (', h('a', { href: `${at}/report` }, 'Markdown'), ') · ',
    h('a', { href: `${at}/post-mortem?format=html`, target: '_blank', rel: 'noopener' }, 'Post-mortem draft'), ' (', h('a', { href: `${at}/post-mortem` }, 'Markdown'), ')');
}

function notices(nodes) {
  if (!nodes.length) return [];
  return h('section', {}, h('h2', { class: 'over' }, `Told ${nodes.length}`),
    h('ul', { class: 'told' }, nodes.map(n => h('li', { class: n.tone },
      h('details', { data: { key: n.key } }, h('summary', {}, h('span', {}, n.title), time(n.at)), h('pre', {}, [n.text, ...n.lines].filter(Boolean).join('\n')))))));
}

function journal({ log, start }) {
  return h('section', {}, h('details', { data: { key: 'log' }, class: 'journal' },
    h('summary', {}, h('h2', { class: 'over' }, `All ${log.length} entries`)),
    h('table', {}, h('tbody', {}, log.map(e => h('tr', { class: e.tone }, h('td', { class: 'num' }, time(e.at)), h('td', { class: 'num dim' }, offset(e.at, start)), h('td', {}, h('code', {}, e.type)), h('td', {}, e.title)))))));
}
