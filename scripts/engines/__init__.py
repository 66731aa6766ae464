"""One set of models on two engines: a server to build on, and a comparison row by row."""
