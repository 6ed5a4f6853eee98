"""A text in both languages of the product, for packages that know no Django."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The same text in Indonesian (`id`) and English (`en`)."""

    id: str
    en: str

    def in_language(self, code: str | None) -> str:
        """Return the text for a language code such as "en" or "en-gb"; anything else gets Indonesian."""
        language = (code or "").lower().replace("_", "-").split("-")[0]
        return self.en if language == "en" and self.en else self.id
