// Migrations: NNN_name.up.sql and NNN_name.down.sql, each in one transaction; `down` undoes the newest one.
const fs = require('fs');
const { Client } = require('pg');
const { settings } = require('./src/settings');

async function main(verb) {
  const db = new Client({ connectionString: settings().DATABASE_URL });
  await db.connect();
  try {
    await db.query('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, executed_at timestamptz NOT NULL DEFAULT now())');
    const done = (await db.query('SELECT name FROM migrations ORDER BY name')).rows.map((r) => r.name);
    const known = fs.readdirSync('migrations').filter((f) => f.endsWith('.up.sql')).map((f) => f.replace('.up.sql', '')).sort();
    if (verb === 'status') {
      console.log(JSON.stringify({ done, pending: known.filter((n) => !done.includes(n)) }));
      return;
    }
    const names = verb === 'up' ? known.filter((n) => !done.includes(n)) : done.slice(-1);
    for (const name of names) {
      await db.query('BEGIN');
      await db.query(fs.readFileSync(`migrations/${name}.${verb}.sql`, 'utf8'));
      await db.query(verb === 'up' ? 'INSERT INTO migrations (name) VALUES ($1)' : 'DELETE FROM migrations WHERE name = $1', [name]);
      await db.query('COMMIT');
      console.log(verb, name);
    }
  } finally {
    await db.end();
  }
}

main(process.argv[2]).catch((e) => {
  console.error(e.message);
  process.exit(1);
});
