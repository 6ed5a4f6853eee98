"""What is read from the pages of the data protection desk."""
