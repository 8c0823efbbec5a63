"""Template languages of mailers, one file each: how text stays text, and how a value is printed."""
