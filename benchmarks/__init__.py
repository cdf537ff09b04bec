"""Side-by-side measurements: each figure beside a peer or a physical limit in the same run."""
