"""Signed names: links in the emails, return addresses, and the keys that sign them."""
