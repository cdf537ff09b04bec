"""Filing: a draft, one thing a page, checked before it is sent."""
