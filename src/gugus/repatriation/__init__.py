"""The way home: steps, legs, travel documents, escorts, and minutes at every hand-over."""
