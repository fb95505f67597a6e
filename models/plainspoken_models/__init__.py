"""The models: what they must do (`contracts`), which there are (`registry.toml`), how they run (`engines`)."""
