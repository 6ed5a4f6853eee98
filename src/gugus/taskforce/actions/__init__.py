"""What the secretariat writes for its task force: seats, positions, legal bases, frequencies, the task force itself."""
