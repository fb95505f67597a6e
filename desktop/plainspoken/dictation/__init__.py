"""The dictation: one file a stage, and the session that drives them. Pure: no Qt, threads, files or clock."""
