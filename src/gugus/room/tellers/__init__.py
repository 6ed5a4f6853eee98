"""One part of the page each; see `gugus.room.parts`."""
