"""Areas and groups that merely exist."""

import factory

from apps.areas.models import Area, ReferenceGroup
from apps.common.tiers import Tier


class AreaFactory(factory.django.DjangoModelFactory):
    """A unitary authority, in both tiers; `district=True` or `county=True` make the others."""

    class Meta:
        model = Area

    class Params:
        county = factory.Trait(
            type=Area.Type.COUNTY, in_district=False, code=factory.Sequence(lambda number: f"E10{900000 + number}")
        )
        district = factory.Trait(
            type=Area.Type.DISTRICT, in_upper=False, code=factory.Sequence(lambda number: f"E07{900000 + number}")
        )

    code = factory.Sequence(lambda number: f"E06{900000 + number}")
    name = factory.Sequence(lambda number: f"Area {number}")
    slug = factory.LazyAttribute(lambda area: area.name.lower().replace(" ", "-"))
    type = Area.Type.UNITARY
    in_district = True
    in_upper = True
    nation = "England"
    region_code = "E12000001"
    region = "North East"
    latitude = 54.5
    longitude = -1.5
    population = 100_000
    population_year = 2024


class ReferenceGroupFactory(factory.django.DjangoModelFactory):
    """The group of one tier, with the areas it is given: `ReferenceGroupFactory(tier="upper", areas=[...])`."""

    class Meta:
        model = ReferenceGroup
        skip_postgeneration_save = True

    tier = Tier.UPPER
    code = factory.LazyAttribute(lambda group: f"england-{group.tier}")
    name = factory.LazyAttribute(lambda group: f"England, {group.tier}")

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        if extracted:
            self.areas.set(extracted)
