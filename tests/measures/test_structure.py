from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_bakery import baker

from measures import structure
from measures.models import Plan
from measures.structure_picture import picture_of, wrapped

WIDE, NARROW = "/plan/structure-wide.svg", "/plan/structure-narrow.svg"
BODIES = [
    {"name": "最高デジタル責任者", "short_name": "CDO", "group": "庁内の体制"},
    {"name": "推進員", "group": "庁内の体制", "links": [{"to": "最高デジタル責任者"}]},
    {"name": "検討会議", "source": "第4章2"},
    {
        "name": "推進会議",
        "source": "第4章2",
        "links": [
            {"to": "政策会議", "label": "必要に応じて"},
            {"to": "検討会議", "label": "必要に応じて"},
            {"to": "ない会議", "label": "毎月"},
        ],
    },
    {"name": "政策会議", "source": "第4章2"},
]


def groups(*bodies: dict) -> list[structure.Group]:
    return structure.groups_of(Plan(bodies=list(bodies)))


def labels(group: structure.Group) -> list[list[str]]:
    return [[body.label for body in level] for level in group.levels]


def test_bodies_stand_under_their_heading_or_chapter_below_those_they_name():
    found = groups(*BODIES)
    assert [group.title for group in found] == ["庁内の体制", "第4章2"]
    assert [labels(group) for group in found] == [
        [["CDO"], ["推進員"]],
        [["検討会議", "政策会議"], ["推進会議"]],
    ]


def test_the_picture_in_words_names_bodies_links_and_occasion():
    assert [structure.sentence(group) for group in groups(*BODIES)] == [
        "庁内の体制：CDO、推進員（CDOにつながる）。",
        "第4章2：検討会議、政策会議、推進会議（必要に応じて、政策会議・検討会議につながる）。",
    ]


def test_bodies_that_name_each_other_stand_side_by_side():
    (group,) = groups(
        {"name": "甲", "links": [{"to": "乙"}]}, {"name": "乙", "links": [{"to": "甲"}]}
    )
    assert labels(group) == [["甲", "乙"]]


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("推進会議", 4, ["推進会議"]),
        ("推進会議、", 4, ["推進会議、"]),
        ("トランスフォーム", 5, ["トランスフォー", "ム"]),
        ("庁内策定・推進会議", 4, ["庁内策定・", "推進会議"]),
        ("推進計画DX2026", 5, ["推進計画", "DX2026"]),
        ("", 4, []),
    ],
)
def test_lines_break_neither_words_nor_before_closing_marks(text, room, lines):
    assert wrapped(text, room) == lines


names = st.text(min_size=1, max_size=60)
links = st.lists(st.fixed_dictionaries({"to": st.sampled_from("甲乙丙丁")}), max_size=3)
few = st.fixed_dictionaries({"name": st.sampled_from("甲乙丙丁"), "links": links})
many = st.fixed_dictionaries({"name": names, "short_name": names})


@given(st.lists(many, max_size=9) | st.lists(few, max_size=4, unique_by=lambda body: body["name"]))
def test_boxes_never_overlap_and_stay_within_the_picture(bodies):
    for width, size in (("wide", 720), ("narrow", 288)):
        picture = picture_of(groups(*bodies), width)
        boxes = picture.boxes
        assert len(boxes) == len(bodies)
        for number, box in enumerate(boxes):
            assert box.x >= 0
            assert box.x + box.width <= size
            assert box.y + box.height <= picture.height
            assert not any(overlap(box, other) for other in boxes[number + 1 :])


def overlap(box, other) -> bool:
    return (
        box.x < other.x + other.width
        and other.x < box.x + box.width
        and box.y < other.y + other.height
        and other.y < box.y + box.height
    )


@pytest.fixture
def drawn(plan):
    plan.bodies = BODIES
    plan.save()
    return plan


@pytest.mark.parametrize(("path", "width"), [(WIDE, "720"), (NARROW, "288")])
def test_the_picture_is_well_formed_and_shows_every_body(reader, drawn, path, width):
    response = reader.get(path)
    assert response["Content-Type"] == "image/svg+xml"
    svg = ElementTree.fromstring(response.content)
    assert svg.get("width") == width
    texts = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    for body in ("CDO", "推進員", "検討会議", "推進会議", "政策会議", "必要に応じて"):
        assert body in texts
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}path"))) == 3


def test_names_are_escaped_and_freed_of_what_xml_forbids(reader, plan):
    plan.bodies = [{"name": "<b>&\x01会議"}]
    plan.save()
    svg = ElementTree.fromstring(reader.get(WIDE).content)
    texts = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == [None, "<b>&会議"]


def test_the_picture_may_load_nothing_by_itself(reader, drawn):
    assert reader.get(WIDE)["Content-Security-Policy"] == "default-src 'none'"


def test_an_unchanged_picture_is_not_sent_again(reader, drawn):
    first = reader.get(WIDE)
    assert first["Cache-Control"] == "private, no-cache"
    again = reader.get(WIDE, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    drawn.bodies = BODIES[:1]
    drawn.save()
    assert reader.get(WIDE, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_without_a_plan_there_is_no_picture(reader):
    assert reader.get(WIDE).status_code == 404


def test_the_text_beside_the_picture_names_its_links(reader, drawn):
    page = reader.get("/plan/").content.decode()
    assert "<p>つながり：政策会議、検討会議（必要に応じて）</p>" in page


def test_a_plan_without_bodies_has_no_picture_on_its_page(reader, plan):
    baker.make("measures.Policy", plan=plan, number=1, name="窓口")
    assert "structure-wide.svg" not in reader.get("/plan/").content.decode()
