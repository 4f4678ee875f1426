// Builds elements. Texts become text nodes, never markup: what comes from outside stays text.

export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [type, f] of Object.entries(value)) el.addEventListener(type, f);
    else if (name === 'data') Object.assign(el.dataset, value);
    else if (name === 'style') for (const [k, v] of Object.entries(value)) el.style.setProperty(k, v);
    else if (value === true) el.setAttribute(name, '');
    else el.setAttribute(name, String(value));
  }
  append(el, children);
  return el;
}

function append(el, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(el, child);
    else el.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

const FIELDS = 'input, textarea, select';
const key = el => el.closest('[data-key]')?.dataset.key ?? '';
const field = el => `${key(el)}|${el.getAttribute('aria-label') ?? el.name}`;

// What somebody has typed is theirs until it is sent.
document.addEventListener('input', e => { e.target.dataset.typed = 'yes'; });

// What a rendering must not take away: what is open, typed, focused, and what was answered.
function remember(el) {
  const active = el.contains(document.activeElement) ? document.activeElement : null;
  return {
    open: new Map([...el.querySelectorAll('details[data-key]')].map(d => [d.dataset.key, d.open])),
    typed: new Map([...el.querySelectorAll(FIELDS)].filter(f => f.dataset.typed).map(f => [field(f), f.value])),
    said: new Map([...el.querySelectorAll('.said')].map(p => [key(p), p.textContent])),
    chosen: el.matches('select') ? el.value : null,
    field: active?.matches(FIELDS) ? { name: field(active), from: active.selectionStart, to: active.selectionEnd } : null,
    focus: active?.closest('[data-key]')?.dataset.key ?? null,
  };
}

function restore(el, was) {
  for (const d of el.querySelectorAll('details[data-key]')) if (was.open.has(d.dataset.key)) d.open = was.open.get(d.dataset.key);
  for (const p of el.querySelectorAll('.said')) if (!p.textContent) p.textContent = was.said.get(key(p)) ?? '';
  for (const f of el.querySelectorAll(FIELDS)) {
    if (was.typed.has(field(f))) { f.value = was.typed.get(field(f)); f.dataset.typed = 'yes'; }
    if (was.field?.name === field(f)) {
      f.focus({ preventScroll: true });
      if (was.field.from !== null && was.field.from !== undefined) f.setSelectionRange(was.field.from, was.field.to);
    }
  }
  if (was.chosen && [...el.options].some(o => o.value === was.chosen)) el.value = was.chosen;
  if (was.focus && !was.field) {
    const again = [...el.querySelectorAll('[data-key]')].find(n => n.dataset.key === was.focus);
    (again?.querySelector('summary, a, button') ?? again)?.focus?.({ preventScroll: true });
  }
}

// Renders into `el` only when `data` has changed.
export function slot(el, data, render) {
  const shown = JSON.stringify(data);
  if (el.holdfastKey === shown) return;
  el.holdfastKey = shown;
  const was = remember(el);
  el.replaceChildren(...[render(data)].flat(Infinity).filter(n => n instanceof Node));
  restore(el, was);
}
