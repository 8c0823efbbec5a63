"""The compiled emails as a typed, versioned format, with one reader and one writer.

`records` says what the format holds, `placeholders` what a text is made of. `reader` and `writer`
turn both into files and back. `release` and `tracks` answer what is sent on each track, and when;
`email_template` fills a text for a learner. The format is described in docs/sequence.md.
"""
