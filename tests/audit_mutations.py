"""Defects of every kind, seeded at random places of a clean plan, with the lines a finding must name."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from plangraph.thai import number_to_baht_words, to_arabic, to_thai_digits

BRIEF = "๑. ชื่อโครงการ\t"
ROW = re.compile(r"^(?P<head>.*\t(?P<number>[๑-๙])\. )(?P<name>โครงการ[^\t]+)\t(?P<figure>[๐-๙]\.[๐-๙]{4})$")


@dataclass
class Plan:
    """The lines of a plan being damaged, and the numbers of those that a finding must name."""

    lines: list[str]
    rng: random.Random
    touched: set[int] = field(default_factory=set)

    def where(self, pattern: str) -> list[int]:
        """The indices of the lines that match; at least one."""
        found = [at for at, line in enumerate(self.lines) if re.search(pattern, line)]
        assert found, pattern
        return found

    def any(self, pattern: str) -> int:
        """A random line that matches."""
        return self.rng.choice(self.where(pattern))

    def swap(self, at: int, old: str, new: str) -> None:
        """Replace a text of a line once; the line must be named."""
        assert old in self.lines[at], (old, self.lines[at])
        self.lines[at] = self.lines[at].replace(old, new, 1)
        self.name(at)

    def name(self, *indices: int) -> None:
        self.touched |= {at + 1 for at in indices}

    def insert(self, at: int, *lines: str, name: Iterable[int] = ()) -> None:
        """Put lines before index ``at``; ``name`` are the places among them that must be named."""
        self.lines[at:at] = lines
        self.touched = {number + len(lines) if number > at else number for number in self.touched}
        self.name(*(at + place for place in name))

    def field(self, start: int, label: str) -> int:
        """The line of the brief that begins at ``start`` whose label begins so."""
        return next(at for at in range(start, start + 12) if self.lines[at].startswith(label))

    def brief_of(self, name: str) -> int:
        return next(at for at, line in enumerate(self.lines) if line == f"{BRIEF}{name}")

    def row(self) -> tuple[int, re.Match[str]]:
        """A random row of the strategy tables."""
        rows = [(at, found) for at, line in enumerate(self.lines) if (found := ROW.match(line))]
        return self.rng.choice(rows)

    def brief(self) -> int:
        """The first line of a random brief."""
        return self.any(f"^{BRIEF}")

    def digit(self, text: str) -> str:
        """A printed figure with its first digit changed to another."""
        first = re.search("[๐-๙]", text)
        assert first
        other = self.rng.choice([digit for digit in "๑๒๓๔๕๖๗๘๙" if digit != first[0]])
        return text[: first.start()] + other + text[first.end() :]


@dataclass(frozen=True)
class Mutation:
    """One kind of defect."""

    name: str
    rules: frozenset[str]  # any of them may find it
    seed: Callable[[Plan], None]
    also: frozenset[str] = frozenset()  # what else is then wrong, and rightly said


ALL: list[Mutation] = []


def defect(*rules: str, also: Iterable[str] = ()) -> Callable[[Callable[[Plan], None]], Callable[[Plan], None]]:
    """Register a way to damage a plan with the rules that may find it."""

    def register(seed: Callable[[Plan], None]) -> Callable[[Plan], None]:
        ALL.append(Mutation(seed.__name__, frozenset(rules), seed, frozenset(also)))
        return seed

    return register


def seeded_text(text: str, mutation: Mutation, seed: int) -> tuple[str, set[int]]:
    """The damaged text with the lines a finding must name."""
    plan = Plan(text.split("\n"), random.Random(f"{mutation.name}-{seed}"))  # noqa: S311
    mutation.seed(plan)
    return "\n".join(plan.lines), plan.touched


def _thai(value: object) -> str:
    return to_thai_digits(str(value))


def _number(text: str) -> Decimal:
    return Decimal(to_arabic(text).replace(",", ""))


# --- money -----------------------------------------------------------------------------------------------------------


@defect("budget-row-contradicts-brief", also=["budget-total-differs"])
def row_unlike_its_brief(plan: Plan) -> None:
    at, found = plan.row()
    plan.swap(at, found["figure"], _thai(f"{_number(found['figure']) * plan.rng.choice([2, 3]):.4f}"))
    plan.name(plan.field(plan.brief_of(found["name"]), "๙."))


@defect("budget-row-cut-off")
def row_cut_off(plan: Plan) -> None:
    at, found = plan.row()
    baht = _number(found["figure"]) * 1_000_000 + 60
    line = plan.field(plan.brief_of(found["name"]), "๙.")
    plan.lines[line] = f"๙. งบประมาณ\t{_thai(f'{baht:,.0f}')} บาท ({number_to_baht_words(Decimal(int(baht)))})"
    plan.name(at, line)


@defect("amount-words-contradict-digits")
def words_unlike_digits(plan: Plan) -> None:
    at = plan.any(r"^๙\. งบประมาณ")
    words = plan.lines[at].partition("(")[2]
    plan.swap(at, words, number_to_baht_words(Decimal(plan.rng.randrange(11, 90) * 10_700)) + ")")


@defect("amount-words-no-number")
def words_no_number(plan: Plan) -> None:
    plan.swap(plan.any(r"^๙\. งบประมาณ.*แสน"), "แสน", "แสนแสนล้าน")


@defect("budget-without-unit")
def figure_without_unit(plan: Plan) -> None:
    plan.swap(plan.any(r"^๙\. งบประมาณ"), " บาท (", " (")


@defect("budget-unreadable", also=["brief-incomplete"])
def figure_unreadable(plan: Plan) -> None:
    at = plan.any(r"^๙\. งบประมาณ")
    plan.lines[at] = "๙. งบประมาณ\t๓๐,๐๐,๐ บาท"
    plan.name(at)


@defect("budget-total-differs")
def total_wrong(plan: Plan) -> None:
    at = plan.any("^รวมแนวทางที่")
    figure = re.search(r"[๐-๙]+\.[๐-๙]{4}", plan.lines[at])
    assert figure
    plan.swap(at, figure[0], plan.digit(figure[0]))


@defect("disbursement-above-budget")
def spent_above_budget(plan: Plan) -> None:
    plan.swap(plan.any("ผลการเบิกจ่าย"), "๒๔๙,๐๐๐", f"๒{plan.rng.choice('๖๗๘๙')}๙,๐๐๐")
    plan.name(*plan.where(r"^๑\) งบประมาณ"))


@defect("project-counted-twice", also=["budget-total-differs"])
def project_listed_twice(plan: Plan) -> None:
    at, found = plan.row()
    rows = [index for index, line in enumerate(plan.lines) if ROW.match(line)]
    other = plan.rng.choice([(rows[0], "๑"), (rows[-1], "๒")])[0]
    target = rows[-1] if at < rows[-1] - 12 else rows[0]
    target = target if abs(target - at) > 12 else other
    if abs(target - at) <= 12:
        target = rows[0] if at > rows[0] + 12 else rows[-1]
    last = max(index for index in rows if abs(index - target) < 10)
    plan.name(at)
    plan.insert(last + 1, f"\t๙. {found['name']}\t{found['figure']}", name=[0])


@defect("budget-total-not-printed")
def totals_missing(plan: Plan) -> None:
    for at in plan.where("^รวมแนวทางที่"):
        plan.lines[at] = ""
    plan.name(*(index for index, line in enumerate(plan.lines) if ROW.match(line)))


# --- time ------------------------------------------------------------------------------------------------------------


@defect("title-names-two-years")
def title_with_two_years(plan: Plan) -> None:
    at = plan.any("^(ส่วนที่ ๓ สาระสำคัญ|๓.๑ การประเมิน|๓.๒ สาระสำคัญ).*๒๕๗๑$")
    plan.swap(at, "รายปี พ.ศ. ๒๕๗๑", "รายปี พ.ศ. ๒๕๗๑ ประจำปีงบประมาณ พ.ศ. ๒๕๗๐")


@defect("brief-dated-another-year")
def brief_of_another_year(plan: Plan) -> None:
    plan.swap(plan.any(r"^๗\. ระยะเวลา"), "๒๕๗๑", plan.rng.choice(["๒๕๗๐", "๒๕๖๙"]))


@defect("brief-text-names-other-year")
def brief_speaks_of_another_year(plan: Plan) -> None:
    plan.swap(plan.any(r"^๒\. .*ในปีงบประมาณ พ\.ศ\. ๒๕๗๑"), "๒๕๗๑", "๒๕๖๘")


@defect("event-outside-year")
def event_in_another_year(plan: Plan) -> None:
    day, month = plan.rng.randrange(1, 28), plan.rng.choice(["ตุลาคม ๒๕๖๙", "พฤศจิกายน ๒๕๖๙", "มีนาคม ๒๕๖๘"])
    plan.swap(plan.any("๑๒ มีนาคม ๒๕๖๙"), "๑๒ มีนาคม ๒๕๖๙", f"{_thai(day)} {month}")


@defect("plan-validity-differs", "plan-period-miscounted")
def period_of_a_plan_changed(plan: Plan) -> None:
    at = plan.any(r"^๖\. .*\(พ\.ศ\. ๒๕๗๑ - ๒๕๗๕\)")
    plan.swap(at, "๒๕๗๑ - ๒๕๗๕", plan.rng.choice(["๒๕๗๐ - ๒๕๗๔", "๒๕๗๑ - ๒๕๗๔"]))


@defect("cited-edition-older")
def older_review_cited(plan: Plan) -> None:
    listed = plan.any(r"^- แผนพัฒนาจังหวัดน่าน")
    plan.swap(listed, "๒๕๗๕)", "๒๕๗๕) ฉบับทบทวนปี พ.ศ. ๒๕๗๓")
    plan.swap(plan.any(r"^๖\. "), "๒๕๗๕)", "๒๕๗๕) ฉบับทบทวน ประจำปี พ.ศ. ๒๕๗๒")


@defect("plan-validity-ended")
def plan_that_has_ended(plan: Plan) -> None:
    plan.insert(
        plan.any("^๒.๒.๒ กรอบ"),
        "๒.๒.๒ แผนการปฏิรูปประเทศ ด้านเศรษฐกิจ",
        "",
        "๑) เรื่อง/ประเด็นการปฏิรูป การเพิ่มขีดความสามารถในการแข่งขันของประเทศ",
        "",
        name=[0],
    )
    plan.lines = [line.replace("๒.๒.๒ กรอบ", "๒.๒.๓ กรอบ") for line in plan.lines]


# --- targets ---------------------------------------------------------------------------------------------------------


@defect("indicator-without-target", also=["goal-never-measured"])
def indicator_without_target(plan: Plan) -> None:
    at = plan.any("^๑. (ผลิตภัณฑ์ได้รับ|สถานประกอบการผ่าน)")
    plan.swap(at, re.search(" จำนวน .*", plan.lines[at])[0], "")  # type: ignore[index]


@defect("target-without-unit")
def target_without_unit(plan: Plan) -> None:
    at = plan.any("^๑. (ผลิตภัณฑ์ได้รับ|สถานประกอบการผ่าน)")
    plan.swap(at, re.search(" จำนวน .*", plan.lines[at])[0], " ไม่น้อยกว่า ๖๐")  # type: ignore[index]


@defect("brief-indicator-measures-nothing")
def brief_measures_nothing(plan: Plan) -> None:
    at = plan.any(r"^๕\. .*\t๑\) ผู้เข้าอบรม")
    plan.swap(at, re.search(" จำนวน .*", plan.lines[at])[0], "")  # type: ignore[index]


@defect("indicator-not-among-outputs")
def indicator_of_another_thing(plan: Plan) -> None:
    at = plan.any(r"^๕\. .*\t๑\) ผู้เข้าอบรม")
    plan.lines[at] = f"๕. ตัวชี้วัดความสำเร็จของโครงการ\tเกิดหลักสูตรออนไลน์ จำนวน {_thai(plan.rng.randrange(2, 9))} หลักสูตร"
    plan.name(at, at - 1)


@defect("target-differs-in-brief")
def indicator_unlike_output(plan: Plan) -> None:
    at = plan.any(r"^๕\. .*\t๑\) ผู้เข้าอบรม")
    figure = re.search(r"จำนวน ([๐-๙]+) คน", plan.lines[at])
    assert figure
    plan.swap(at, figure[0], f"จำนวน {_thai(int(_number(figure[1])) + plan.rng.randrange(5, 90))} คน")
    plan.name(at - 1)


@defect("two-thresholds")
def two_thresholds(plan: Plan) -> None:
    at = plan.any(r"^๔\. .*ไม่น้อยกว่าร้อยละ")
    figure = re.search(r"ไม่น้อยกว่าร้อยละ [๐-๙]+", plan.lines[at])
    assert figure
    plan.swap(at, figure[0], f"{figure[0].replace('ไม่น้อยกว่า', 'เฉลี่ย')} ไม่น้อยกว่าร้อยละ ๘๐")


@defect("target-below-last-year")
def below_last_year(plan: Plan) -> None:
    plan.swap(plan.any("๕๘ คำขอ"), "๕๘ คำขอ", f"{_thai(plan.rng.randrange(65, 99))} คำขอ")
    plan.name(plan.any(r"^๔\. .*๖๐ คำขอ ๒"))


@defect("quantity-left-blank", also=["indicator-not-among-outputs"])
def quantity_blank(plan: Plan) -> None:
    at = plan.any(r"^๔\. .*จำนวน [๐-๙]+ แห่ง")
    figure = re.search(r"จำนวน [๐-๙]+ แห่ง", plan.lines[at])
    assert figure
    plan.swap(at, figure[0], "จำนวน แห่ง")


# --- structure -------------------------------------------------------------------------------------------------------


@defect("project-without-brief", also=["project-without-strong-chain", "budget-total-differs"])
def brief_missing(plan: Plan) -> None:
    start = plan.brief()
    name = plan.lines[start].removeprefix(BRIEF)
    del plan.lines[start : plan.field(start, "๑๐.") + 1]
    plan.name(next(at for at, line in enumerate(plan.lines) if f". {name}\t" in line))


@defect("brief-without-row", also=["budget-total-differs"])
def row_missing(plan: Plan) -> None:
    rows = [(at, found) for at, line in enumerate(plan.lines) if (found := ROW.match(line)) and found["number"] != "๑"]
    at, found = plan.rng.choice(rows)
    del plan.lines[at]
    plan.name(plan.brief_of(found["name"]))


@defect("vision-differs")
def another_vision(plan: Plan) -> None:
    heads = plan.where("เมืองผ้าทอร่วมสมัย อุตสาหกรรมเติบโตคู่ชุมชน")
    at = plan.rng.choice(heads)
    plan.swap(at, "เมืองผ้าทอร่วมสมัย อุตสาหกรรมเติบโตคู่ชุมชน", "นครแห่งนวัตกรรมสีเขียวและเซรามิก")
    plan.name(*heads)


@defect("mission-differs")
def another_mission(plan: Plan) -> None:
    places = plan.where("^๑. กำกับ ดูแล สถานประกอบการ")
    at = plan.rng.choice(places)
    plan.lines[at] = "๑. ส่งเสริมการลงทุนจากต่างประเทศในพื้นที่ชายแดน"
    plan.name(*places)


@defect("guideline-missing-from-crosswalk")
def guideline_not_in_crosswalk(plan: Plan) -> None:
    at = plan.any("^ประเด็นการพัฒนา ด้านที่ .\t")
    title = plan.lines[at].rpartition("\t")[2]
    plan.swap(at, title, "-")
    plan.touched = {plan.any(rf"^.\) แนวทางการพัฒนาด้านที่ . {title}") + 1}


@defect("goal-code-wrong")
def goal_code_short(plan: Plan) -> None:
    plan.swap(plan.any("เป้าหมายที่ ๐๘๐๐๐๑"), "๐๘๐๐๐๑", plan.rng.choice(["๐๘๐๐๑", "๐๘๐๐๐๐๑", "๘๐๐๐๑"]))


@defect("list-count-differs")
def list_announces_more(plan: Plan) -> None:
    plan.swap(plan.any("ประสบปัญหา ๓ อำเภอ"), "๓ อำเภอ", f"{plan.rng.choice('๒๔๕๖')} อำเภอ")


@defect("numbers-skip-in-brief", also=["brief-incomplete"])
def number_skipped(plan: Plan) -> None:
    plan.swap(plan.any(r"^๘\. .*๒\) อบรม"), "๒) อบรม", f"{plan.rng.choice('๔๕๖')}) อบรม")


@defect("numbering-breaks")
def numbering_restarts(plan: Plan) -> None:
    at = plan.any(r"^\(๒\) ประเด็นยุทธศาสตร์")
    plan.swap(at, "(๒)", plan.rng.choice(["(๑)", "(๔)", "(๕)"]))


@defect("heading-differs-from-contents")
def heading_unlike_contents(plan: Plan) -> None:
    at = plan.rng.choice(plan.where("^๔.๑ โครงการแบบย่อ|^๓.๒ สาระสำคัญ|^๔.๒ ความเชื่อมโยง")[-3:])
    plan.swap(at, "โครงการ" if "โครงการ" in plan.lines[at] else "แผน", "แผนงาน")


@defect("sub-plan-under-wrong-master-plan")
def sub_plan_misplaced(plan: Plan) -> None:
    plan.insert(
        plan.any("^๒.๒.๒ กรอบ"),
        f"๒) แผนย่อยของแผนแม่บทฯ {plan.rng.choice(['เกษตรแปรรูป', 'การยกระดับศักยภาพการเป็นผู้ประกอบการธุรกิจ'])}",
        "",
        name=[0],
    )


# --- tables and text -------------------------------------------------------------------------------------------------


def _cell_changed(plan: Plan, pattern: str, column: int) -> int:
    """Change the first digit of a figure of a random row that matches."""
    at = plan.any(pattern)
    cells = plan.lines[at].split("\t")
    cells[column] = plan.digit(cells[column])
    plan.lines[at] = "\t".join(cells)
    plan.name(at)
    return at


@defect("table-total-differs", "table-figure-contradicted", also=["table-value-jumps", "quantity-has-two-values"])
def district_total_wrong(plan: Plan) -> None:
    plan.touched = {_cell_changed(plan, "^รวม\t๓๕\t๑๗๐", plan.rng.choice([1, 2])) + 1}


@defect("table-total-differs", "table-figure-contradicted", also=["table-value-jumps", "table-row-total-differs"])
def mineral_figure_wrong(plan: Plan) -> None:
    _cell_changed(plan, "^[๑-๔]\t(ดินขาว|หินปูน|ถ่านหิน|ฟลูออไรต์)\t", plan.rng.choice([2, 3, 4, 5]))
    plan.name(*plan.where("^\tรวม\t"))


@defect("table-share-differs", "table-figure-contradicted", also=["table-shares-not-100"])
def share_wrong(plan: Plan) -> None:
    _cell_changed(plan, "^(ป่าสงวน|ที่นา|ไม้ผล|พืชไร่|แหล่งน้ำ)\t", 2)


@defect("table-row-total-differs", "table-figure-contradicted", also=["table-change-differs", "table-value-jumps"])
def people_total_wrong(plan: Plan) -> None:
    at = plan.any("^๒๕[๐-๙]{2}\t")
    cells = plan.lines[at].split("\t")
    cells[3] = _thai(f"{_number(cells[3]) + plan.rng.randrange(1_000, 90_000):,}")
    plan.lines[at] = "\t".join(cells)
    plan.name(at)


@defect("table-change-differs", "table-figure-contradicted")
def change_wrong(plan: Plan) -> None:
    at = plan.any("^๒๕(๖[๗-๙]|๗๐)\t")
    cells = plan.lines[at].split("\t")
    fall = abs(_number(cells[4].replace(" ", ""))) + plan.rng.randrange(300, 3_000)
    cells[4] = f"- {_thai(f'{fall:,}')}"
    plan.lines[at] = "\t".join(cells)
    plan.name(at)


@defect("table-product-differs")
def product_wrong(plan: Plan) -> None:
    _cell_changed(plan, "^[๑-๔]. (ข้าวนาปี|ข้าวโพด|มันสำปะหลัง|ยางพารา)\t", 3)


@defect("figure-unreadable", also=["table-total-differs"])
def cell_unreadable(plan: Plan) -> None:
    at = plan.any("^(ป่าสงวน|ที่นา|ไม้ผล|พืชไร่|แหล่งน้ำ)\t")
    cells = plan.lines[at].split("\t")
    cells[1] = cells[1][:-1]
    plan.lines[at] = "\t".join(cells)
    plan.name(at)


@defect("prose-parts-differ-from-whole", "quantity-has-two-values", also=["prose-share-differs"])
def parts_unlike_whole(plan: Plan) -> None:
    at = plan.any("^จังหวัดน่านมีพื้นที่ทั้งหมด")
    figure = re.search(plan.rng.choice([r"(?<=พื้นที่การเกษตร )[๐-๙,]+", r"(?<=พื้นที่ป่าไม้ )[๐-๙,]+"]), plan.lines[at])
    assert figure
    plan.swap(at, figure[0], plan.digit(figure[0]))


@defect("prose-share-differs")
def share_in_prose_wrong(plan: Plan) -> None:
    at = plan.any("^จังหวัดน่านมีพื้นที่ทั้งหมด")
    figure = plan.rng.choice(re.findall(r"ร้อยละ [๐-๙.]+", plan.lines[at]))
    plan.swap(at, figure, plan.digit(figure))


@defect("prose-differs-from-table", "quantity-has-two-values", "prose-parts-differ-from-whole")
def two_values_of_a_quantity(plan: Plan) -> None:
    latest = plan.lines[plan.any("^๒๕๗๐\t")].split("\t")
    people = _number(latest[3])
    at = plan.any("^ปี พ.ศ.\tชาย")
    wrong = _thai(f"{people + plan.rng.randrange(20_000, 300_000):,}")
    plan.insert(at - 2, f"จังหวัดน่านมีประชากร ในปี ๒๕๗๐ จำนวน {wrong} คน", "", name=[0])
    plan.name(*plan.where("^๒๕๗๐\t"))


# --- names -----------------------------------------------------------------------------------------------------------


@defect("project-name-differs")
def project_respelt(plan: Plan) -> None:
    at, found = plan.row()
    plan.swap(at, found["name"], f"{found['name']}{plan.rng.choice(['ใหม่', 'ฯ', 'จังหวัดน่าน'])}")
    plan.name(plan.brief_of(found["name"]))


@defect("district-misspelt")
def district_respelt(plan: Plan) -> None:
    plan.swap(plan.any("ณ อำเภอเมืองน่าน"), "อำเภอเมืองน่าน", plan.rng.choice(["อำเภอเวียงษา", "อำเภอเวียงส่า"]))


@defect("official-wording-slips", "official-title-differs")
def official_wording_changed(plan: Plan) -> None:
    at = plan.any(r"^\(๑\) เป้าหมาย |^\(๒\) ประเด็นยุทธศาสตร์ สร้างการเติบโต")
    word = next(word for word in ("เติบโต", "ขีดความสามารถ", "ทรัพยากร") if word in plan.lines[at])
    plan.swap(at, word, {"เติบโต": "เจริญเติบโต", "ขีดความสามารถ": "ความสามารถ", "ทรัพยากร": "ทรัพยาการ"}[word])


@defect("text-damaged")
def letters_of_another_script(plan: Plan) -> None:
    at = plan.any(r"^๓\. วัตถุประสงค์.*เพื่อ")
    plan.swap(at, "เพื่อ", "เพื่อक")


@defect("words-printed-twice")
def words_twice(plan: Plan) -> None:
    at = plan.any("^(ส่งเสริมการจัดการของเสีย|ผลักดันให้ผู้ประกอบการ)")
    word = plan.lines[at][:7]
    plan.swap(at, word, word + word)


# --- alignment -------------------------------------------------------------------------------------------------------


@defect("project-without-strong-chain")
def chain_cut(plan: Plan) -> None:
    at = plan.any(r"^๒\. .*สอดคล้องกับยุทธศาสตร์ชาติ")
    link = re.search(r"สอดคล้องกับยุทธศาสตร์ชาติ\S+ ", plan.lines[at])
    assert link
    plan.swap(at, link[0], "")
    name = plan.lines[at - 1].removeprefix(BRIEF)
    plan.touched = {at, next(index for index, line in enumerate(plan.lines) if f". {name}\t" in line) + 1}


@defect("all-projects-on-one-issue", also=["issue-no-project-serves"])
def one_issue_for_all(plan: Plan) -> None:
    first, second = "ประเด็นที่ ๑ ยกระดับผ้าทอและหัตถอุตสาหกรรมสู่สากล", "ประเด็นที่ ๒ อนุรักษ์ทรัพยากรธรรมชาติอย่างสมดุล"
    kept = plan.rng.choice([(first, second), (second, first)])
    plan.lines = [line.replace(kept[1], kept[0]) for line in plan.lines]
    plan.name(*plan.where(r"^๖\. ความเชื่อมโยง"))


@defect("level-2-without-level-1", also=["project-without-strong-chain", "plan-validity-ended"])
def only_level_two(plan: Plan) -> None:
    at = plan.any(r"^๒\. .*สอดคล้องกับยุทธศาสตร์ชาติ")
    link = re.search(r"สอดคล้องกับยุทธศาสตร์ชาติ\S+ ", plan.lines[at])
    assert link
    plan.swap(
        at,
        link[0],
        "ตามแผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ ๑๓ (พ.ศ. ๒๕๖๖ - ๒๕๗๐) หมุดหมายที่ ๑๐ ไทยมีเศรษฐกิจหมุนเวียนและสังคมคาร์บอนต่ำ ",
    )
