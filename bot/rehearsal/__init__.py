"""A local Telegram: a small Bot API server and a browser page, to try, teach and test a bot with."""
