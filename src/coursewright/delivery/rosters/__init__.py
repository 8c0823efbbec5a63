"""Lists of learners as people have them, read line by line."""
