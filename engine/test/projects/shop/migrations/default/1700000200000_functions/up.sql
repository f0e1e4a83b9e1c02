CREATE FUNCTION product_average_rating(product products) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT round(avg(rating), 1) FROM reviews WHERE product_id = product.id
$$;
CREATE FUNCTION product_cheapest_variant(product products) RETURNS variants LANGUAGE sql STABLE AS $$
  SELECT * FROM variants WHERE product_id = product.id ORDER BY unit_price LIMIT 1
$$;
CREATE FUNCTION product_own_reviews(product products, hasura_session json) RETURNS SETOF reviews LANGUAGE sql STABLE AS $$
  SELECT * FROM reviews WHERE product_id = product.id AND customer_id = hasura_session ->> 'x-hasura-user-id'
$$;
CREATE FUNCTION product_similar(product products, max_count integer DEFAULT 3) RETURNS SETOF products LANGUAGE sql STABLE AS $$
  SELECT * FROM products other WHERE other.category_id = product.category_id AND other.id <> product.id
  ORDER BY other.id LIMIT max_count
$$;
CREATE FUNCTION variant_is_available(variant variants) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT variant.units_in_stock > 0
$$;
CREATE FUNCTION cart_total_price(cart carts) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(v.unit_price * l.unit_count), 0) FROM cart_lines l JOIN variants v ON v.id = l.variant_id
  WHERE l.cart_id = cart.id
$$;
CREATE FUNCTION newest_product() RETURNS products LANGUAGE sql STABLE AS $$
  SELECT * FROM products WHERE is_published ORDER BY created_at DESC LIMIT 1
$$;
CREATE FUNCTION search_products(search_text text) RETURNS SETOF products LANGUAGE sql STABLE AS $$
  SELECT * FROM products WHERE name ILIKE '%' || search_text || '%'
$$;
CREATE FUNCTION place_order(hasura_session json) RETURNS orders LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  placed orders;
  customer text := hasura_session ->> 'x-hasura-user-id';
BEGIN
  INSERT INTO orders (customer_id) VALUES (customer) RETURNING * INTO placed;
  INSERT INTO order_lines SELECT placed.id, v.id, l.unit_count, v.unit_price
    FROM cart_lines l JOIN carts c ON c.id = l.cart_id JOIN variants v ON v.id = l.variant_id
    WHERE c.customer_id = customer;
  UPDATE variants v SET units_in_stock = v.units_in_stock - l.unit_count FROM order_lines l
    WHERE l.order_id = placed.id AND l.variant_id = v.id;
  DELETE FROM carts WHERE customer_id = customer;
  RETURN placed;
END
$$;
