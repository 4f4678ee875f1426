CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE categories (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL, price_cents bigint NOT NULL, category_id int NOT NULL REFERENCES categories);
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id bigint NOT NULL REFERENCES users,
  total_cents bigint NOT NULL, release text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE order_lines (order_id bigint NOT NULL REFERENCES orders, product_id int NOT NULL REFERENCES products, pieces int NOT NULL);
CREATE INDEX order_lines_order ON order_lines (order_id);
INSERT INTO users (id, email) SELECT n, 'user' || n || '@example.com' FROM generate_series(1, 50) n;
INSERT INTO categories VALUES (1, 'Deck'), (2, 'Navigation');
INSERT INTO products VALUES (1, 'Anchor', 12900, 1), (2, 'Rope, 10 m', 1490, 1), (3, 'Cleat', 990, 1), (4, 'Fender', 2450, 1),
  (5, 'Shackle', 690, 1), (6, 'Compass', 8900, 2), (7, 'Lantern', 3990, 2), (8, 'Sextant', 24900, 2);
