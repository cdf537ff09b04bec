"""Stand-ins for partners of the province, over HTTP; see README.md."""
