"""Alerts put into words for one person on one channel, and the one door through which they leave."""
