"""Plans for people who are not in the ledger: one learner, or a cohort of a roster."""
