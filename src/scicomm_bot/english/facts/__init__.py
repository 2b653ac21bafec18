"""Facts of a quotation: what its figures are, what they belong to, and what a post may make of them."""
