"""What X lets a post be: its length and links, its prices, its pictures, and how its ids tell the time; pure."""
