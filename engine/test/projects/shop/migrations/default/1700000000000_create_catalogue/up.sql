CREATE TABLE categories (
  id serial PRIMARY KEY,
  parent_id integer REFERENCES categories (id),
  display_name text NOT NULL UNIQUE
);
CREATE TABLE products (
  id serial PRIMARY KEY,
  category_id integer NOT NULL REFERENCES categories (id),
  name text NOT NULL,
  slug text NOT NULL UNIQUE,
  attributes jsonb NOT NULL DEFAULT '{}',
  is_published boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE variants (
  id serial PRIMARY KEY,
  product_id integer NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  sku text NOT NULL UNIQUE,
  unit_price numeric(10, 2) NOT NULL CHECK (unit_price >= 0),
  units_in_stock integer NOT NULL DEFAULT 0
);
CREATE TABLE reviews (
  id serial PRIMARY KEY,
  product_id integer NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  customer_id text NOT NULL,
  rating integer NOT NULL CHECK (rating BETWEEN 1 AND 5),
  body text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT reviews_one_each UNIQUE (product_id, customer_id)
);
INSERT INTO categories (parent_id, display_name) VALUES (NULL, 'Kitchen'), (1, 'Pots'), (1, 'Knives');
INSERT INTO products (category_id, name, slug, is_published, attributes, created_at) VALUES
  (2, 'Small pot', 'small-pot', true, '{"material": "steel"}', '2026-01-01T00:00Z'),
  (2, 'Large pot', 'large-pot', true, '{"material": "iron"}', '2026-01-02T00:00Z'),
  (3, 'Bread knife', 'bread-knife', false, '{}', '2026-01-03T00:00Z');
INSERT INTO variants (product_id, sku, unit_price, units_in_stock) VALUES
  (1, 'POT-S-1', 12.50, 3), (1, 'POT-S-2', 10.00, 0), (2, 'POT-L-1', 40.00, 1), (3, 'KNIFE-1', 20.00, 9);
INSERT INTO reviews (product_id, customer_id, rating, body) VALUES (1, 'customer-2', 4, 'Fine'), (1, 'customer-3', 5, NULL);
