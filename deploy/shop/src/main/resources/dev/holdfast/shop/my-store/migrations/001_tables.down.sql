DROP TABLE order_lines, orders, products, categories, users;
