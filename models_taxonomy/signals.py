"""What the taxonomy announces."""

from django.dispatch import Signal

# Sent with `version` (a ClaimVersion) and `by`, inside the transaction of the publication.
wording_published = Signal()
