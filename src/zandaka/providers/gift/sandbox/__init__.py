"""A provider of gifts to try things out with: a real HTTP server that issues made-up codes, and
fails in the ways that real ones do when it is told to."""
