"""The chair's page: what is late, what needs a decision, figures against last year, who has not reported, what comes.

Owns no records. Every list is that of the context it comes from, scoped and locked there; each tells one part.
"""
