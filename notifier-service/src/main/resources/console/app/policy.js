// The policy that rules: the files of a pack as all services have accepted them, and what another
// decisions.yml would have decided on what really happened.
import { get, send, token } from './api.js';
import { h, slot } from './dom.js';
import { when } from './format.js';

const DECISIONS = 'decisions.yml';
const FIRST = ['decisions.yml', 'triggers.yml', 'runbooks.yml', 'checks.yml', 'notifications.yml', 'pack.yml'];

export function policyPage(view, context, wanted) {
  const names = h('div', { class: 'pick' }), body = h('div');
  let file = null;
  view.replaceChildren(h('div', { class: 'headline' }, h('h1', {}, 'Policy'), h('p', { class: 'dim' }, 'what the packs say, as it rules now')), names, body);

  async function load() {
    context.title('Policy · Holdfast');
    const systems = (await get('api/policy')).map(p => p.name);
    const system = wanted ?? systems[0];
    slot(names, { systems, system }, s => s.systems.map(n => h('a', { class: 'chip', href: `#/policy/${encodeURIComponent(n)}`, 'aria-current': n === s.system ? 'page' : null }, n)));
    if (!system) { slot(body, 'none', () => h('p', { class: 'empty' }, 'No pack is active. Apply one: holdfast pack apply DIR')); return; }
    let pack;
    try {
      pack = await get(`api/policy/${encodeURIComponent(system)}`);
    } catch (e) {
      slot(body, e.message, m => h('p', { class: 'banner' }, `The pack cannot be read: ${m}`));
      return;
    }
    show(pack);
  }

  function show(pack) {
    const files = pack.files ?? {};
    const all = [...FIRST.filter(f => f in files), ...Object.keys(files).filter(f => !FIRST.includes(f)).sort()];
    const chosen = file in files ? file : all[0];
    slot(body, { name: pack.name, digest: pack.digest, chosen, all }, s => [
      h('p', { class: 'meta' }, h('b', {}, s.name), ' as it rules now · version ', h('code', {}, s.digest.slice(0, 16))),
      s.all.length ? h('div', { class: 'files' },
        h('ul', { class: 'filelist', 'aria-label': 'Files' }, s.all.map(f => h('li', {}, h('button', { type: 'button', class: 'quiet', 'aria-pressed': String(f === s.chosen), on: { click: () => { file = f; show(pack); } } }, f)))),
        h('div', {},
          h('pre', { class: 'source', tabindex: '0', 'aria-label': s.chosen }, source(files[s.chosen])),
          s.chosen === DECISIONS ? h('p', { class: 'act' }, h('button', { type: 'button', on: { click: e => tries(pack, e.target) } }, 'What if …')) : null)) : h('p', { class: 'empty' }, 'This pack has no files.')]);
  }

  // In place of the button: the file to change, where to try it, and what came of it.
  async function tries(pack, button) {
    const scopes = (await get('api/now')).systems.map(s => s.scope).filter(s => s.split('/')[0] === pack.name && !s.includes('~'));
    const where = h('select', { 'aria-label': 'Tried on' }, scopes.map(s => h('option', { value: s }, s)));
    const text = h('textarea', { rows: 18, 'aria-label': 'The other decisions.yml', spellcheck: 'false' });
    const said = h('div', { class: 'said', role: 'status' });
    text.value = pack.files[DECISIONS];
    const go = async () => {
      if (!token.get()) { context.signIn(); return; }
      said.replaceChildren('Trying …');
      try {
        const result = await send('POST', `api/decision/systems/${where.value}/what-if`, { files: { 'pack.yml': pack.files['pack.yml'], [DECISIONS]: text.value } });
        said.replaceChildren(differences(result));
      } catch (e) {
        said.replaceChildren(h('pre', { class: 'loss' }, e.message));
      }
    };
    button.closest('.act').replaceWith(h('section', { class: 'panel', 'aria-label': 'What if' },
      h('p', { class: 'question' }, 'What would another decisions.yml have decided?'),
      h('p', { class: 'dim' }, 'The recorded triggers, signals and releases go through it; the first decision of each incident is compared. Nothing is changed.'),
      text, h('div', { class: 'act' }, where, h('button', { type: 'button', class: 'main', on: { click: go } }, 'Try it')), said));
    text.focus();
  }
  return { load, wants: e => e.type.startsWith('dev.holdfast.pack.') };
}

function differences({ incidents, differences: rows }) {
  const first = f => f ? [h('b', {}, f.action), ` ${f.severity}`, f.row ? [' by row ', h('code', {}, f.row)] : null, f.runbook ? [', runbook ', h('code', {}, f.runbook)] : null] : h('span', { class: 'dim' }, 'no incident');
  return h('div', {},
    h('p', {}, h('b', {}, `${rows.length} of ${incidents} incidents would be decided otherwise.`)),
    rows.length ? h('div', { class: 'wide' }, h('table', {}, h('thead', {}, h('tr', {}, ['When', 'Was', 'Would be'].map(t => h('th', { scope: 'col' }, t)))),
      h('tbody', {}, rows.map(d => h('tr', {}, h('td', { class: 'num' }, when((d.was ?? d.would).at)), h('td', {}, first(d.was)), h('td', {}, first(d.would))))))) : null);
}

// Lines with numbers; comments and keys set apart. Text nodes only.
function source(text) {
  return text.split('\n').map((line, i) => {
    const comment = /^\s*#/.test(line);
    const key = /^(\s*(?:- )?)([\w./~-]+:)(.*)$/.exec(line);
    return h('span', { class: 'line', data: { n: i + 1 } }, comment ? h('i', {}, line) : key ? [key[1], h('b', {}, key[2]), key[3]] : line, '\n');
  });
}
