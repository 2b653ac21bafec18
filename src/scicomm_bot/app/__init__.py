"""What the program does, for whoever asks: a command, the service, a page."""
