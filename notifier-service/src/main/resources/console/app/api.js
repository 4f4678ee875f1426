// Talks to this service. The token is the person's own and stays in this tab.
const KEY = 'holdfast.token';

export const token = {
  get: () => sessionStorage.getItem(KEY) ?? '',
  set: value => value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY),
};

export const authorization = () => token.get() ? { Authorization: `Bearer ${token.get()}` } : {};

export async function get(path) {
  const answer = await fetch(path, { headers: { Accept: 'application/json', ...authorization() } });
  if (!answer.ok) throw new Error(await problem(answer));
  return answer.json();
}

// Asks this service to do something; answers what it says.
export async function send(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...authorization() },
    body: JSON.stringify(body ?? {}),
  });
  if (!answer.ok) throw new Error(await problem(answer));
  return answer.json();
}

// Asks decision-service; answers a sentence on what became of it.
export async function decide(incident, command, body) {
  const answer = await fetch(`api/decision/incidents/${encodeURIComponent(incident)}/${command}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...authorization() },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await problem(answer));
}

async function problem(answer) {
  try {
    const body = await answer.json();
    return body.detail ?? body.title ?? `HTTP ${answer.status}`;
  } catch {
    return `HTTP ${answer.status}`;
  }
}
