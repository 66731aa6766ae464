"""One person in everything the project holds: found, handed over, erased."""
