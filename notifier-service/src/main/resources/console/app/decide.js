// Approve, deny, pause, resume, retry, skip, abort: asked with a reason, sent with the person's own token.
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
  const button = (name, kind, command, body, done, title) =>
    h('button', { type: 'button', class: kind, title, on: { click: act(command, body, done) } }, name);
  const held = row.paused;
  const abort = button('Abort', 'danger', 'abort', {}, 'Asked to abort.', 'Ends the rollback where it stands; what was done stays, unless the runbook says that an abort undoes it');
  const close = button('Close', 'quiet', 'close', {}, 'Closed.', 'Ends the incident without a proof that it is healed');
  const steering = held
    ? [held.step ? button(`Retry ${held.step}`, 'main', 'rollback/retry', { step: held.step }, `Asked to try ${held.step} again.`) : null,
       held.step ? button(`Skip ${held.step}`, '', 'rollback/skip', { step: held.step }, `Asked to go on without ${held.step}.`, 'Goes on as if the step were done: you have done it, or it is not needed') : null,
       held.step ? null : button('Resume', 'main', 'rollback/resume', {}, 'Asked to go on.'), abort]
    : row.running
      ? [button('Pause', '', 'rollback/pause', {}, 'Asked to pause: the step that runs is finished first.', 'The step that runs is finished, nothing more is begun'),
         button('Go on by hand', '', 'rollback/take-over', {}, 'The rest is yours: nothing more is begun by itself.', 'You do the rest yourself; nothing more is begun'), abort]
      : [];
  const buttons = asked
    ? [button('Approve', 'main', 'approve', { planHash: asked.planHash }, 'Approved. It goes on when enough have agreed.'),
       button('Deny', 'danger', 'deny', {}, 'Denied.')]
    : [...steering, close];
  const take = row.takeable === false ? null : h('button', { type: 'button', class: 'quiet', title: 'Tells the others that somebody looks after it; no higher level is called by time', on: { click: async () => {
    if (!token.get()) { signIn(); return; }
    try {
      const done = await send('POST', `api/incidents/${encodeURIComponent(row.incident)}/acknowledge`);
      said.textContent = `${done.taken} has taken it over.`;
    } catch (e) {
      said.textContent = e.message;
    }
  } } }, 'Take over');
  return h('section', { class: `panel ${asked || held ? 'asked' : ''}`, 'aria-label': 'Decide' },
    held && !asked ? [
      h('p', { class: 'question' }, held.step ? ['The rollback waits for a person at ', h('code', {}, held.step)] : `The rollback is paused${held.by ? ` by ${held.by}` : ''}`),
      h('p', { class: 'dim' }, held.reason, ' · ends by itself ', countdown(held.until)),
    ] : null,
    asked ? [
      h('p', { class: 'question' }, asked.question),
      h('p', { class: 'dim' }, `${asked.needed} of ${asked.roles.join(', ')} · plan `, h('code', {}, asked.planHash.slice(0, 12)), ' · answer ', countdown(asked.deadline)),
      asked.dataLost ? h('p', { class: 'loss' }, h('b', {}, 'Data would be lost: '), asked.dataLost) : null,
    ] : null,
    h('div', { class: 'act' }, reason, buttons, take), said);
}
