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
    counted = Thread.objects.annotate(number=Count("shown_comments"), newest=Max("shown_comments"))
    for thread in counted.order_by("pk").iterator(200):
        if (thread.number, thread.newest or 0) != (thread.comments, thread.last_comment):
            yield f"Thread {thread.pk}: it says {thread.comments} comments, there are {thread.number}."
