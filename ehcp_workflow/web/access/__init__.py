"""The way in: signing in, the session of a browser, what a form must carry, and who may see what."""
