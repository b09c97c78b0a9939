"""What accounts announce, for others to note: they never import who listens."""

from django.dispatch import Signal

# Sent with `user` and `by` inside the transaction of the act.
account_deleted = Signal()
role_changed = Signal()
