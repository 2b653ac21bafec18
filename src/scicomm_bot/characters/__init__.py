"""What is true of a text whatever its language: which signs it has, which can be seen, and which are only spellings."""
