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

// Renders into `el` only when `data` has changed; what was open or focused stays so.
export function slot(el, data, render) {
  const key = JSON.stringify(data);
  if (el.holdfastKey === key) return;
  el.holdfastKey = key;
  const open = new Map([...el.querySelectorAll('details[data-key]')].map(d => [d.dataset.key, d.open]));
  const focus = el.contains(document.activeElement) ? document.activeElement.closest('[data-key]')?.dataset.key : null;
  const fresh = render(data);
  el.replaceChildren(...[fresh].flat(Infinity).filter(n => n instanceof Node));
  for (const d of el.querySelectorAll('details[data-key]')) if (open.has(d.dataset.key)) d.open = open.get(d.dataset.key);
  if (focus) {
    const again = [...el.querySelectorAll('[data-key]')].find(n => n.dataset.key === focus);
    (again?.querySelector('summary, a, button') ?? again)?.focus?.({ preventScroll: true });
  }
}
