"""The threads: the conductor owns the session, the keeper the vault, a worker each engine. They share messages only."""
