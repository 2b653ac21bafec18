"""How the rules read: sentences, word lists, denials, numbers, names and relations. No rule is here."""
