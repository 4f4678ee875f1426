// Counters and a histogram in Prometheus' text format.
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const requests = new Map();
const durations = new Map();

function answered(route, method, code, seconds) {
  const key = `route="${route}",method="${method}",code="${code}"`;
  requests.set(key, (requests.get(key) || 0) + 1);
  const h = durations.get(route) || { counts: BUCKETS.map(() => 0), sum: 0, count: 0 };
  BUCKETS.forEach((le, i) => { if (seconds <= le) h.counts[i]++; });
  h.sum += seconds;
  h.count++;
  durations.set(route, h);
}

function text(version) {
  const out = ['# TYPE http_requests_total counter'];
  for (const [key, value] of requests) out.push(`http_requests_total{${key}} ${value}`);
  out.push('# TYPE http_request_duration_seconds histogram');
  for (const [route, h] of durations) {
    BUCKETS.forEach((le, i) => out.push(`http_request_duration_seconds_bucket{route="${route}",le="${le}"} ${h.counts[i]}`));
    out.push(`http_request_duration_seconds_bucket{route="${route}",le="+Inf"} ${h.count}`);
    out.push(`http_request_duration_seconds_sum{route="${route}"} ${h.sum}`);
    out.push(`http_request_duration_seconds_count{route="${route}"} ${h.count}`);
  }
  out.push('# TYPE my_store_release_info gauge', `my_store_release_info{version="${version}"} 1`);
  out.push('# TYPE user_sessions_active gauge', `user_sessions_active 50`);
  return out.join('\n') + '\n';
}

module.exports = { answered, text };
