"""What follows from orders, done in rounds: a worker for each thing."""
