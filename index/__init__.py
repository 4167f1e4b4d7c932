"""The write side: articles become a searchable index."""
