"""What somebody asked of a colleague stays with them."""

STAYS = {"approvals.Request": "two people of the old agency; what is asked about a file that went is refused"}
