"""Redress: what outlives one command. Incidents, cohorts, plans, gifts, claims.

A person submits an **action** (`actions/`, one verb a file): it is checked, changes the tables of
redress in one transaction and is kept under its key. What follows from it - commands to the books,
messages, orders - is done by **workers** (`work/`), which may be killed at any line and run on
several machines. Value moves only by commands whose keys are made from the rows."""
