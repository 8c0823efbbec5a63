"""From compiled mails to inboxes: plan, enroll, claim, send, record, and the links in the mails.

1. `compiled` reads what the email target wrote. Nothing here knows the course itself.
2. `calendar` says when a lesson is due: pure functions of data.
3. `ledger` remembers who is enrolled and what was sent.
4. `sender` claims what is due, records the intent, talks SMTP, records the result.
5. `web` answers the links in the mails: unsubscribe, preferences, answers, sign-up.

No module here asks the clock: the instant, or a `Clock`, is a parameter.
"""
