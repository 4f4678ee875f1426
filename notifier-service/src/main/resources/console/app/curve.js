// The curve that raised the trigger, its threshold, and what happened when.
import { h } from './dom.js';
import { clock, number } from './format.js';

// A canvas needs the colour itself: let the page resolve what the variable means in this theme.
function css(name) {
  const probe = h('span', { style: { color: `var(${name})`, display: 'none' } });
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

export function curve(figure) {
  let chart = null;
  let shown = '';
  return (trigger, moments) => {
    const key = JSON.stringify([trigger, moments, document.documentElement.dataset.theme, matchMedia('(prefers-color-scheme: dark)').matches]);
    if (key === shown) return;
    shown = key;
    chart?.destroy();
    chart = null;
    figure.hidden = !trigger || trigger.points.length < 2 || !globalThis.Chart;
    if (figure.hidden) return;
    const canvas = h('canvas', { role: 'img', 'aria-label': describe(trigger) });
    figure.replaceChildren(
      h('figcaption', {}, h('b', {}, trigger.trigger.rule), h('code', {}, trigger.trigger.expression)),
      h('div', { class: 'plot' }, canvas));
    chart = new globalThis.Chart(canvas, config(trigger, moments));
  };
}

function describe({ trigger, points }) {
  const last = points[points.length - 1];
  return `${trigger.rule}: ${points.length} values, the last ${number(last.value)}${trigger.threshold === undefined ? '' : `, threshold ${number(trigger.threshold)}`}`;
}

function config({ trigger, points }, moments) {
  const ink = css('--ink-2'), grid = css('--line'), bad = css('--bad'), line = css('--accent');
  const data = points.map(p => ({ x: Date.parse(p.at), y: p.value }));
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
      layout: { padding: { top: 16, right: 4 } },
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
  return {
    id: 'moments',
    afterDatasetsDraw(chart) {
      const faint = css('--ink-3'), ink = css('--ink-2');
      const { ctx, chartArea: a, scales: { x } } = chart;
      ctx.save();
      ctx.font = '10.5px system-ui, sans-serif';
      let edge = -Infinity, row = 0;
      for (const m of moments.filter(m => names.has(m.what))) {
        const t = Date.parse(m.at);
        if (t < from || t > to) continue;
        const px = Math.min(a.right - 1, x.getPixelForValue(t));
        const width = ctx.measureText(m.what).width + 8;
        row = px < edge ? row + 1 : 0;
        const right = px + width > a.right;
        ctx.strokeStyle = faint;
        ctx.setLineDash([2, 3]);
        ctx.beginPath(); ctx.moveTo(px, a.top - 4); ctx.lineTo(px, a.bottom); ctx.stroke();
        ctx.fillStyle = ink;
        ctx.textAlign = right ? 'right' : 'left';
        ctx.fillText(m.what, px + (right ? -4 : 4), a.top - 5 + row * 13);
        edge = Math.max(edge, px + width);
      }
      ctx.restore();
    },
  };
}
