"""The sender: claim, intent, SMTP, result. Each email is sent once, or marked as in doubt.

1. CLAIM: emails that are due are leased to this process in one transaction, after a second check.
2. INTENT: before an email's SMTP dialogue, "sending" is committed; several intents share a commit.
3. SMTP: on N connections. A failure before the final dot is certain: the email is retried later.
4. RESULT: committed together with the next intents. After a 250, the learner's next step is set.
5. IN DOUBT: an intent without a result at the end of its lease. The sender looks up its Message-ID
   in the mail server's log, or holds it for a person's decision. It never resends blindly: between
   the final dot and the reply, no client knows whether the email was accepted (RFC 1047).
"""
