// The live stream by fetch, so that the token can go with it; comes back with the last id it saw.
import { authorization } from './api.js';

const LONGEST_PAUSE = 10_000;
const SILENCE = 25_000;

export function follow(path, onEvent, onState) {
  let last = null;
  let pause = 250;
  let stopped = false;
  let abort = null;

  (async () => {
    while (!stopped) {
      abort = new AbortController();
      let watch = null;
      try {
        const answer = await fetch(path, {
          headers: { Accept: 'text/event-stream', ...(last ? { 'Last-Event-ID': last } : {}), ...authorization() },
          signal: abort.signal, cache: 'no-store',
        });
        if (answer.status === 400) last = null;
        if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
        onState('live');
        pause = 250;
        const alive = () => { clearTimeout(watch); watch = setTimeout(() => abort.abort(), SILENCE); };
        alive();
        await read(answer.body.getReader(), frame => {
          alive();
          if (frame.id) last = frame.id;
          if (frame.data) onEvent(JSON.parse(frame.data));
        });
      } catch { /* told by the state below */ }
      clearTimeout(watch);
      if (stopped) return;
      onState('away');
      await new Promise(done => setTimeout(done, pause * (0.75 + Math.random() / 2)));
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
  })();

  return () => { stopped = true; abort?.abort(); };
}

async function read(reader, onFrame) {
  const text = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += text.decode(value, { stream: true });
    let end;
    while ((end = rest.indexOf('\n\n')) >= 0) {
      onFrame(parse(rest.slice(0, end)));
      rest = rest.slice(end + 2);
    }
  }
}

function parse(block) {
  const frame = { id: null, data: '' };
  for (const line of block.split('\n')) {
    if (line.startsWith('id: ')) frame.id = line.slice(4);
    else if (line.startsWith('data: ')) frame.data += line.slice(6);
  }
  return frame;
}
