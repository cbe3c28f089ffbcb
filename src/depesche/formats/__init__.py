"""Formats: pure converters from what the newsroom has to what others read. They ask nobody."""
