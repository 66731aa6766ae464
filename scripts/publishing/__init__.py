"""Publications: immutable versions of the marts that readers open, while the build file stays private."""
