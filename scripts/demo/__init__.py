"""The demo portfolio: five companies, their customers and their money, made from a seed."""
