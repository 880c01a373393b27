"""The parts of a product that not every product has: one file a part, with what stands in the TOML
file (`...Shape`), what the rules read (`...Terms`), and how one becomes the other (`make`).

A part that is left out changes nothing: its defaults are how a product works without it."""
