// Times and durations as an engineer reads them: short, exact, in columns.
import { h } from './dom.js';

const pad = (n, width = 2) => String(n).padStart(width, '0');

export function clock(iso) {
  const d = new Date(iso);
  return `${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}`;
}

export function day(iso) {
  const d = new Date(iso);
  return `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`;
}

export function time(iso) {
  if (!iso) return '';
  return h('time', { datetime: iso, title: `${day(iso)} ${clock(iso)} (${iso})` }, clock(iso));
}

export function when(iso) {
  return h('time', { datetime: iso, title: iso }, `${day(iso)} ${clock(iso).slice(0, 5)}`);
}

// 850 ms, 4.2 s, 2:13, 1 h 04, 3 d 2 h
export function span(ms) {
  if (ms === null || ms === undefined) return '–';
  const s = ms / 1000;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (s < 60) return `${s < 10 ? s.toFixed(1) : Math.round(s)} s`;
  if (s < 3600) return `${Math.floor(s / 60)}:${pad(Math.floor(s % 60))} min`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${pad(Math.floor(s % 3600 / 60))}`;
  return `${Math.floor(s / 86400)} d ${Math.floor(s % 86400 / 3600)} h`;
}

export function offset(iso, start) {
  const ms = Date.parse(iso) - Date.parse(start);
  return `${ms < 0 ? '−' : '+'}${span(Math.abs(ms))}`;
}

// An element that says how long ago or until when, and goes on counting.
export function ago(iso, suffix = '') {
  return h('span', { class: 'ticking', data: { since: iso, suffix } }, sinceText(iso, suffix));
}

export function countdown(iso) {
  return h('span', { class: 'ticking count', data: { until: iso } }, untilText(iso));
}

const sinceText = (iso, suffix) => span(Math.max(0, Date.now() - Date.parse(iso))) + suffix;

function untilText(iso) {
  const left = Date.parse(iso) - Date.now();
  return left >= 0 ? `in ${span(left)}` : `${span(-left)} overdue`;
}

export function tick() {
  for (const el of document.querySelectorAll('.ticking')) {
    const { since, until, suffix } = el.dataset;
    const text = since ? sinceText(since, suffix) : untilText(until);
    if (el.textContent !== text) el.textContent = text;
    if (until) el.classList.toggle('late', Date.parse(until) < Date.now());
  }
}

export function number(v) {
  if (!Number.isFinite(v)) return String(v);
  if (v === 0) return '0';
  const a = Math.abs(v);
  return a >= 1000 ? v.toFixed(0) : a >= 1 ? v.toPrecision(4).replace(/\.?0+$/, '') : v.toPrecision(3).replace(/\.?0+$/, '');
}

const WORDS = { ROLL_BACK: 'Roll back', DETECT: 'Detect', DECIDE: 'Decide', PLAN: 'Plan', APPROVE: 'Agree', VERIFY: 'Verify', CLOSE: 'Close', TELL: 'Told' };
export const stageName = s => WORDS[s] ?? s;
