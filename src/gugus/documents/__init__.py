"""Letters and forms of the offices: numbered, made in the background from templates with a version, hashed."""
