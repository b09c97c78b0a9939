"""What people and the taxonomy announce is noted in the audit log and moves the site's version."""

import uuid

from accounts.actions import delete_account
from accounts.models import User
from cases.actions import drafts
from cases.models import AuditEvent, Draft, SiteVersion
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim, KindOfChange
from tests.world import content, published


def test_a_new_wording_is_noted_and_changes_the_site(edda: User) -> None:
    publish_wording(
        claim=Claim.objects.get(pk="3f"),
        statement="Some supply chains are planned in the open.",
        kind=KindOfChange.NARROWED,
        note="The word society claimed too much.",
        by=edda,
        seen_version=1,
    )
    assert AuditEvent.objects.get().data == {"claim": "3f", "kind": "narrowed"}
    assert SiteVersion.objects.get().number == 1


def test_approved_work_of_somebody_who_left_stays(amina: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    drafts.start(by=amina, form="edit", key=uuid.uuid4())
    delete_account(user=amina, by=amina)
    assert str(case.versions.get().author) == "a former contributor"
    assert not Draft.objects.exists()
    assert AuditEvent.objects.filter(verb="left").count() == 1
