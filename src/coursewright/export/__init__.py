"""The compiled mails in the form of the mailer that a team already has: one row for each product.

Reads what the email target wrote, as the sender does, and knows no course. Three steps: read the
mails (`compiled_mails`), print their gaps in the product's own tags (`printing`, `grammars/`), lay
them out for import (`products/`).
"""
