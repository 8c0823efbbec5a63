"""How a mail is written (RFC 5322, 2045, 2047): what the compiler and the sender have in common."""
