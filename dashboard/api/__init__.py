"""What programs ask: the same figures and decisions as the pages, as JSON."""
