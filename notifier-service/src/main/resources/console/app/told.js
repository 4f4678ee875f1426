// Who is told: drafts that wait for a person, what could not be told, silences, channels, wording.
import { get, send, token } from './api.js';
import { h, slot } from './dom.js';
import { countdown, time, when } from './format.js';
import { link } from './pieces.js';

const AUDIENCES = ['engineers', 'support', 'management', 'customers', 'partners', 'press', 'social'];

export function toldPage(view, context) {
  const drafts = h('div'), failed = h('div'), dead = h('div'), silences = h('div'), channels = h('div'), wording = h('div'), said = h('p', { class: 'said', role: 'status' });
  const scope = h('select', { 'aria-label': 'System', on: { change: () => context.refresh() } });
  const audience = h('select', { 'aria-label': 'Audience', on: { change: () => context.refresh() } }, AUDIENCES.map(a => h('option', { value: a }, a)));
  view.replaceChildren(
    h('div', { class: 'headline' }, h('h1', {}, 'Told'), h('p', { class: 'dim' }, 'who hears what, and what did not get through')), said,
    drafts, failed, dead,
    h('div', { class: 'columns' },
      h('div', {}, h('div', { class: 'pick' }, h('h2', { class: 'over' }, 'Wording for'), audience, h('span', { class: 'dim' }, 'of'), scope), wording),
      h('aside', {}, silences, channels)));

  const act = async (what, done) => {
    if (!token.get()) { context.signIn(); return; }
    try { said.textContent = done(await what()); context.refresh(); } catch (e) { said.textContent = e.message; }
  };

  async function load() {
    context.title('Told · Holdfast');
    const now = await get('api/now');
    const scopes = now.systems.map(s => s.scope);
    slot(scope, scopes, all => all.map(s => h('option', { value: s }, s)));
    const [waiting, lost, quiet] = await Promise.all([get('api/notices?standing=draft&limit=50'), get('api/notices?standing=failed&limit=50'), get('api/silences')]);
    slot(drafts, waiting, rows => draftList(rows, act));
    slot(failed, lost, rows => failedList(rows, act, said));
    slot(silences, { quiet, scopes }, s => silenceList(s, act));
    // Kafka may be away: the rest is shown all the same.
    slot(dead, await get('api/dead-letters?limit=50').catch(e => e.message), found => typeof found === 'string' ? h('p', { class: 'loss' }, found) : deadList(found, act));
    if (scope.value) {
      const at = encodeURIComponent(scope.value);
      const [all, words] = await Promise.all([get(`api/channels?scope=${at}`), get(`api/wording?scope=${at}&audience=${audience.value}`)]);
      slot(channels, { all, scope: scope.value }, c => channelList(c, act));
      slot(wording, words, wordingList);
    }
  }
  return { load, wants: e => e.type.startsWith('dev.holdfast.notice.') };
}

function draftList(rows, act) {
  if (!rows.length) return h('p', { class: 'empty' }, 'No draft waits for a person.');
  return h('section', {}, h('h2', { class: 'over' }, `Drafts that wait for a person: ${rows.length}`), rows.map(n => {
    const text = h('textarea', { rows: Math.min(14, n.text.split('\n').length + 1), 'aria-label': `Text for ${n.audience.toLowerCase()}`, spellcheck: 'true' });
    text.value = n.text;
    return h('article', { class: 'card P2 draft', data: { key: n.id } },
      h('header', {}, h('h3', {}, n.subject), h('span', { class: 'tag' }, n.audience.toLowerCase()), h('span', { class: 'age dim' }, when(n.createdAt))),
      h('p', { class: 'meta' }, 'to ', h('b', {}, n.channel), ' · ', n.incident ? h('a', { href: link(n.incident) }, n.incident) : null, n.remark ? h('span', { class: 'loss' }, ' · ', n.remark) : null), text,
      h('div', { class: 'act' },
        h('button', { type: 'button', class: 'main', on: { click: () => act(() => send('POST', `api/notices/${n.id}/release`, { subject: text.value.split('\n')[0], text: text.value }), d => `${d.remark}: ${d.subject}`) } }, 'Release'),
        h('button', { type: 'button', class: 'quiet', on: { click: () => act(() => send('POST', `api/notices/${n.id}/withdraw`, { reason: 'withdrawn in the console' }), d => d.remark) } }, 'Withdraw')));
  }));
}

function failedList(rows, act, said) {
  if (!rows.length) return [];
  return h('section', { class: 'untold' }, h('h2', { class: 'over' }, `Could not be told: ${rows.length}`),
    h('div', { class: 'wide' }, h('table', {}, h('thead', { class: 'unseen' }, h('tr', {}, ['Notice', 'Channel', 'Why', 'Tried', 'Again'].map(t => h('th', { scope: 'col' }, t)))),
      h('tbody', {}, rows.map(n => h('tr', {},
        h('td', {}, h('b', {}, n.subject), n.incident ? [h('br'), h('a', { href: link(n.incident) }, n.incident)] : null), h('td', {}, n.channel), h('td', { class: 'loss' }, n.remark), h('td', { class: 'num' }, String(n.attempts)),
        h('td', { class: 'act' },
          h('button', { type: 'button', class: 'quiet', on: { click: () => { said.textContent = `To ${n.channel} would go: ${n.subject}`; } } }, 'Dry run'),
          h('button', { type: 'button', on: { click: () => act(() => send('POST', `api/notices/${n.id}/redrive`), d => `${d.subject} is on its way again`) } }, 'Send again'))))))));
}

function deadList(rows, act) {
  if (!rows.length) return [];
  const again = (n, dry) => () => act(() => send('POST', `api/dead-letters/${n}/redrive?dry=${dry}`), a => a.said);
  return h('section', { class: 'untold' }, h('h2', { class: 'over' }, `Came in and could not be read: ${rows.length}`),
    h('div', { class: 'wide' }, h('table', {}, h('thead', { class: 'unseen' }, h('tr', {}, ['Record', 'Why', 'Beginning', 'Again'].map(t => h('th', { scope: 'col' }, t)))),
      h('tbody', {}, rows.map(d => h('tr', { data: { key: `dead-${d.number}` } },
        h('td', {}, h('b', {}, d.topic || 'unknown topic'), h('br'), h('span', { class: 'dim' }, `${d.bytes} bytes, `, when(d.at))), h('td', { class: 'loss' }, d.cause), h('td', {}, h('code', {}, d.beginning)),
        h('td', { class: 'act' }, d.redrivable ? [
          h('button', { type: 'button', class: 'quiet', on: { click: again(d.number, true) } }, 'Dry run'),
          h('button', { type: 'button', on: { click: again(d.number, false) } }, 'Take in again')] : h('span', { class: 'dim' }, 'written again by who wrote it'))))))));
}

function silenceList({ quiet, scopes }, act) {
  const where = h('select', { 'aria-label': 'Silence what' }, scopes.map(s => h('option', { value: s }, s)));
  const minutes = h('select', { 'aria-label': 'For how long' }, [[30, '30 minutes'], [60, 'an hour'], [240, '4 hours'], [1440, 'a day']].map(([v, t]) => h('option', { value: v }, t)));
  const reason = h('input', { type: 'text', placeholder: 'Reason', maxlength: 500, 'aria-label': 'Reason of the silence' });
  return h('section', {}, h('h2', { class: 'over' }, 'Silences'),
    h('ul', { class: 'recent' }, quiet.filter(s => s.active).map(s => h('li', {},
      h('b', {}, s.scope, ' ', h('span', { class: 'dim' }, 'ends ', countdown(s.silence.until))),
      h('span', {}, `${s.silence.by}: ${s.silence.reason}`),
      h('button', { type: 'button', class: 'quiet', on: { click: () => act(() => send('DELETE', `api/silences/${s.silence.id}?scope=${encodeURIComponent(s.scope)}`), () => 'The silence is over.') } }, 'End now')))),
    quiet.some(s => s.active) ? null : h('p', { class: 'empty' }, 'Nothing is silenced.'),
    h('div', { class: 'act' }, where, minutes, reason,
      h('button', { type: 'button', on: { click: () => act(() => send('POST', 'api/silences', { scope: where.value, until: new Date(Date.now() + minutes.value * 60_000).toISOString(), reason: reason.value }), s => `Silent until ${s.until}`) } }, 'Silence')));
}

function channelList({ all, scope }, act) {
  return h('section', {}, h('h2', { class: 'over' }, `Channels of ${scope}`),
    h('ul', { class: 'channels' }, all.map(c => h('li', {},
      h('b', {}, c.name), h('span', { class: 'dim' }, c.kind, c.drills ? ', drills too' : '', c.fallback ? `, else ${c.fallback}` : ''),
      h('button', { type: 'button', class: 'quiet', on: { click: () => act(() => send('POST', `api/channels/${c.name}/test?system=${encodeURIComponent(scope.split('/')[0])}&environment=${encodeURIComponent(scope.split('/')[1])}`), () => `A test is on its way to ${c.name}`) } }, 'Test')))));
}

function wordingList(all) {
  return h('ul', { class: 'told wording' }, all.map(w => h('li', {}, h('details', { data: { key: w.event } },
    h('summary', {}, h('b', {}, w.event), h('span', { class: 'dim' }, w.subject)), h('pre', {}, w.text)))));
}
