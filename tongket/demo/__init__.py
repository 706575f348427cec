"""Five invented organisations living one working year through the real actions."""
