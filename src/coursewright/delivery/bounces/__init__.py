"""Mail that comes back: bounces (RFC 3464) and complaints (RFC 5965), read as hostile input."""
