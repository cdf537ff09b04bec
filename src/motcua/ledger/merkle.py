"""The Merkle tree of RFC 6962, section 2.1: leaves and nodes are hashed with different prefixes.

The tree is built level by level, and a node without a sibling moves up as it is; that gives the
same tree as the recursive definition of the RFC.
"""

from collections.abc import Sequence
from hashlib import sha256

__all__ = ["leaf_hash", "merkle_path", "merkle_root", "root_from_path"]

_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf that holds ``data``."""
    return sha256(_LEAF + data).digest()


def _level_up(level: Sequence[bytes]) -> list[bytes]:
    pairs = zip(level[0::2], level[1::2], strict=False)
    above = [sha256(_NODE + left + right).digest() for left, right in pairs]
    if len(level) % 2:
        above.append(level[-1])
    return above


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes; the hash of nothing when there are none."""
    if not leaves:
        return sha256(b"").digest()
    level = leaves
    while len(level) > 1:
        level = _level_up(level)
    return level[0]


def merkle_path(leaves: Sequence[bytes], *, index: int) -> tuple[bytes, ...]:
    """Return the siblings of leaf ``index`` from the bottom up (RFC 6962, section 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path, level = [], leaves
    while len(level) > 1:
        if (index ^ 1) < len(level):
            path.append(level[index ^ 1])
        level, index = _level_up(level), index // 2
    return tuple(path)


def root_from_path(leaf: bytes, *, index: int, leaves: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that ``path`` leads to, or None when its length is not that of the place."""
    if not 0 <= index < leaves:
        return None
    node, steps, last = leaf, list(reversed(path)), leaves - 1
    while last:
        if index % 2 or index < last:
            if not steps:
                return None
            sibling = steps.pop()
            pair = sibling + node if index % 2 else node + sibling
            node = sha256(_NODE + pair).digest()
        index, last = index // 2, last // 2
    return None if steps else node
