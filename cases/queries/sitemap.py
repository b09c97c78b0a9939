"""What sitemaps list. A sitemap holds those of which the numbers lie in one span, so it is found by key."""

from datetime import datetime

from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet
from taggit.models import Tag, TaggedItem

from cases.models import LastChange
from models_taxonomy.models import Claim

SPAN = 5_000
"""How many numbers fall into one sitemap. The protocol allows 50,000 addresses."""

SPAN_OF_ROW = ExpressionWrapper(F("pk") / SPAN, output_field=BigIntegerField())


def spans_of_cases() -> tuple[tuple[int, datetime], ...]:
    """The spans in which there are cases, each with its last change; one query."""
    rows = LastChange.objects.public().annotate(span=SPAN_OF_ROW).order_by("span")
    return tuple(rows.values("span").annotate(last=Max("at")).values_list("span", "last"))


def cases_of_span(span: int) -> tuple[tuple[str, datetime], ...]:
    """The addresses of the cases of one span and when each last changed; one query."""
    rows = LastChange.objects.public().filter(_in_span(span), record__case__isnull=False).order_by("pk")
    return tuple(rows.values_list("record__case__slug", "at"))


def spans_of_tags() -> tuple[int, ...]:
    """The spans in which there are tags that cases have; one query."""
    rows = _used_tags().annotate(span=SPAN_OF_ROW).order_by("span")
    return tuple(rows.values_list("span", flat=True).distinct())


def tags_of_span(span: int) -> tuple[str, ...]:
    """The addresses of the tags of one span; one query."""
    rows = _used_tags().filter(_in_span(span)).order_by("pk")
    return tuple(rows.values_list("slug", flat=True))


def claim_codes() -> tuple[str, ...]:
    """The codes of all claims, withdrawn ones too, which have a page as well; one query."""
    return tuple(Claim.objects.order_by("order").values_list("code", flat=True))


def _in_span(span: int) -> Q:
    return Q(pk__gte=span * SPAN, pk__lt=(span + 1) * SPAN)


def _used_tags() -> QuerySet[Tag]:
    used: QuerySet[Tag] = Tag.objects.filter(Exists(TaggedItem.objects.filter(tag=OuterRef("pk"))))
    return used
