"""Writing the HTML of comments, and the counts of their threads."""

from django.db.models import Count, Max

from accounts.models import User
from cases.actions.refusals import Incomplete
from cases.domain.messages import Problem
from cases.domain.rendering import RENDERER_VERSION, TooComplex
from cases.domain.talk import problem_of_mentions, problems_of_comment
from cases.models import Comment, Thread
from cases.queries.rendered import render_talk


def check_text(text: str) -> None:
    """Raise Incomplete for a text that no comment can have."""
    problems = problems_of_comment(text)
    if not problems:
        try:
            _rendered, people = render_talk(text, "c")
        except TooComplex as refusal:
            problems = (Problem("text", str(refusal)),)
        else:
            problems = problem_of_mentions(len(people))
    if problems:
        raise Incomplete(problems)


def write_html(comment: Comment) -> tuple[User, ...]:
    """Render the comment and store its HTML; return the people whom it calls by name."""
    rendered, people = render_talk(comment.text, f"comment-{comment.pk}")
    comment.html = rendered.html
    comment.renderer = RENDERER_VERSION
    comment.save(update_fields=["html", "renderer"])
    comment.mentions.set(people)
    return people


def count_comments(thread: Thread) -> None:
    """Write down how many comments the public reads in this thread, and which is the newest."""
    found = Comment.objects.filter(thread=thread).aggregate(number=Count("pk"), last=Max("pk"), at=Max("at"))
    thread.comments = found["number"]
    thread.last_comment = found["last"] or 0
    thread.last_at = found["at"] or thread.begun_at
    thread.save(update_fields=["comments", "last_comment", "last_at"])


def write_comments_again() -> None:
    """Render every comment with today's renderer, and count every thread."""
    for comment in Comment.objects.order_by("pk").iterator(200):
        write_html(comment)
    for thread in Thread.objects.order_by("pk").iterator(200):
        count_comments(thread)
