"""Letters that an office wrote stay its own, with its numbers; so do its letterhead and its signers."""

STAYS = {
    "documents.Document": "what the old agency wrote under its own numbers; the file is deleted after days",
    "documents.Letterhead": "how an office writes, whoever answers for a file",
    "documents.Signer": "the officials of an office",
    "documents.Counter": "the numbers of an office's letters",
}
