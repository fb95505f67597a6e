"""The models behind Plainspoken: what they must do (`contracts`), which there are (`registry.toml`), and how they run (`engines`)."""
