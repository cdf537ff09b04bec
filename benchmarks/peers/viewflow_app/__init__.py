"""The app that viewflow wants its flows to live in."""
