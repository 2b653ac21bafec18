"""What tests share: samples, fakes, stand-ins, and running the program."""
