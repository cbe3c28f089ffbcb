"""What Depesche is measured beside: each a server of its own, in one file."""
