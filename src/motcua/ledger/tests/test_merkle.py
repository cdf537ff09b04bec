"""The tree against the definition of RFC 6962, word for word."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from motcua.ledger.merkle import leaf_hash, merkle_path, merkle_root, root_from_path

leaves = st.lists(st.binary(max_size=4), min_size=1, max_size=70).map(
    lambda data: [leaf_hash(each) for each in data]
)


def split(count):
    return 1 << ((count - 1).bit_length() - 1)


def slow_root(nodes):
    """RFC 6962, 2.1: MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n]))."""
    if len(nodes) == 1:
        return nodes[0]
    half = split(len(nodes))
    return sha256(b"\1" + slow_root(nodes[:half]) + slow_root(nodes[half:])).digest()


def slow_path(nodes, index):
    """RFC 6962, 2.1.1: PATH(m, D[n])."""
    if len(nodes) == 1:
        return []
    half = split(len(nodes))
    if index < half:
        return [*slow_path(nodes[:half], index), slow_root(nodes[half:])]
    return [*slow_path(nodes[half:], index - half), slow_root(nodes[:half])]


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert merkle_root([]) == sha256(b"").digest()


def test_a_published_vector_of_certificate_transparency_holds():
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    data.append("606162636465666768696a6b6c6d6e6f")
    root = merkle_root([leaf_hash(bytes.fromhex(each)) for each in data])
    assert root.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(leaves)
def test_the_root_is_that_of_the_rfc(nodes):
    assert merkle_root(nodes) == slow_root(nodes)


@given(leaves, st.data())
def test_every_path_is_that_of_the_rfc_and_leads_to_the_root(nodes, data):
    index = data.draw(st.integers(0, len(nodes) - 1))
    path = merkle_path(nodes, index=index)
    assert list(path) == slow_path(nodes, index)
    found = root_from_path(nodes[index], index=index, leaves=len(nodes), path=path)
    assert found == merkle_root(nodes)


@given(leaves, st.data())
def test_no_other_leaf_place_or_path_leads_to_the_root(nodes, data):
    index = data.draw(st.integers(0, len(nodes) - 1))
    path, root = merkle_path(nodes, index=index), merkle_root(nodes)
    other = leaf_hash(b"another leaf")
    assert root_from_path(other, index=index, leaves=len(nodes), path=path) != root
    longer = [*path, nodes[0]]
    assert root_from_path(nodes[index], index=index, leaves=len(nodes), path=longer) is None
    assert root_from_path(nodes[index], index=len(nodes), leaves=len(nodes), path=path) is None
    assert root_from_path(nodes[index], index=-1, leaves=len(nodes), path=path) is None
    if path:
        shorter = path[:-1]
        assert root_from_path(nodes[index], index=index, leaves=len(nodes), path=shorter) != root
        step = data.draw(st.integers(0, len(path) - 1))
        bent = [*path[:step], other, *path[step + 1 :]]
        assert root_from_path(nodes[index], index=index, leaves=len(nodes), path=bent) != root
