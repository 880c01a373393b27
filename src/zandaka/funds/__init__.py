"""Money that moves on and outlives one command: payouts, standing orders, networks."""
