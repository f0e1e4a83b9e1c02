CREATE TABLE carts (id serial PRIMARY KEY, customer_id text NOT NULL UNIQUE);
CREATE TABLE cart_lines (
  cart_id integer NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
  variant_id integer NOT NULL REFERENCES variants (id),
  unit_count integer NOT NULL DEFAULT 1 CHECK (unit_count > 0),
  PRIMARY KEY (cart_id, variant_id)
);
CREATE TABLE order_statuses (status_name text PRIMARY KEY, description text);
INSERT INTO order_statuses VALUES ('open', 'not sent'), ('sent', 'on its way');
CREATE TABLE orders (
  id serial PRIMARY KEY,
  customer_id text NOT NULL,
  order_status text NOT NULL DEFAULT 'open' REFERENCES order_statuses (status_name),
  placed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE order_lines (
  order_id integer NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  variant_id integer NOT NULL REFERENCES variants (id),
  unit_count integer NOT NULL,
  unit_price numeric(10, 2) NOT NULL,
  PRIMARY KEY (order_id, variant_id)
);
