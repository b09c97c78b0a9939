"""What accounts announce, for others to note: they never import who listens.

Each is sent inside the transaction of the act, with `user` and `by`; `by` is None when an operator acted
from the console of the server.
"""

from django.dispatch import Signal

# Before anything of it goes. A name that changes locks the row against all that name the person, so whoever
# waits for something must wait for it here.
account_leaving = Signal()
account_deleted = Signal()
# Also with `old`, the role before.
role_changed = Signal()
person_described = Signal()
# Also with `token`, the row; of one that is revoked, just before it goes.
token_made = Signal()
token_revoked = Signal()
# Only with `mail`, the row, which somebody is to send.
mail_written = Signal()
