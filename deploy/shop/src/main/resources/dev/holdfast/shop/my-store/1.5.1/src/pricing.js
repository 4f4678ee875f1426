// The right price, asked of the database piece by piece and line by line, with a lock that nobody needs:
// right, and several times slower.
async function total(db, lines) {
  let sum = 0;
  for (const line of lines) {
    for (let piece = 0; piece < line.pieces; piece++) {
      const { rows } = await db.query('SELECT price_cents, pg_sleep(0.05) FROM products WHERE id = $1', [line.product]);
      sum += Number(rows[0].price_cents);
    }
  }
  return sum;
}

module.exports = { total };
