from apps.scores.models import AreaScores, ElementScores, Publication, RunTier


def test_what_a_run_holds_can_be_told_apart_by_name(small_world):
    run = small_world.run
    tier = RunTier.objects.get(tier="upper")

    assert str(run) == f"Run {run.pk} of Small edition"
    assert str(tier) == f"{run}, upper"
    assert str(Publication.objects.get()) == str(run)
    assert str(ElementScores.objects.filter(element_code="health").first()) == "health"
    assert str(AreaScores.objects.first()) == str(AreaScores.objects.first().area_id)
