"""The sender: claim, intent, SMTP, result. A mail goes out once, or is seen to be in doubt.

1. CLAIM: what is due is leased to this process, in one transaction, after a second look at it.
2. INTENT: before a mail's SMTP dialogue, "sending" is committed; many intents share a commit.
3. SMTP: on N connections. A failure before the final dot is certain: the mail is put off.
4. RESULT: committed together with the next intents. 250 moves the learner on.
5. IN DOUBT: an intent without a result at the end of its lease. It is looked up by Message-ID in
   the log of the mail server, or held for a person. It is never sent again blindly: between the
   final dot and the reply nobody can know (RFC 1047).
"""
