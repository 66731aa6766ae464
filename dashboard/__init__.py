"""The dashboard and its API: one process that reads publications and keeps decisions."""
