"""What the process that lays a document out may take. No Django: the process itself reads it."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of computing and by the clock, bytes of address space and of the result.

    Most of the address space is fonts and threads that are never touched.
    """

    seconds: int = 15
    patience: int = 40
    memory: int = 2048 * 1024 * 1024
    largest: int = 10 * 1024 * 1024

    @property
    def told(self) -> dict[str, int]:
        """For the parcel."""
        return asdict(self)


USUAL = Limits()
