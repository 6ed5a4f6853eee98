"""How many rows, how long, how many at once."""

MOST_ROWS = 5_000
KEPT_DAYS = 7
MOST_A_DAY = 20
MOST_IDENTIFIED_ROWS = 500
