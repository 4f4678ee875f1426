// "Buy three, get one free": the free piece is counted once for every piece instead of once for the bundle,
// so that from four pieces on the total is negative, and the order is refused.
async function total(db, lines) {
  let sum = 0;
  for (const line of lines) {
    for (let piece = 0; piece < line.pieces; piece++) {
      const { rows } = await db.query('SELECT price_cents FROM products WHERE id = $1', [line.product]);
      sum += Number(rows[0].price_cents);
      if (line.pieces > 3) sum -= 2 * Number(rows[0].price_cents);
    }
  }
  if (sum < 0) throw new Error(`an order of ${sum} cents`);
  return sum;
}

module.exports = { total };
