DROP FUNCTION place_order(json);
DROP FUNCTION search_products(text);
DROP FUNCTION newest_product();
DROP FUNCTION cart_total_price(carts);
DROP FUNCTION variant_is_available(variants);
DROP FUNCTION product_similar(products, integer);
DROP FUNCTION product_own_reviews(products, json);
DROP FUNCTION product_cheapest_variant(products);
DROP FUNCTION product_average_rating(products);
