"""The ledger: who is enrolled, what is owed next, what was sent. One code for both databases."""
