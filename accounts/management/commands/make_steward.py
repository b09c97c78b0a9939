"""Make the first steward of a site, or promote a person."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import IntegrityError

from accounts.actions import IsSuspended, make_steward
from accounts.links import password_link
from accounts.names import problems_of_name


class Command(BaseCommand):
    """The new steward sets a password by the link that is printed; a promoted one keeps theirs."""

    help = "Make a steward, or promote the person who has this address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="public name, if the person is new")
        parser.add_argument("email", help="e-mail address, which counts as confirmed")

    def handle(self, **options: object) -> None:
        name, email = str(options["name"]), str(options["email"])
        problems = problems_of_name(name)
        if problems:
            raise CommandError(" ".join(problems))
        try:
            validate_email(email)
            user = make_steward(name=name, email=email)
        except ValidationError:
            raise CommandError("This is not an e-mail address. Write one such as name@example.org.") from None
        except IsSuspended:
            raise CommandError("This person is suspended. Lift the suspension on the site first.") from None
        except IntegrityError:
            raise CommandError("This name looks like one that is taken. Choose another.") from None
        self.stdout.write(f"{user.username} is a steward.")
        if not user.has_usable_password():
            self.stdout.write(f"Set a password, once, within three days: {password_link(user)}")
