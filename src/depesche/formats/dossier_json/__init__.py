"""A coverage's dossier as one JSON document, for whoever wants to go on from it.

`shapes` has the words of the document, `vocabulary` what they mean at schema.org, `conversion`
makes one of the other. docs/dossier.schema.json is written from the shapes.
"""
