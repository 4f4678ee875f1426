// Approve, deny, abort: asked with a reason, sent with the person's own token.
import { decide, send, token } from './api.js';
import { h } from './dom.js';
import { countdown } from './format.js';

export function panel(row, signIn) {
  const asked = row.approval;
  const reason = h('input', { type: 'text', placeholder: 'Reason, for the audit', maxlength: 500, 'aria-label': 'Reason' });
  const said = h('p', { class: 'said', role: 'status' });
  const act = (command, body, done) => async () => {
    if (!token.get()) { signIn(); return; }
    if (!reason.value.trim()) { reason.focus(); said.textContent = 'Say why: it is kept with the decision.'; return; }
    said.textContent = 'Sending …';
    try {
      await decide(row.incident, command, { reason: reason.value.trim(), ...body });
      said.textContent = done;
      reason.value = '';
    } catch (e) {
      said.textContent = e.message;
    }
  };
  const buttons = asked
    ? [h('button', { type: 'button', class: 'main', on: { click: act('approve', { planHash: asked.planHash }, 'Approved. It goes on when enough have agreed.') } }, 'Approve'),
       h('button', { type: 'button', class: 'danger', on: { click: act('deny', {}, 'Denied.') } }, 'Deny')]
    : [row.running ? h('button', { type: 'button', class: 'danger', on: { click: act('abort', {}, 'Asked to abort.') } }, 'Abort') : null,
       h('button', { type: 'button', class: 'quiet', on: { click: act('close', {}, 'Closed.') } }, 'Close')];
  const take = row.takeable === false ? null : h('button', { type: 'button', class: 'quiet', title: 'Tells the others that somebody looks after it; no higher level is called by time', on: { click: async () => {
    if (!token.get()) { signIn(); return; }
    try {
      const done = await send('POST', `api/incidents/${encodeURIComponent(row.incident)}/acknowledge`);
      said.textContent = `${done.taken} has taken it over.`;
    } catch (e) {
      said.textContent = e.message;
    }
  } } }, 'Take over');
  return h('section', { class: `panel ${asked ? 'asked' : ''}`, 'aria-label': 'Decide' },
    asked ? [
      h('p', { class: 'question' }, asked.question),
      h('p', { class: 'dim' }, `${asked.needed} of ${asked.roles.join(', ')} · plan `, h('code', {}, asked.planHash.slice(0, 12)), ' · answer ', countdown(asked.deadline)),
      asked.dataLost ? h('p', { class: 'loss' }, h('b', {}, 'Data would be lost: '), asked.dataLost) : null,
    ] : null,
    h('div', { class: 'act' }, reason, buttons, take), said);
}
