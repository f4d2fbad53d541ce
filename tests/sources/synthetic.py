"""A provincial industry action plan that nobody wrote: the family's outline, filled as a test asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from plangraph.thai import to_thai_digits


@dataclass(frozen=True)
class Row:
    """A project of a strategy table; ``amounts`` one per year column, as printed."""

    name: str
    amounts: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Projects under one source of funds; without heading they stand under the one above."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Strategy:
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Guideline:
    title: str
    goal: str
    indicators: tuple[str, ...]
    strategies: tuple[Strategy, ...]


MINISTRY = "โครงการที่ สอจ. ขอรับการสนับสนุนงบประมาณกระทรวง กรม"
PROVINCE = "โครงการที่ สอจ. ของบประมาณจังหวัด"
CLUSTER = "โครงการที่ สอจ. ของบประมาณกลุ่มจังหวัด"

FURNITURE = Row("โครงการพัฒนาผลิตภัณฑ์เฟอร์นิเจอร์ไม้สัก", ("1.5000",))
INDIGO = Row("โครงการยกระดับผ้าหม้อห้อมสู่ตลาดสากล (MOHOM PLUS)", ("0.8500",))
SME = Row("โครงการเพิ่มผลิตภาพวิสาหกิจขนาดกลางและขนาดย่อม", ("0.2400",))
GREEN = Row("โครงการส่งเสริมโรงงานสีเขียวคู่ชุมชน", ("0.3200",))
NETWORK = Row("โครงการสร้างเครือข่ายผู้ประกอบการไม้สัก", ("0.1000",))

TWO_GUIDELINES = (
    Guideline(
        "ยกระดับผลิตภัณฑ์ไม้สักและผ้าพื้นเมืองด้วยนวัตกรรม",
        "เพื่อให้ผลิตภัณฑ์ของจังหวัดมีคุณภาพและมาตรฐาน",
        ("ผลิตภัณฑ์ได้รับการรับรองมาตรฐาน ไม่น้อยกว่า 50 ราย", "รายได้ของผู้ประกอบการเพิ่มขึ้น ร้อยละ 10"),
        (
            Strategy("พัฒนาคุณภาพผลิตภัณฑ์", (Group(PROVINCE, (FURNITURE,)), Group(MINISTRY, (INDIGO, SME)))),
            Strategy("ขยายช่องทางการตลาด", (Group(CLUSTER, (INDIGO,)),)),
        ),
    ),
    Guideline(
        "พัฒนาสถานประกอบการให้เป็นมิตรกับสิ่งแวดล้อม",
        "เพื่อให้สถานประกอบการอยู่ร่วมกับชุมชนได้อย่างยั่งยืน",
        ("จำนวนสถานประกอบการที่ได้รับรองอุตสาหกรรมสีเขียว ร้อยละ 80",),
        (Strategy("ส่งเสริมอุตสาหกรรมสีเขียว", (Group(MINISTRY, (GREEN, NETWORK)),)),),
    ),
)

LABELS = (
    "ชื่อโครงการ",
    "ความสำคัญของโครงการ หลักการและเหตุผล",
    "วัตถุประสงค์ของโครงการ",
    "ผลผลิต และผลลัพธ์ของโครงการ",
    "ตัวชี้วัดความสำเร็จของโครงการ",
    "ความเชื่อมโยงกับแผนพัฒนาจังหวัด/กลุ่มจังหวัด",
    "ระยะเวลา",
    "กิจกรรมที่สำคัญ",
    "งบประมาณ",
    "ผู้รับผิดชอบ",
)
ISSUES = (
    "พัฒนาคุณภาพชีวิตและความปลอดภัยของประชาชน",
    "ยกระดับการค้า การลงทุน และอุตสาหกรรมไม้สัก",
    "ส่งเสริมการท่องเที่ยวเชิงวัฒนธรรม",
    "อนุรักษ์ทรัพยากรธรรมชาติและสิ่งแวดล้อม",
)


@dataclass(frozen=True)
class Brief:
    """The ten fields of a form; a tuple is a list of items."""

    name: str
    rationale: str = "ผู้ประกอบการในจังหวัดแพร่ยังขาดความรู้ด้านการออกแบบและการตลาด"
    objectives: tuple[str, ...] = ("เพื่อพัฒนาผลิตภัณฑ์", "เพื่อขยายตลาด")
    outputs: tuple[str, ...] = ("ผู้ประกอบการได้รับการพัฒนา จำนวน 30 ราย",)
    outcomes: tuple[str, ...] = ("รายได้เพิ่มขึ้นไม่น้อยกว่าร้อยละ 10",)
    indicators: tuple[str, ...] = ("ผู้เข้าร่วมมีความพึงพอใจ ไม่น้อยกว่าร้อยละ 80",)
    links: str = f"แผนพัฒนาจังหวัดแพร่ (พ.ศ. 2566 - 2570) ฉบับทบทวน ประจำปี พ.ศ. 2571 ประเด็นที่ 2 {ISSUES[1]}"
    period: str = "ปีงบประมาณ พ.ศ. 2571"
    activities: tuple[str, ...] = ("ฝึกอบรม", "ให้คำปรึกษา", "ทดสอบตลาด")
    budget: str = "850,000 บาท (แปดแสนห้าหมื่นบาทถ้วน)"
    responsible: str = "สำนักงานอุตสาหกรรมจังหวัดแพร่"

    def cells(self) -> tuple[str | tuple[str, ...], ...]:
        products = ("ผลผลิต", *self.outputs, "ผลลัพธ์", *self.outcomes)
        return (
            self.name,
            self.rationale,
            self.objectives,
            products,
            self.indicators,
            self.links,
            self.period,
            self.activities,
            self.budget,
            self.responsible,
        )


TWO_BRIEFS = (
    Brief(INDIGO.name),
    Brief(
        GREEN.name,
        rationale="โครงการนี้สอดคล้องกับยุทธศาสตร์ชาติ ด้านการสร้างการเติบโตบนคุณภาพชีวิตที่เป็นมิตรต่อสิ่งแวดล้อม",
        budget="320,000 บาท (สามแสนสองหมื่นบาทถ้วน)",
    ),
)


@dataclass(frozen=True)
class Past:
    """A project of a past year with its figures."""

    name: str
    budget: str = "500,000"
    spent: str = "500,000"


@dataclass(frozen=True)
class Plan:
    """What a synthetic plan holds and how it is printed."""

    province: str = "แพร่"
    year: int = 2571
    arabic: bool = False  # digits
    marked: bool = True  # <p> tags in the briefs
    guidelines: tuple[Guideline, ...] = TWO_GUIDELINES
    briefs: tuple[Brief, ...] = TWO_BRIEFS
    unit: str = "ล้านบาท"
    years: tuple[int, ...] = (2571,)
    shared_cell: bool = False  # the funding heading stands in the cell of the group's first project
    bold: bool = False  # headings in markdown
    strategies: tuple[str, ...] = (
        "1) ยุทธศาสตร์ชาติ ด้านการสร้างความสามารถในการแข่งขัน",
        "(1) เป้าหมาย ประเทศไทยมีขีดความสามารถในการแข่งขันสูงขึ้น",
        "(2) ประเด็นยุทธศาสตร์ อุตสาหกรรมและบริการแห่งอนาคต",
        "(3) การบรรลุเป้าหมายตามยุทธศาสตร์ชาติ",
        "ส่งเสริมให้ผู้ประกอบการใช้เทคโนโลยีและนวัตกรรมเพื่อเพิ่มมูลค่าของผลิตภัณฑ์ไม้สักและผ้าพื้นเมืองของจังหวัด",
    )
    master_heading: str = "2.2.1 แผนแม่บทภายใต้ยุทธศาสตร์ชาติ"
    master: tuple[str, ...] = (
        "(1) ประเด็น 4 อุตสาหกรรมและบริการแห่งอนาคต",
        "1) เป้าหมายระดับประเด็นของแผนแม่บทฯ",
        "- เป้าหมายที่ 040001 อุตสาหกรรมและบริการแห่งอนาคตมีมูลค่าเพิ่มขึ้น",
        "2) แผนย่อยของแผนแม่บทฯ การพัฒนาอุตสาหกรรมชีวภาพ",
        "- แนวทางการพัฒนา",
        "- ส่งเสริมการวิจัยและพัฒนาผลิตภัณฑ์ชีวภาพ",
        "- เป้าหมายของแผนย่อย",
        "- 040101 อุตสาหกรรมชีวภาพมีการขยายตัวเพิ่มขึ้น",
    )
    milestones: tuple[str, ...] = (
        "องค์ประกอบที่ 1 เศรษฐกิจมูลค่าสูง ประกอบด้วย 2 หมุดหมาย",
        "หมุดหมายที่ 1 ไทยเป็นประเทศชั้นนำด้านสินค้าเกษตรและเกษตรแปรรูปมูลค่าสูง",
        "หมุดหมายที่ 7 ไทยมีวิสาหกิจขนาดกลางและขนาดย่อมที่เข้มแข็ง มีศักยภาพสูง และสามารถแข่งขันได้",
    )
    level3: tuple[str, ...] = (
        "- แผนปฏิบัติราชการระยะ 5 ปี (พ.ศ. 2566 - 2570) ของกระทรวงอุตสาหกรรม",
        "- แผนพัฒนาจังหวัดแพร่ (พ.ศ. 2566 - 2570) ฉบับทบทวนปี พ.ศ. 2571",
    )
    crosswalk: tuple[tuple[str, ...], ...] = field(
        default=(
            ("วิสัยทัศน์", "อุตสาหกรรมไทยเติบโตอย่างยั่งยืน", "แพร่เมืองไม้สัก", "เมืองไม้สักและผ้าพื้นเมือง"),
            (
                "ประเด็นการพัฒนา ด้านที่ 1",
                "ยกระดับผู้ประกอบการ",
                ISSUES[1],
                "ยกระดับผลิตภัณฑ์ไม้สักและผ้าพื้นเมืองด้วยนวัตกรรม",
            ),
        )
    )
    past: tuple[Past, ...] = (
        Past("โครงการส่งเสริมโรงงานสีเขียวคู่ชุมชน"),
        Past("โครงการอบรมช่างไม้ (งบกลุ่มจังหวัดภาคเหนือตอนบน 2)"),
    )
    past_year: int = 2569
    missing: frozenset[str] = frozenset()  # parts that are left out: "briefs", "crosswalk", …

    def lines(self) -> tuple[str, ...]:
        """The text, one line each, in Thai digits unless ``arabic``."""
        parts = (
            ("front", self._front()),
            ("level1", self._part("2.1 ยุทธศาสตร์ชาติ (แผนระดับที่ 1)", _spaced(self.strategies))),
            ("level2", self._part("2.2 แผนระดับที่ 2 (เฉพาะที่เกี่ยวข้อง)")),
            ("master", self._part(self.master_heading, _spaced(self.master))),
            ("reform", self._part("2.2.2 แผนการปฏิรูปประเทศ ด้านเศรษฐกิจ")),
            ("nesdp", self._part("2.2.3 แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 13", _spaced(self.milestones))),
            ("level3", self._part("2.3 แผนระดับที่ 3 ที่เกี่ยวข้อง", self.level3)),
            ("substance", self._part(f"ส่วนที่ 3 สาระสำคัญของแผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัด{self.province}")),
            ("situation", self._situation()),
            ("programme", self._programme()),
            ("annex", self._part("ส่วนที่ 4 ภาคผนวก")),
            ("briefs", self._briefs()),
            ("crosswalk", self._crosswalk()),
            ("results", self._results()),
        )
        lines = [line for name, part in parts if name not in self.missing for line in part]
        return tuple(lines if self.arabic else (to_thai_digits(line) for line in lines))

    # parts -----------------------------------------------------------------------------------------------------------

    def _heading(self, text: str) -> str:
        return f"**{text}**" if self.bold else text

    def _part(self, heading: str, below: Sequence[str] = ()) -> list[str]:
        return ["", self._heading(heading), "", *below]

    def _front(self) -> list[str]:
        title = f"แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัด{self.province}"
        return [
            title,
            "",
            f"รายปี พ.ศ. {self.year}",
            "",
            f"สำนักงานอุตสาหกรรมจังหวัด{self.province}",
            "",
            self._heading("ส่วนที่ 1 บทสรุปผู้บริหาร"),
            "",
            f"{title} รายปี พ.ศ. {self.year} จัดทำขึ้นเพื่อเป็นแนวทางในการพัฒนาอุตสาหกรรมของจังหวัดและการดำเนินงานของสำนักงาน",
            "",
            self._heading("ส่วนที่ 2 ความสอดคล้องกับแผน 3 ระดับ ตามนโยบายของมติคณะรัฐมนตรี"),
        ]

    def _situation(self) -> list[str]:
        return [
            *self._part("3.1 การประเมินสถานการณ์ ปัญหา และความจำเป็นของแผน"),
            *self._part("3.1.1 ข้อมูลสภาพทั่วไปของจังหวัด"),
            "จำนวนโรงงานของจังหวัด",
            "",
            "อำเภอ\tโรงงาน\tคนงาน",
            "เมือง\t120\t3,400",
            "สูงเม่น\t310\t5,120",
            "รวม\t430\t8,520",
            "",
            f"(ที่มา : สำนักงานอุตสาหกรรมจังหวัด{self.province})",
            "",
            *self._part("3.1.3 ข้อมูลการวิเคราะห์สภาวะแวดล้อม"),
            f"1) ประเด็นการพัฒนาจังหวัด{self.province}",
            "",
            *(f"- ประเด็นการพัฒนาที่ {place} {title}" for place, title in enumerate(ISSUES, start=1)),
            "",
            "การวิเคราะห์ปัจจัยภายในองค์กร",
            "",
            "จุดแข็ง",
            "",
            "- 1) มีแหล่งไม้สักที่ใหญ่ที่สุดของประเทศ",
            "- 2) มีช่างฝีมือด้านไม้และผ้าพื้นเมือง",
            "",
            "จุดอ่อน",
            "",
            "- 1) ขาดแรงงานรุ่นใหม่ที่สืบทอดงานช่าง",
        ]

    def _programme(self) -> list[str]:
        lines = [
            *self._part(f"3.2 สาระสำคัญของแผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัด{self.province}"),
            *self._part("3.2.1 วิสัยทัศน์", ["เมืองไม้สักและผ้าพื้นเมือง"]),
            *self._part("3.2.2 พันธกิจ", ["1. ส่งเสริมผู้ประกอบการ", "2. พัฒนาเครือข่าย"]),
            *self._part("3.2.3 แนวทางการพัฒนา เป้าประสงค์ ตัวชี้วัด และค่าเป้าหมาย กลยุทธ์ โครงการ"),
        ]
        for place, guideline in enumerate(self.guidelines, start=1):
            lines += [
                "",
                f"{place}) แนวทางการพัฒนาด้านที่ {place} {guideline.title}",
                "",
                "• เป้าประสงค์",
                "",
                guideline.goal,
            ]
            lines += ["", "• ตัวชี้วัด ค่าเป้าหมาย", ""]
            lines += [f"{number}. {text}" for number, text in enumerate(guideline.indicators, start=1)]
            lines += ["", "• กลยุทธ์ / โครงการ", "", f"หน่วย : {self.unit}", ""]
            for number, strategy in enumerate(guideline.strategies, start=1):
                lines += [*self._table(number, strategy), ""]
        return lines

    def _table(self, number: int, strategy: Strategy) -> list[str]:
        empty = "\t" * len(self.years)
        lines = ["กลยุทธ์\tโครงการ\tปีงบประมาณ" + empty[1:], "\t\t" + "\t".join(f"พ.ศ. {year}" for year in self.years)]
        first = f"กลยุทธ์ที่ {number} {strategy.title}"
        for group in strategy.groups:
            heading = group.heading
            if heading and not self.shared_cell:
                lines.append(f"{first}\t{heading}{empty}")
                first, heading = "", ""
            for place, row in enumerate(group.rows, start=1):
                name = f"{heading} {place}. {row.name}".strip()
                amounts = row.amounts + ("",) * (len(self.years) - len(row.amounts))
                lines.append("\t".join((first, name, *amounts)))
                first, heading = "", ""
        return lines

    def _briefs(self) -> list[str]:
        lines = self._part("4.1 โครงการแบบย่อ (1 ชุด : 1 โครงการ)")
        for brief in self.briefs:
            for place, (label, cell) in enumerate(zip(LABELS, brief.cells(), strict=True), start=1):
                lines.append(f"{place}. {label}\t{self._cell(cell)}")
            lines.append("")
        return lines

    def _cell(self, cell: str | tuple[str, ...]) -> str:
        if isinstance(cell, str):
            return f"<p>{cell}</p>" if self.marked else cell
        number, items = 0, []
        for text in cell:
            number = 0 if text in ("ผลผลิต", "ผลลัพธ์") else number + 1
            items.append(f"{number}) {text}" if number else f"<u>{text}</u>" if self.marked else text)
        return " ".join(f"<p>{item}</p>" for item in items) if self.marked else " ".join(items)

    def _crosswalk(self) -> list[str]:
        title = f"แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัด{self.province} รายปี พ.ศ. {self.year}"
        header = ("", "แผนปฏิบัติราชการรายปี พ.ศ. 2570 ของ อก.", "แผนพัฒนาจังหวัด ปี 2571", title)
        rows = ["\t".join(row) for row in (header, *self.crosswalk)]
        return self._part("4.2 ความเชื่อมโยงแผนปฏิบัติราชการ อก. และแผนปฏิบัติการด้านการพัฒนาอุตสาหกรรม", rows)

    def _results(self) -> list[str]:
        heading = f"4.4 ข้อมูลสรุปผลการดำเนินงานในปีงบประมาณ พ.ศ. {self.past_year} ของ สอจ. ตามแผนปฏิบัติการ"
        lines = self._part(heading)
        for place, past in enumerate(self.past, start=1):
            lines += [f"{place}. {past.name}", "", f"1) งบประมาณ {past.budget} บาท", ""]
            lines += [f"2) ผลการเบิกจ่าย {past.spent} บาท", "", "3) ผลการดำเนินงาน", ""]
            lines += [f"สำนักงานอุตสาหกรรมจังหวัด{self.province} ได้จัดอบรมผู้ประกอบการในจังหวัดจนแล้วเสร็จตามแผน", ""]
            lines += ["4) ปัญหาและอุปสรรค : ไม่มี", "", "5) ข้อเสนอแนะ : ไม่มี", ""]
        return lines


def _spaced(lines: Sequence[str]) -> list[str]:
    return [part for line in lines for part in (line, "")]
