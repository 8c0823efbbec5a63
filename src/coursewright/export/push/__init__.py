"""Push compiled emails to a mailer through its API, as often as you like.

Three steps: list what the mailer has (`products/`), compare it with the course and with the record
of earlier pushes (`comparing`, `record`), then make one call for each difference (`pushing`). The
record is saved before and after each call, so a push that was interrupted can be run again.
"""
