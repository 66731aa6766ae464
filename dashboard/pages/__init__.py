"""The pages: each draws what query functions found, and knows no SQL."""
