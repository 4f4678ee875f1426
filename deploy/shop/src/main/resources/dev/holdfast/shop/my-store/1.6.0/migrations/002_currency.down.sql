ALTER TABLE orders DROP COLUMN currency;
ALTER TABLE products RENAME COLUMN price_minor TO price_cents;
