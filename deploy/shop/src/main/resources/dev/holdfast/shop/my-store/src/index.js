// The store's API: products, categories and orders in PostgreSQL.
const http = require('http');
const { execFile } = require('child_process');
const { Pool } = require('pg');
const { version } = require('../package.json');
const { settings } = require('./settings');
const { total } = require('./pricing');
const metrics = require('./metrics');

const env = settings();
const db = new Pool({ connectionString: env.DATABASE_URL, max: 8, connectionTimeoutMillis: 2000 });
db.on('error', (e) => console.error('database:', e.message));

async function order(request) {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 65536) return [413, { error: 'an order has at most 64 KiB' }];
  }
  const { lines } = JSON.parse(body);
  const client = await db.connect();
  let broken;
  try {
    await client.query('BEGIN');
    const cents = await total(client, lines);
    const { rows } = await client.query(
      'INSERT INTO orders (user_id, total_cents, release) VALUES (1, $1, $2) RETURNING id', [cents, version]);
    for (const line of lines) {
      await client.query('INSERT INTO order_lines (order_id, product_id, pieces) VALUES ($1, $2, $3)',
        [rows[0].id, line.product, line.pieces]);
    }
    await client.query('COMMIT');
    return [201, { id: Number(rows[0].id), totalCents: cents, release: version }];
  } catch (e) {
    await client.query('ROLLBACK').catch((gone) => { broken = gone; });
    throw e;
  } finally {
    client.release(broken);
  }
}

async function answer(request) {
  const path = request.url.split('?')[0];
  if (path === '/products') {
    const { rows } = await db.query('SELECT id, name, category_id FROM products ORDER BY id');
    return ['/products', 200, rows];
  }
  if (path === '/categories') {
    const { rows } = await db.query('SELECT id, name FROM categories ORDER BY id');
    return ['/categories', 200, rows];
  }
  if (path === '/orders' && request.method === 'POST') return ['/orders', ...(await order(request))];
  if (path.startsWith('/orders/')) {
    const { rows } = await db.query('SELECT id, total_cents, release FROM orders WHERE id = $1',
      [Number(path.slice('/orders/'.length))]);
    return rows.length ? ['/orders/{id}', 200, rows[0]] : ['/orders/{id}', 404, { error: 'no such order' }];
  }
  if (path === '/version') return ['/version', 200, { version }];
  if (path === '/health') return ['/health', 200, { status: 'UP', version }];
  if (path === '/health/db' || path === '/health/ready') {
    await db.query('SELECT 1');
    return [path, 200, { status: 'UP' }];
  }
  return ['other', 404, { error: 'there is nothing here' }];
}

const server = http.createServer(async (request, response) => {
  if (request.url === '/metrics') {
    response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4' });
    response.end(metrics.text(version));
    return;
  }
  const start = process.hrtime.bigint();
  let route = request.url.split('?')[0].replace(/\d+$/, '{id}');
  let code = 500;
  let body = {};
  try {
    [route, code, body] = await answer(request);
  } catch (e) {
    console.error(request.method, request.url, e.message);
    code = e instanceof SyntaxError ? 400 : 500;
    body = { error: e.message };
  }
  metrics.answered(route, request.method, code, Number(process.hrtime.bigint() - start) / 1e9);
  response.writeHead(code, { 'Content-Type': 'application/json', 'X-Shop-Version': version });
  response.end(JSON.stringify(body));
});

server.listen(Number(env.PORT), '127.0.0.1', () => console.log('my-store', version, 'listens on', env.PORT));

function stop() {
  server.close(() => process.exit(0));
  server.closeAllConnections();
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

// A lab must not outlive its keeper: when that process is gone, PM2 goes too.
if (env.KEEPER) {
  setInterval(() => {
    try {
      process.kill(Number(env.KEEPER), 0);
    } catch (e) {
      execFile(process.execPath, [env.PM2, 'kill'], () => process.exit(0));
    }
  }, 2000);
}
