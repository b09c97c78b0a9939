"""People: the custom user, names, roles, sign-in and the end of an account."""
