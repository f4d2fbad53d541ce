"""The audit: every contradiction of a plan, found, explained, with its lines."""
