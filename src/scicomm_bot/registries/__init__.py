"""Asking registries of papers: Crossref, PubMed and arXiv; what they answer is read elsewhere."""
