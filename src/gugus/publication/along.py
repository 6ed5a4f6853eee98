LEFT = ()
"""A publication is no part of a file."""

STAYS = {"publication.Publication": "words of a task force for everybody"}
