"""People who merely exist."""

import factory

from apps.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    """Someone with an account and no roles. No password: sign them in with `client.force_login`."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"Person {number}")
    password = factory.LazyFunction(lambda: "!")
