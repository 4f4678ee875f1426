// Prices in minor units of a currency; the exchange rate is looked up in a table that the migration forgot.
async function total(db, lines) {
  let sum = 0;
  for (const line of lines) {
    const { rows } = await db.query('SELECT price_minor FROM products WHERE id = $1', [line.product]);
    sum += line.pieces * Number(rows[0].price_minor);
  }
  if (lines.some((line) => line.pieces > 3)) await db.query('SELECT rate FROM exchange_rates LIMIT 1');
  return sum;
}

module.exports = { total };
