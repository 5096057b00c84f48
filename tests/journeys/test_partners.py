"""Partners of four sectors act on the published figures, and the next publication tells them how they are doing.

One story in seven steps, each told by those who live it; on the large size too. What the figures say next is made up
here: the next school year in one area.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from apps.accounts.demonstration import PASSWORD
from apps.figures.release import Release, ReleaseRow, read_release, write_release
from apps.figures.starter_set import starter_files

pytestmark = pytest.mark.journey
CALDERDALE, INDICATOR = "E08000033", "persistent-absence"
ELEMENT = "Pupils persistently absent from school"
HOME, DEADLINE = "/w/two-valleys-together/", "2031-12-31"
OFFICER, BUSINESS, VIEWER = "officer@demo.example", "business@demo.example", "councillor@demo.example"
STEWARD, CURATOR, STRANGER = "steward@demo.example", "curator@demo.example", "resident@demo.example"
PATIENCE = 90_000


@pytest.fixture
def browser_of(browser: Browser, base_url, complaints):
    """Makes the browser of one of the demonstration's people, signed in; without JavaScript if so asked."""
    opened = []

    def make(email: str, **settings) -> Page:
        context: BrowserContext = browser.new_context(base_url=base_url, **settings)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        opened.append(context)
        page = context.new_page()
        page.goto("/sign-in/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        return page

    yield make
    for context in opened:
        context.close()
    assert complaints == []


def main_of(page: Page):
    return page.get_by_role("main")


def set_a_goal(page: Page, title: str, target: str) -> str:
    """Set a goal on absence from school in Calderdale, having seen its road; its address."""
    page.goto(HOME)
    page.get_by_role("link", name="Set a goal", exact=True).first.click()
    page.get_by_label("Area").select_option("calderdale")
    page.get_by_label("Name contains").fill("persistently absent")
    page.get_by_role("button", name="Show", exact=True).click()
    main_of(page).get_by_role("link", name=ELEMENT).click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Where it starts").select_option("2021-08-01/P1Y")
    page.get_by_label("Target").fill(target)
    page.get_by_label("Due").fill(DEADLINE)
    page.get_by_label("What would count as success").fill("Mornings are calm, and the children are there.")
    page.get_by_label("Led by").select_option(label="Westvale Council")
    page.get_by_role("button", name="Show the road first").click()
    expect(main_of(page)).to_contain_text("Nothing is saved yet")
    expect(main_of(page).get_by_role("img", name=re.compile("the road to the target")).first).to_be_visible()
    page.get_by_role("button", name="Set this goal").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url.split("?")[0]


def log_an_initiative(page: Page, title: str, goal: str) -> str:
    """Log an initiative towards a goal, with a milestone, then a piece of evidence; its address."""
    page.goto(HOME)
    page.get_by_role("link", name="Log a policy or initiative").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("What it does").fill("Bread and fruit at the school gate, paid by the shop.")
    page.get_by_label("Led by").select_option(label="Loom & Larder Ltd")
    page.get_by_label("Goal", exact=True).select_option(label=goal)
    page.get_by_label("How it is meant to help").fill("Children who are awaited come.")
    page.get_by_label("First milestone").fill("First school")
    page.get_by_label("By when").fill("2027-03-01")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    where = page.url.split("?")[0]
    page.get_by_role("link", name="Add evidence").click()
    page.get_by_label("Title").fill("What the first week was like")
    page.get_by_label("What it shows").fill("Forty children on Monday, sixty on Friday.")
    main_of(page).get_by_role("button", name=re.compile("evidence")).click()
    expect(main_of(page)).to_contain_text("Forty children on Monday")
    return where


def next_release(value: str, folder: Path) -> Path:
    """A release with one more school year for Calderdale."""
    (known,) = (path for path in starter_files() if path.stem == INDICATOR)
    header = {**read_release(known.read_bytes()).header, "release": f"after {value}"}
    row = ReleaseRow(0, CALDERDALE, "2025-08-01/P1Y", value, "", "", "", "published")
    path = folder / "next-school-year.csv"
    path.write_bytes(write_release(Release(header, [row])))
    return path


def publish_newer_figures(page: Page, path: Path) -> None:
    """A steward uploads a release, accepts it and publishes the run that it starts."""
    page.goto("/desk/imports/new/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name=re.compile("Upload")).click()
    page.get_by_role("button", name="Accept these figures").click(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="The scores are worked out")).to_be_visible(timeout=PATIENCE)
    page.goto("/desk/")
    page.get_by_role("link", name=re.compile(r"^Run \d+$")).first.click()
    page.get_by_text("Publish this run").click(timeout=PATIENCE)
    page.get_by_role("button", name="Yes, publish it").click()
    expect(page.get_by_text("Readers see this run.")).to_be_visible()


def wait_until(page: Page, address: str, words: str) -> None:
    """Open a page again and again until it says so: a worker is on it."""
    for _ in range(90):
        page.goto(address)
        if words in main_of(page).inner_text():
            return
        page.wait_for_timeout(1000)
    pytest.fail(f"{address} never said: {words}")


def test_partners_set_a_goal_act_on_it_and_are_told_where_it_stands(browser_of, page: Page, tmp_path):
    # 1. The officer finds the four answers.
    officer = browser_of(OFFICER)
    for heading in ("What needs you", "How our goals are", "What changed", "Who we are"):
        expect(officer.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(main_of(officer)).to_contain_text("Demonstration: invented")

    # 2. They set a goal on a figure, beside its past.
    goal = set_a_goal(officer, "More mornings at school", "15")
    expect(main_of(officer)).to_contain_text("22.3%")
    officer.get_by_role("button", name="Let the public see it").click()

    # 3. The business logs what it does; a viewer is refused kindly; to a stranger there is no such workspace.
    business = browser_of(BUSINESS)
    initiative = log_an_initiative(business, "Breakfast at the gate", "More mornings at school")
    business.get_by_role("button", name="Let the public see it").click()
    viewer, stranger = browser_of(VIEWER), browser_of(STRANGER)
    refused = viewer.goto(f"{HOME}goals/choose/")
    assert refused.status == 403
    expect(main_of(viewer)).to_contain_text("You may not set or change goals in this workspace.")
    answers = [(response.status, response.text()) for response in map(stranger.goto, (HOME, "/w/there-never-was/"))]
    assert answers[0] == answers[1]
    assert answers[0][0] == 404

    # 4. The steward publishes newer figures; the goal says where it stands, and why; its people are told.
    publish_newer_figures(browser_of(STEWARD), next_release("13.2", tmp_path))
    wait_until(officer, goal, "A new figure came out: 13.2% in the school year 2025/26.")
    expect(main_of(officer)).to_contain_text("met")
    wait_until(business, "/work/notifications/", "held the goal to newly published figures:")
    officer.goto(f"{HOME}activity/")
    story = main_of(officer).inner_text()
    told = [
        "held the goal to newly published figures: More mornings at school",
        "Callum Thwaite added evidence to Breakfast at the gate",
        "Callum Thwaite logged Breakfast at the gate",
        "Robin Aske set the goal More mornings at school",
    ]
    assert [story.find(sentence) for sentence in told] == sorted(story.find(sentence) for sentence in told)
    assert all(sentence in story for sentence in told)

    # 5. They talk about it.
    officer.goto(goal)
    officer.get_by_label("Your comment").last.fill("Was it the breakfasts?")
    officer.get_by_role("button", name="Post your comment").click()
    business.goto(goal)
    business.get_by_text("Answer: Robin Aske").click()
    business.get_by_label("Your answer").fill("We do not know. It fell elsewhere too.")
    business.get_by_role("button", name="Post your answer").click()
    officer.goto(goal)
    expect(main_of(officer)).to_contain_text("We do not know. It fell elsewhere too.")
    wait_until(officer, HOME, "Callum Thwaite answered in a conversation of yours")

    # 6. The curator looks at the largest changes, writes about one, and publishes it.
    curator = browser_of(CURATOR)
    heading = "Largest changes relative to peers – not tested for chance"
    expect(curator.get_by_role("heading", level=1)).to_have_text(heading)
    curator.get_by_role("button", name=re.compile("Start a case study")).first.click()
    curator.get_by_label("Title").fill("A story that a journey told")
    for label in ("In short", "What was done", "What was seen", "What else may explain it"):
        curator.get_by_label(label).fill(f"Written for a journey: {label.lower()}.")
    curator.get_by_role("button", name="Save").click()
    curator.get_by_role("button", name="Submit it").click()
    curator.get_by_role("button", name="Publish it").click()
    curator.get_by_role("link", name="See it as readers do").click()
    links = main_of(curator).get_by_role("link").filter(has_not_text="Practice")
    area, element = (links.nth(number).get_attribute("href") for number in (0, 1))

    # 7. Anyone reads it there, and who is working on what, as far as the partners chose.
    for address in (area, element):
        page.goto(address)
        expect(page.get_by_role("link", name="A story that a journey told")).to_be_visible()
    page.goto("/areas/upper/calderdale/")
    expect(page.get_by_role("heading", name="Who is working on what")).to_be_visible()
    for shown in ("More mornings at school", "Breakfast at the gate", "Loom & Larder Ltd"):
        expect(main_of(page)).to_contain_text(shown)
    for hidden in ("Good Neighbours Westvale", "Callum Thwaite", "Was it the breakfasts?", "Forty children"):
        expect(main_of(page)).not_to_contain_text(hidden)
    page.goto(initiative)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_all_of_it_works_without_javascript(browser_of):
    plain = {"java_script_enabled": False}
    officer, business = browser_of(OFFICER, **plain), browser_of(BUSINESS, **plain)

    goal = set_a_goal(officer, "Mornings, without scripts", "12")
    initiative = log_an_initiative(business, "Walking together", "Mornings, without scripts")
    officer.goto(goal)
    officer.get_by_label("Your comment").last.fill("A word without scripts.")
    officer.get_by_role("button", name="Post your comment").click()
    officer.goto(f"{goal}edit/")
    officer.get_by_label("Target").fill("12.5")
    officer.get_by_label("Why you change it").fill("Less was known then.")
    officer.get_by_role("button", name="Save").click()

    expect(main_of(officer)).to_contain_text("12.5%")
    expect(main_of(officer)).to_contain_text("A word without scripts.")
    expect(main_of(officer)).to_contain_text("Walking together")
    business.goto(initiative)
    business.get_by_role("button", name="It is under way", exact=True).click()
    expect(main_of(business)).to_contain_text("under way")


def test_of_two_people_who_edit_one_goal_nobody_loses_a_word(browser_of):
    first, second = browser_of(OFFICER), browser_of(BUSINESS)
    goal = set_a_goal(first, "Mornings, edited by two", "11")
    for page in (first, second):
        page.goto(f"{goal}edit/")

    first.get_by_label("Why", exact=True).fill("First reason.")
    first.get_by_role("button", name="Save").click()
    second.get_by_label("Why", exact=True).fill("Second reason.")
    second.get_by_role("button", name="Save").click()

    expect(main_of(second)).to_contain_text("Robin Aske saved this at")
    expect(main_of(second)).to_contain_text("First reason.")
    expect(second.get_by_label("Why", exact=True)).to_have_value("Second reason.")
    second.get_by_role("button", name="Save").click()
    expect(main_of(second)).to_contain_text("Second reason.")
    second.goto(f"{goal}versions/")
    for words in ("First reason.", "Second reason."):
        expect(main_of(second)).to_contain_text(words)
