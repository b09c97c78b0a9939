"""Settings, addresses and the server entry point of the site."""
