"""The demo evening: 15 August 2025 in Anchorage, as a German newsroom tells it live."""
