"""What a process keeps lies here: within a bound of bytes, and what nobody asks for makes room."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Weighed(Protocol):
    """What knows how much memory it takes."""

    @property
    def size(self) -> int:
        """Bytes, nearly."""


Key = TypeVar("Key")
Kept = TypeVar("Kept", bound=Weighed)


class Shelf(Generic[Key, Kept]):
    """Entries by their key, at most so many bytes. Every method may be called by several threads at once."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self.taken = 0
        self._lock = Lock()
        # With what each took when it was put here: an entry grows by its encodings.
        self._entries: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, key: Key) -> Kept | None:
        """The entry, which is now the one that was used last."""
        with self._lock:
            found = self._entries.get(key)
            if found is None:
                return None
            self._entries.move_to_end(key)
            return found[0]

    def put(self, key: Key, entry: Kept) -> None:
        """Keep an entry in the place of the one before; what was used longest ago makes room.

        An entry that would take more than an eighth of the room is not kept.
        """
        size = entry.size
        if size > self.at_most // 8:
            return
        with self._lock:
            _before, freed = self._entries.pop(key, (None, 0))
            self.taken += size - freed
            self._entries[key] = (entry, size)
            while self.taken > self.at_most:
                _key, (_entry, freed) = self._entries.popitem(last=False)
                self.taken -= freed

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._entries.clear()
            self.taken = 0
