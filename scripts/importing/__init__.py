"""Bring a company's own files into the shape of the input contract."""
