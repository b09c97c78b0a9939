"""Checks of discussions: the HTML of each comment against its text, and the counts of each thread."""

from collections.abc import Iterator

from django.db.models import Count, Max

from cases.models import Comment, Thread
from cases.queries.rendered import render_talk


def faults_of_talk() -> Iterator[str]:
    """Yield one sentence for each comment or thread that is not as it must be."""
    for comment in Comment.objects.order_by("pk").iterator(200):
        if render_talk(comment.text, f"comment-{comment.pk}")[0].html != comment.html:
            yield f"Comment {comment.pk}: its HTML is not that of its text."
    counted = Thread.objects.order_by("pk").annotate(
        number=Count("shown_comments"), newest=Max("shown_comments")
    )
    rows = counted.values_list("pk", "comments", "last_comment", "number", "newest")
    for pk, said, said_newest, number, newest in rows.iterator(200):
        if (number, newest or 0) != (said, said_newest):
            yield f"Thread {pk}: it says {said} comments, there are {number}."
