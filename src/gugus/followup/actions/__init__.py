"""What is done with a recommendation. Contexts above call `recording.record_recommendation` where one is said."""
