"""What the task force publishes: summaries and reports without persons."""
