// The policy that rules: the files of a pack as all services have accepted them.
import { get } from './api.js';
import { h, slot } from './dom.js';

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
        h('pre', { class: 'source', tabindex: '0', 'aria-label': s.chosen }, source(files[s.chosen]))) : h('p', { class: 'empty' }, 'This pack has no files.')]);
  }
  return { load, wants: e => e.type.startsWith('dev.holdfast.pack.') };
}

// Lines with numbers; comments and keys set apart. Text nodes only.
function source(text) {
  return text.split('\n').map((line, i) => {
    const comment = /^\s*#/.test(line);
    const key = /^(\s*(?:- )?)([\w./~-]+:)(.*)$/.exec(line);
    return h('span', { class: 'line', data: { n: i + 1 } }, comment ? h('i', {}, line) : key ? [key[1], h('b', {}, key[2]), key[3]] : line, '\n');
  });
}
