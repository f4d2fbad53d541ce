"""What a form of the review desk wants, as wishes for the desk."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from plangraph.namespaces import PREFIXES, expand, shorten
from plangraph.reviewing.desk import Wish, fingerprint
from plangraph.reviewing.errors import ReviewError
from plangraph.reviewing.sheet_in import find_target
from plangraph.reviews import RELATIONS, Link
from plangraph.texts import Lang, Texts
from plangraph.web.pages.review_guard import Refused

if TYPE_CHECKING:
    from plangraph.reviewing.items import Item
    from plangraph.store import GraphStore

CHOICES: Final = ("confirm", "refuse", "retarget")
LONGEST: Final = 2_000  # characters of a name, a reason or a target


def key_of(link: Link) -> str:
    """A link as a field of a form carries it: three prefixed names."""
    return " ".join(map(shorten, link))


def seen_of(item: Item) -> str:
    """The decision a page shows, as a field of a form carries it."""
    return fingerprint(item.decision)


def choices(item: Item) -> tuple[str, ...]:
    """What can be decided of a link: some relations can only be refused, what was decided can be withdrawn."""
    new = CHOICES if shorten(item.link[1]) in RELATIONS else ("refuse",)
    if item.decision is None:
        return new
    stands = "confirm" if item.decision.confirmed else "refuse"
    return (*(each for each in new if each not in (stands, "retarget")), "undo")


def item_of(form: dict[str, str], items: list[Item]) -> Item:
    """The link a form is about, one of those the pages show; ``Refused`` for any other."""
    found = next((item for item in items if key_of(item.link) == form.get("link")), None)
    if found is None:
        raise Refused("unknown_link", 404)
    return found


def wishes(form: dict[str, str], item: Item, store: GraphStore, lang: Lang) -> list[Wish]:
    """What a form wants of a link. Raises ``ReviewError`` for what is missing, ``Refused`` for what no page sends."""
    say = Texts("review_web", lang)
    verdict, why, who = (form.get(name, "").strip() for name in ("verdict", "why", "who"))
    if max(map(len, form.values())) > LONGEST:
        raise Refused("too_long", 413)
    if not verdict:
        raise Refused("choose", 400)
    place = say("place", source=item.source)
    today = datetime.date.today().isoformat()  # noqa: DTZ011  # the day where the person sits
    names, seen = (item.source, item.target), form.get("seen", "")
    if verdict == "retarget" and shorten(item.link[1]) in RELATIONS:
        target, name = find_target(store, form.get("target", "").strip(), place)
        if target == item.link[2]:
            raise ReviewError("same_target", place=place)
        moved = (item.link[0], item.link[1], target)
        why_old = Texts("review", lang)("moved", target=name, why=why) if why else ""
        return [
            Wish(item.link, "refuse", who, today, why_old, seen, names, 1, place),
            Wish(moved, "confirm", who, today, why, "", (item.source, name), 1, place),
        ]
    if verdict == "confirm" and shorten(item.link[1]) in RELATIONS:
        return [Wish(item.link, "confirm", who, today, why, seen, names, None, place)]
    if verdict == "refuse":
        return [Wish(item.link, "refuse", who, today, why, seen, names, None, place)]
    if verdict == "undo":
        return [Wish(item.link, "undo", who, today, why, seen, names, None, place)]
    raise Refused("choose", 400)


def iri_of(name: str) -> str:
    """The IRI of a prefixed name in the log; what is none stays as it is."""
    return expand(name) if name.partition(":")[0] in PREFIXES else name
