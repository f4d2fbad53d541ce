"""Judges of names: spellings of one thing told apart from different things, and which one is official."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Final

from rapidfuzz.fuzz import ratio

from plangraph.audit.causes import damaged_words
from plangraph.audit.drafts import Draft, Row
from plangraph.audit.findings import Cause, Severity
from plangraph.audit.pages import Page
from plangraph.thai import fold_marks, match_key, to_arabic

SLIP: Final = 97.0  # percent: from here on two names differ by a letter or two
OTHER_NAME: Final = 85.0  # below, a reader takes them for two projects
NEAR: Final = 60.0  # a district's name misread by a letter or two; the names of one province are 50 apart or more
MANY: Final = 3  # wordings of one title
SHARED_ROWS: Final = 5  # names two tables share to be over the same things
SAME_ROW: Final = 70.0  # percent likeness of two spellings of one row's name
COPIED: Final = 80.0  # from here on a printed wording is the official one with slips
SIBLING: Final = 90.0  # … where no element was recognised, and one of its siblings is as like as this
FAMILY: Final = 72.0  # two spellings of one family name behind the same given name
_DISTRICT: Final = re.compile(r"อำเภ[^\s]?([^\s,()/.\"”“:0-9]{2,14})")
_PERSON: Final = re.compile(r"(?:นาย|นางสาว|นาง)([ก-๙]{2,16})\s+([ก-๙]{2,20})")
_LEAD: Final = re.compile(
    r"^(?:\(?ร่าง\)?|เป้าหมายของแผนย่อย|เป้าหมาย(?:ที่)?|ประเด็นยุทธศาสตร์|ยุทธศาสตร์ชาติ|แผนย่อยของแผนแม่บทฯ|"
    r"แผนแม่บทภายใต้ยุทธศาสตร์ชาติ|ประเด็น|ด้าน|นโยบาย(?:และแผน)?ความมั่นคง(?:แห่งชาติ)?(?:ที่)?|[ก-๙]{6,12}(?:ที่)?\s*\d+\s*:|"
    r"\d+|[\s:.)])+"
)
_TWICE: Final = re.compile(
    r"(?<![ก-๙])([ก-๙]{5,30}) \1(?![ก-๙])|([ก-๙]{6,30})\2|(ไม่น้อยกว่า|ไม่ต่ำกว่า|ไม่เกิน|อย่างน้อย|จำนวน) ?\3"
)
_LEADING: Final = "เแโใไ"  # a syllable surely begins here
_MOST: Final = 12  # words listed in a message


def _by_focus(rows: Iterable[Row]) -> Iterator[list[Row]]:
    groups: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["focus"]].append(row)
    yield from groups.values()


def project_name_differs(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """A project whose rows and brief print other words; slips and other capitals matter little, a renaming more."""
    for members in _by_focus(rows):
        printed: dict[str, tuple[str, list[int]]] = {}
        for row in members:
            text = " ".join(str(row["text"]).split())
            printed.setdefault(_spelling(text), (text, []))[1].append(int(row["line"]))
        if len(printed) < 2:
            continue
        texts = [text for text, _ in printed.values()]
        keys = [fold_marks(_spelling(text)) for text in texts]
        likeness = min(ratio(keys[0], key) for key in keys[1:])
        label = fold_marks(_spelling(str(members[0]["label"])))
        repaired = label not in keys  # the clean reading is none of the printed ones
        yield Draft(
            lines=tuple(sorted({line for _, lines in printed.values() for line in lines})),
            values={
                "names": " ≠ ".join(f"“{text}” ({', '.join(map(str, lines))})" for text, lines in printed.values()),
                "likeness": round(likeness),
            },
            subjects=(str(members[0]["focus"]),),
            severity=Severity.MEDIUM if likeness < OTHER_NAME else None,
            cause=Cause.OCR if repaired and likeness >= OTHER_NAME else Cause.DOCUMENT,
        )


def _spelling(text: str) -> str:
    """What must be equal for two prints to be one name: letters and case, not blanks, dashes or a leading โครงการ."""
    plain = re.sub(r"[\s\-–“”\"():]", "", to_arabic(text))
    return re.sub(r"^(?:โครงการ|ค่าใช้จ่าย(?:ใน)?(?:การ)?)+", "", plain)


def official_title_differs(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Printed titles of one plan's elements that the official list words otherwise, one finding per plan."""
    plans: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        plans[row["whole"]].append(row)
    for members in plans.values():
        shown = [row for row in members if match_key(str(row["printed"])) in match_key(str(row["text"]))] or members
        pairs = dict.fromkeys(f"“{row['printed']}” → “{row['label']}”" for row in shown)
        yield Draft(
            lines=tuple(sorted({int(row["line"]) for row in shown})),
            values={
                "count": len({int(row["line"]) for row in shown}),
                "name": members[0]["name"],
                "pairs": "; ".join(list(pairs)[:_MOST]),
            },
            subjects=tuple(dict.fromkeys(str(row["focus"]) for row in shown)),
            quotes=tuple(str(row["text"]) for row in shown),
            cause=Cause.UNDETERMINED if _many_wordings(shown) else None,
        )


def _many_wordings(rows: Iterable[Row]) -> bool:
    """Whether one title is printed in three ways or more: nobody writes so, but reading may be at fault or printing."""
    wordings: dict[object, set[str]] = defaultdict(set)
    for row in rows:
        wordings[row["focus"]].add(match_key(str(row["printed"])))
    return any(len(different) >= MANY for different in wordings.values())


def row_name_misspelt(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Tables over the same list of things that spell one name in two ways; the rarer spelling is wrong."""
    tables: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
    usual: Counter[str] = Counter()
    for row in rows:
        if "district" in row:
            usual[match_key(str(row["district"]))] += 1
            continue
        name = str(row["header"]).rpartition(" / ")[2].strip()
        tables[str(row["focus"])].setdefault(match_key(name), (name, int(row["line"])))
    usual.update(key for table in tables.values() for key in table)
    wrong: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one, two in combinations(tables.values(), 2):
        shared = set(one) & set(two)
        if len(shared) < SHARED_ROWS:
            continue
        for key, other in product(set(one) - shared, set(two) - shared):
            if ratio(key, other) < SAME_ROW or usual[key] == usual[other]:
                continue
            rare, table, right = (key, one, two[other][0]) if usual[key] < usual[other] else (other, two, one[key][0])
            wrong[table[rare][0], right].add(table[rare][1])
    if wrong:
        yield Draft(
            lines=tuple(sorted(set().union(*wrong.values()))),
            values={
                "pairs": ", ".join(f"“{printed}” → “{right}”" for printed, right in sorted(wrong)),
                "count": sum(map(len, wrong.values())),
            },
            quotes=tuple(printed for printed, _ in wrong),
        )


def district_misspelt(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Words behind อำเภอ that are almost, but not quite, a district the plan knows."""
    known = {match_key(str(row["district"])): str(row["district"]) for row in rows}
    wrong: dict[tuple[str, str], list[int]] = defaultdict(list)
    for line, text in page.plain.items():
        for match in _DISTRICT.finditer(text):
            word = match[1].lstrip("-")
            key = match_key(word)
            if any(key.startswith(name) or name.startswith(key) for name in known):
                continue
            score, name = max((ratio(key, name), name) for name in known)
            if score >= NEAR:
                wrong[match[0], known[name]].append(line)
    if wrong:
        yield Draft(
            lines=tuple(sorted({line for lines in wrong.values() for line in lines})),
            values={
                "pairs": ", ".join(f"“{printed}” → “อำเภอ{name}”" for printed, name in wrong),
                "count": sum(map(len, wrong.values())),
            },
            quotes=tuple(printed for printed, _ in wrong),
            cause=Cause.OCR if any(damaged_words(printed) for printed, _ in wrong) else Cause.UNDETERMINED,
        )


def person_name_differs(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """The same given name with two family names that are almost alike."""
    people: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for line, text in page.plain.items():
        for match in _PERSON.finditer(text):
            people[match[1]][match[2]].add(line)
    for given, families in people.items():
        names = sorted(families)
        alike = [
            (one, two)
            for place, one in enumerate(names)
            for two in names[place + 1 :]
            if ratio(one, two) >= FAMILY and fold_marks(one) != fold_marks(two)
        ]
        if alike:
            both = dict.fromkeys(name for pair in alike for name in pair)
            yield Draft(
                lines=tuple(sorted({line for name in both for line in families[name]})),
                values={"names": " ≠ ".join(f"{given} {name}" for name in both)},
                subjects=tuple(dict.fromkeys(str(row["focus"]) for row in rows)),
            )


def text_damaged(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Lines with characters that no Thai text has."""
    found = {line: words for line, text in page.plain.items() if (words := damaged_words(text))}
    if found:
        words = list(dict.fromkeys(word for words in found.values() for word in words))
        yield Draft(
            lines=tuple(sorted(found)),
            values={"count": len(found), "words": ", ".join(f"“{word}”" for word in words[:_MOST])},
            subjects=tuple(dict.fromkeys(str(row["focus"]) for row in rows)),
        )


def element_kind_misread(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Elements whose number stands behind another word than the one for their kind, as one finding."""
    found: dict[int, str] = {}
    for row in rows:
        number = re.search(
            rf"(?:^|\s|ใน)(?!ใน)([ก-๙]{{4,14}}?)(?:ที่)?\s*{row['number']}(?!\d)", to_arabic(str(row["text"]))
        )
        if number is not None and not number[1].endswith(str(row["word"])):
            found[int(row["line"])] = number[1]
    if found:
        yield Draft(
            lines=tuple(sorted(found)),
            values={
                "word": rows[0]["word"],
                "wrong": ", ".join(f"“{word}”" for word in dict.fromkeys(found.values())),
                "count": len(found),
            },
            subjects=tuple(dict.fromkeys(str(row["focus"]) for row in rows if int(row["line"]) in found)),
        )


# --- official wordings ------------------------------------------------------------------------------------------------


def _slips(rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Printed wordings that are almost the official one, without what names their kind and number."""
    best: dict[tuple[object, object], tuple[float, Row, str]] = {}
    for row in rows:
        label = str(row["label"])
        printed = _LEAD.sub("", to_arabic(" ".join(str(row["text"]).split())))
        key, official = fold_marks(printed), fold_marks(_LEAD.sub("", label))
        likeness = ratio(key, official) if key and key != official else 0.0
        place = (row["line"], row["text"])
        if likeness >= (SIBLING if "kind" in row else COPIED) and (place not in best or likeness > best[place][0]):
            best[place] = (likeness, row, printed)
    yield from ((row, printed) for _, row, printed in best.values())


def _reversed(printed: str, label: str) -> bool:
    """Whether one of the two negates what the other says."""
    one, two = (re.findall("ไม่(.{2,4})", text) for text in (printed, label))
    return any(word in label for word in one if word not in two) or any(
        word in printed for word in two if word not in one
    )


def official_wording_slips(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Official titles and goals copied with letters or words missing or changed, as one finding."""
    slips = [(row, printed) for row, printed in _slips(rows) if not _reversed(printed, str(row["label"]))]
    if slips:
        yield Draft(
            lines=tuple(sorted({int(row["line"]) for row, _ in slips})),
            values={
                "count": len(slips),
                "pairs": "; ".join(f"“{printed}” → “{row['label']}”" for row, printed in slips[:_MOST]),
            },
            subjects=tuple(dict.fromkeys(str(row["focus"]) for row, _ in slips)),
            quotes=tuple(printed for _, printed in slips),
        )


def official_wording_reversed(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """An official wording with a negation too many or too few."""
    for row, printed in _slips(rows):
        if _reversed(printed, str(row["label"])):
            lines = tuple(range(int(row["line"]), int(row["line"]) + 1))
            yield Draft(lines=lines, values={"printed": printed, "label": row["label"]}, subjects=(str(row["focus"]),))


def words_printed_twice(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """The same words twice in a row, all of a document as one finding."""
    found = {line: list(_doubled(text)) for line, text in page.plain.items()}
    found = {line: words for line, words in found.items() if words}
    if found:
        words = list(dict.fromkeys(word for words in found.values() for word in words))
        yield Draft(
            lines=tuple(sorted(found)),
            values={"count": sum(map(len, found.values())), "words": ", ".join(f"“{word}”" for word in words[:_MOST])},
            subjects=tuple(dict.fromkeys(str(row["focus"]) for row in rows)),
            quotes=tuple(words),
        )


def _doubled(text: str) -> Iterator[str]:
    """What stands twice in a row, begun where a syllable begins: "ได้รับการได้รับการ", not "บการได้รับการได้รั"."""
    for match in _TWICE.finditer(text):
        first, last = match.span()
        while last < len(text) and text[last] == text[first] and text[first] not in _LEADING:
            first, last = first + 1, last + 1
        yield text[first:last]
