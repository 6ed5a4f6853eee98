"""A key service that lives in the test, as a class of an operator's would look like."""

from gugus.kernel.sealing import new_key, unwrap, wrap


class Locker:
    """Holds its keys itself; `move_on` is what its owner does once a year."""

    def __init__(self, kek_id: str = "hsm-1"):
        self.keks: dict[str, bytes] = {kek_id: _KEY}
        self.current, self.asked = kek_id, []

    def move_on(self, kek_id: str) -> None:
        self.keks[kek_id], self.current = new_key(), kek_id

    def current_id(self) -> str:
        self.asked.append("current")
        return self.current

    def wrap(self, key: bytes) -> tuple[str, bytes]:
        self.asked.append("wrap")
        return self.current, wrap(self.keks[self.current], self.current, key)

    def unwrap(self, kek_id: str, wrapped: bytes) -> bytes:
        self.asked.append("unwrap")
        return unwrap(self.keks[kek_id], kek_id, wrapped)


_KEY = new_key()  # two lockers of one test open each other's keys
