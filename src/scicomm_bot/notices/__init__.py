"""Whether a paper still stands: the policy, the question to Crossref and what it answers, and corrections."""
