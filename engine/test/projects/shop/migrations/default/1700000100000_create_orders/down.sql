DROP TABLE order_lines, orders, order_statuses, cart_lines, carts;
