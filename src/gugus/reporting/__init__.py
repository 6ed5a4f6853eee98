"""Annual, five-year and six-monthly reports, from chapters that agencies write."""
