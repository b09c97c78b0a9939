"""The application of people."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their names and their roles."""

    name = "accounts"
