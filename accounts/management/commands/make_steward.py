"""Make the first steward of a site, or promote a person."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import add_person
from accounts.models import Role, User
from accounts.names import problems_of_name


class Command(BaseCommand):
    """The person sets a password through the page *Forgot your password*."""

    help = "Make a steward, or promote the person of this address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("email")

    def handle(self, **options: object) -> None:
        name, email = str(options["name"]), str(options["email"]).lower()
        user = User.objects.filter(email=email).first()
        if user is not None:
            user.role = Role.STEWARD
            user.save()
        else:
            problems = problems_of_name(name)
            if problems:
                raise CommandError(" ".join(problems))
            user = add_person(name=name, email=email, role=Role.STEWARD)
        self.stdout.write(f"{user.username} is a steward. Set a password at /account/password/reset/.")
