"""Whoever checks who a person is: asked by us, under a number that says nothing of the person."""
