"""The dossier for programs: its objects, and what is done to them."""
