"""Questions to a publication, each a function with typed rows; pages and the API only call these."""
