// The curve that raised the trigger, its threshold, and what happened when.
import { get } from './api.js';
import { h } from './dom.js';
import { clock, number } from './format.js';

const AROUND = 90_000;     // ms before the break and after the end
const LONGEST = 6 * 3.6e6; // ms that are drawn
const POINTS = 240;

// A canvas needs the colour itself: let the page resolve what the variable means in this theme.
function css(name) {
  const probe = h('span', { class: `probe ${name.slice(2)}` });
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

export function curve(figure) {
  let chart = null;
  let shown = '';
  return async (trigger, moments, scope) => {
    const key = JSON.stringify([trigger, moments, document.documentElement.dataset.theme, matchMedia('(prefers-color-scheme: dark)').matches]);
    if (key === shown) return;
    shown = key;
    const points = trigger ? await measured(trigger, moments, scope) : [];
    if (key !== shown) return;
    chart?.destroy();
    chart = null;
    figure.hidden = !trigger || points.length < 2 || !globalThis.Chart;
    if (figure.hidden) return;
    const canvas = h('canvas', { role: 'img', 'aria-label': describe(trigger, points) });
    figure.replaceChildren(
      h('figcaption', {}, h('b', {}, trigger.trigger.rule), h('code', {}, trigger.trigger.expression)),
      h('div', { class: 'plot' }, canvas));
    chart = new globalThis.Chart(canvas, config(trigger, points, moments));
  };
}

// The detector still holds the window: from before the break until now, or the end. Else what came with the event.
async function measured({ trigger, points }, moments, scope) {
  const own = points.map(p => ({ x: Date.parse(p.at), y: p.value }));
  const value = /^([\s\S]+?)\s*(?:>=|<=|==|!=|>|<)\s*[-+0-9.eE]+\s*$/.exec(trigger.expression);
  if (!scope || !value || !own.length) return own;
  const times = moments.filter(m => !m.what.startsWith('deployed')).map(m => Date.parse(m.at));
  const over = moments.find(m => m.what === 'over');
  const start = Math.min(own[0].x, ...times) - AROUND / 3;
  const end = Math.min(over ? Date.parse(over.at) + AROUND : Date.now(), start + LONGEST);
  const step = Math.max(1, Math.ceil((end - start) / 1000 / POINTS));
  try {
    const q = new URLSearchParams({ query: value[1], start: (start / 1000).toFixed(3), end: (end / 1000).toFixed(3), step: String(step) });
    const answer = await get(`api/range/${scope}?${q}`);
    const series = answer.data?.result ?? [];
    const found = series.length === 1 ? series[0].values.map(([t, v]) => ({ x: t * 1000, y: Number(v) })).filter(p => Number.isFinite(p.y)) : [];
    return found.length > own.length ? found : own;
  } catch {
    return own;
  }
}

function describe({ trigger }, points) {
  const last = points[points.length - 1];
  return `${trigger.rule}: ${points.length} values, the last ${number(last.y)}${trigger.threshold === undefined ? '' : `, threshold ${number(trigger.threshold)}`}`;
}

function config({ trigger }, data, moments) {
  const ink = css('--ink-2'), grid = css('--line'), bad = css('--bad'), line = css('--accent');
  const from = data[0].x, to = Math.max(data[data.length - 1].x, ...moments.map(m => Date.parse(m.at)).filter(t => t - data[0].x < 3.6e6));
  const threshold = trigger.threshold;
  const sets = [{ data, borderColor: line, borderWidth: 1.5, pointRadius: data.length < 40 ? 2 : 0, pointBackgroundColor: line, tension: 0, fill: { target: 'origin' }, backgroundColor: css('--accent-wash') }];
  if (threshold !== null && threshold !== undefined) {
    sets.push({ data: [{ x: from, y: threshold }, { x: to, y: threshold }], borderColor: bad, borderWidth: 1, borderDash: [5, 4], pointRadius: 0, fill: false });
  }
  return {
    type: 'line', data: { datasets: sets },
    plugins: [marks(moments, from, to)],
    options: {
      animation: false, maintainAspectRatio: false, parsing: false, normalized: true, events: ['mousemove', 'mouseout'],
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      layout: { padding: { top: 46, right: 4 } },
      scales: {
        x: { type: 'linear', min: from, max: to, grid: { display: false }, border: { color: grid }, ticks: { color: ink, maxTicksLimit: 5, maxRotation: 0, font: { size: 11 }, callback: v => clock(v) } },
        y: { beginAtZero: true, suggestedMax: threshold ? threshold * 1.2 : undefined, grid: { color: grid }, border: { display: false }, ticks: { color: ink, maxTicksLimit: 5, font: { size: 11 }, callback: v => number(v) } },
      },
      plugins: { legend: { display: false }, tooltip: { displayColors: false, filter: i => i.datasetIndex === 0, callbacks: { title: i => i.length ? clock(i[0].parsed.x) : '', label: i => number(i.parsed.y) } } },
    },
  };
}

// Thin upright lines with a word each, set lower where they would touch.
function marks(moments, from, to) {
  const names = new Set(['detected', 'rollback started', 'rolled back', 'verified']);
  const colors = { detected: '--bad', 'rollback started': '--warn', 'rolled back': '--warn', verified: '--good' };
  return {
    id: 'moments',
    afterDatasetsDraw(chart) {
      const { ctx, chartArea: a, scales: { x } } = chart;
      ctx.save();
      ctx.font = '10.5px system-ui, sans-serif';
      const ends = [-Infinity, -Infinity, -Infinity];
      for (const m of moments.filter(m => names.has(m.what) || m.what.startsWith('deployed'))) {
        const t = Date.parse(m.at);
        if (t < from || t > to) continue;
        const px = Math.min(a.right - 1, x.getPixelForValue(t));
        const width = ctx.measureText(m.what).width + 8;
        const right = px + width > a.right;
        const left = right ? px - width : px;
        const row = Math.max(0, ends.findIndex(e => left > e));
        ends[row] = left + width;
        const color = css(colors[m.what] ?? '--ink-2');
        ctx.strokeStyle = color;
        ctx.setLineDash([2, 3]);
        ctx.beginPath(); ctx.moveTo(px, a.top - 4); ctx.lineTo(px, a.bottom); ctx.stroke();
        ctx.fillStyle = color;
        ctx.textAlign = right ? 'right' : 'left';
        ctx.fillText(m.what, px + (right ? -4 : 4), a.top - 31 + row * 12);
      }
      ctx.restore();
    },
  };
}
