"""The threads: the conductor, which owns the session, and a worker for each engine. They share messages only."""
