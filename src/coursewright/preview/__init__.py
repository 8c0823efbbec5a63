"""The local site on which an author sees the course as learner, admin and operator will.

    watch the folder -> read what changed -> tell the browsers -> they ask again for what they show

Everything is made in memory, when somebody looks at it. Nothing here changes a file.
"""
