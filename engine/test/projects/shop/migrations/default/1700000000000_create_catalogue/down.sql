DROP TABLE reviews, variants, products, categories;
