"""The site as programs read it and write to it: `/api/v1/`, one module a noun."""
