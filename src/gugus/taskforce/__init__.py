"""The task force itself: its legal basis, its people, its six fields of work."""
