"""The threads: the conductor, which owns the session, the keeper, which owns the vault, and a worker for each engine. They share messages only."""
