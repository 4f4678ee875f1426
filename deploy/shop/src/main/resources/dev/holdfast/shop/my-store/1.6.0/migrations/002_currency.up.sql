ALTER TABLE products RENAME COLUMN price_cents TO price_minor;
ALTER TABLE orders ADD COLUMN currency text NOT NULL DEFAULT 'EUR';
