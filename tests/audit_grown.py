"""A longer clean plan, grown from ``tests/data/audit/clean_plan.txt``: other projects and figures for every seed."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

from audit_fixture import seeded
from plangraph.thai import number_to_baht_words, to_thai_digits

FIRST = ("โครงการเพิ่มผลิตภาพโรงสีข้าว", "โครงการออกแบบบรรจุภัณฑ์กาแฟอาราบิกา", "โครงการบ่มเพาะนักธุรกิจรุ่นใหม่")
SECOND = ("โครงการลดใช้พลังงานในโรงอบยาง", "โครงการคลินิกน้ำเสียแปรรูปผลไม้", "โครงการฉลากคาร์บอนสำหรับผู้ส่งออก")
COMPETITIVE = "ด้านการสร้างความสามารถในการแข่งขัน"
GREEN = "ด้านการสร้างการเติบโตบนคุณภาพชีวิตที่เป็นมิตรต่อสิ่งแวดล้อม"
ISSUES = ("ประเด็นที่ ๑ ยกระดับผ้าทอและหัตถอุตสาหกรรมสู่สากล", "ประเด็นที่ ๒ อนุรักษ์ทรัพยากรธรรมชาติอย่างสมดุล")
LANDS = ("ป่าสงวน", "ที่นา", "ไม้ผล", "พืชไร่", "แหล่งน้ำ")
DISTRICTS = ("เมืองน่าน", "เวียงสา", "ปัว", "ท่าวังผา", "ภูเพียง", "นาน้อย")
YEARS = (2566, 2567, 2568, 2569, 2570)


def grown(seed: int) -> str:
    """The clean plan with six more projects, four more tables and a paragraph of figures, in Thai digits."""
    rng = random.Random(seed)  # noqa: S311  (figures of a test, not secrets)
    amounts = {name: Decimal(rng.randrange(2_000, 40_000)) * 100 for name in (*FIRST, *SECOND)}
    changes = [
        ("\t๒. โครงการพัฒนาผ้าทอร่วมสมัย\t๑.๒๐๐๐", _rows("\t๒. โครงการพัฒนาผ้าทอร่วมสมัย\t๑.๒๐๐๐", FIRST, amounts, 3)),
        (
            "\t๑. โครงการโรงงานสีเขียวคู่ชุมชน\t๒.๔๖๘๐",
            _rows("\t๑. โครงการโรงงานสีเขียวคู่ชุมชน\t๒.๔๖๘๐", SECOND, amounts, 2),
        ),
        ("รวมแนวทางที่ ๑ เป็นเงิน ๑.๕๐๐๐", f"รวมแนวทางที่ ๑ เป็นเงิน {_million(1_500_000 + _sum(FIRST, amounts))}"),
        ("รวมแนวทางที่ ๒ เป็นเงิน ๒.๔๖๘๐", f"รวมแนวทางที่ ๒ เป็นเงิน {_million(2_468_000 + _sum(SECOND, amounts))}"),
        ("\n๔.๒ ความเชื่อมโยงแผนปฏิบัติราชการ อก. แผนปฏิบัติราชการ สปอ. และแผนปฏิบัติการ\n\n\t", _briefs(rng, amounts)),
        ("จำนวนโรงงาน จำแนกตามอำเภอ ปี ๒๕๗๐\n", _situation(rng)),
    ]
    return seeded((old, to_thai_digits(new)) for old, new in changes)


def _sum(names: tuple[str, ...], amounts: dict[str, Decimal]) -> Decimal:
    return sum((amounts[name] for name in names), Decimal(0))


def _million(baht: Decimal) -> str:
    return f"{baht / 1_000_000:.4f}"


def _rows(before: str, names: tuple[str, ...], amounts: dict[str, Decimal], first: int) -> str:
    rows = (f"\t{place}. {name}\t{_million(amounts[name])}" for place, name in enumerate(names, start=first))
    return "\n".join([before, *rows])


def _briefs(rng: random.Random, amounts: dict[str, Decimal]) -> str:
    briefs = [_brief(rng, name, COMPETITIVE, ISSUES[0], amounts[name]) for name in FIRST]
    briefs += [_brief(rng, name, GREEN, ISSUES[1], amounts[name]) for name in SECOND]
    heading = "๔.๒ ความเชื่อมโยงแผนปฏิบัติราชการ อก. แผนปฏิบัติราชการ สปอ. และแผนปฏิบัติการ\n\n\t"
    return "\n".join(["", *briefs, heading])


def _brief(rng: random.Random, name: str, strategy: str, issue: str, baht: Decimal) -> str:
    short = name.removeprefix("โครงการ")
    people, places, rise = rng.randrange(20, 90), rng.randrange(3, 18), rng.randrange(5, 40)
    outputs = f"๑) ผู้เข้าอบรม{short} จำนวน {people} คน ๒) สถานประกอบการนำร่อง จำนวน {places} แห่ง"
    outcome = f"๑) รายได้เพิ่มขึ้นไม่น้อยกว่าร้อยละ {rise}"
    return f"""๑. ชื่อโครงการ\t{name}
๒. ความสำคัญของโครงการ หลักการและเหตุผล\tสอดคล้องกับยุทธศาสตร์ชาติ{strategy} เพื่อ{short}จึงจัดทำโครงการในปีงบประมาณ พ.ศ. ๒๕๗๑
๓. วัตถุประสงค์ของโครงการ\t๑) เพื่อ{short} ๒) เพื่อถ่ายทอดความรู้
๔. ผลผลิต และผลลัพธ์ของโครงการ\t<p><u>ผลผลิต</u></p> <p>{outputs}</p> <p><u>ผลลัพธ์</u></p> <p>{outcome}</p>
๕. ตัวชี้วัดความสำเร็จของโครงการ\t๑) ผู้เข้าอบรม{short} จำนวน {people} คน
๖. ความเชื่อมโยงกับแผนพัฒนาจังหวัด/กลุ่มจังหวัด\tแผนพัฒนาจังหวัดน่าน (พ.ศ. ๒๕๗๑ - ๒๕๗๕) {issue}
๗. ระยะเวลา\tปีงบประมาณ พ.ศ. ๒๕๗๑
๘. กิจกรรมที่สำคัญ\t๑) เตรียมการ ๒) อบรม ๓) สรุปผล
๙. งบประมาณ\t{baht:,.0f} บาท ({number_to_baht_words(baht)})
๑๐. ผู้รับผิดชอบ\tสำนักงานอุตสาหกรรมจังหวัดน่าน
"""


def _situation(rng: random.Random) -> str:
    """A sentence with its parts, a table of districts, one of shares, one of years, one of products."""
    tables = [_people(rng), _lands(rng), _minerals(rng), _crops(rng)]
    return "\n\n".join([_area(rng), *tables, "จำนวนโรงงาน จำแนกตามอำเภอ ปี ๒๕๗๐\n"])


def _area(rng: random.Random) -> str:
    forest, farm, other = (rng.randrange(1_000_000, 3_000_000) for _ in range(3))
    total = forest + farm + other
    return (
        f"จังหวัดน่านมีพื้นที่ทั้งหมด {total:,} ไร่ จำแนกเป็นพื้นที่การเกษตร {farm:,} ไร่ คิดเป็นร้อยละ {_share(farm, total)} "
        f"พื้นที่ป่าไม้ {forest:,} ไร่ คิดเป็นร้อยละ {_share(forest, total)} "
        f"และพื้นที่อื่นๆ {other:,} ไร่ คิดเป็นร้อยละ {_share(other, total)}"
    )


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _people(rng: random.Random) -> str:
    rows, last = [], None
    men, women = rng.randrange(230_000, 240_000), rng.randrange(240_000, 250_000)
    for year in YEARS:
        men, women = men - rng.randrange(300, 900), women - rng.randrange(300, 900)
        change = f"{men + women - last:,}".replace("-", "- ") if last else "-"
        rows.append(f"{year}\t{men:,}\t{women:,}\t{men + women:,}\t{change}")
        last = men + women
    head = "ปี พ.ศ.\tชาย (คน)\tหญิง (คน)\tรวม (คน)\tลดลงจากปีที่ผ่านมา (-)"
    return "\n".join(["โครงสร้างประชากร\n", head, *rows])


def _lands(rng: random.Random) -> str:
    areas = [rng.randrange(20_000, 900_000) for _ in LANDS]
    rows = [f"{name}\t{area:,}\t{_share(area, sum(areas))}" for name, area in zip(LANDS, areas, strict=True)]
    head = "ประเภทพื้นที่\tพื้นที่ (ไร่)\tร้อยละ"
    return "\n".join(["การใช้ที่ดินของจังหวัด ปี ๒๕๗๐\n", head, *rows, f"รวม\t{sum(areas):,}\t๑๐๐.๐๐"])


def _minerals(rng: random.Random) -> str:
    names = ("ดินขาว", "หินปูน", "ถ่านหิน", "ฟลูออไรต์")
    grid = [
        [base + rng.randrange(base // 20) for _ in YEARS[1:]] for base in (rng.randrange(900, 4_000) for _ in names)
    ]
    head = "\t".join(["ที่\tชนิดแร่", *(f"ปี {year}" for year in YEARS[1:])])
    rows = [
        f"{at}\t{name}\t" + "\t".join(f"{n:,}" for n in row)
        for at, (name, row) in enumerate(zip(names, grid, strict=True), 1)
    ]
    total = "\tรวม\t" + "\t".join(f"{sum(column):,}" for column in zip(*grid, strict=True))
    return "\n".join(["ปริมาณแร่ จำแนกตามชนิด ปี ๒๕๖๗ - ๒๕๗๐ (ตัน)\n", head, *rows, total])


def _crops(rng: random.Random) -> str:
    rows = []
    for at, name in enumerate(("ข้าวนาปี", "ข้าวโพด", "มันสำปะหลัง", "ยางพารา"), start=1):
        area, yield_ = rng.randrange(4_000, 90_000), rng.randrange(200, 900)
        rows.append(
            f"{at}. {name}\t{area:,}\t{yield_}\t{(Decimal(area) * yield_ / 1000).quantize(Decimal(1), ROUND_HALF_UP):,}"
        )
    head = "ชนิดพืช\tพื้นที่เพาะปลูก (ไร่)\tผลผลิตต่อไร่ (กก.)\tผลผลิตรวม (ตัน)"
    return "\n".join(["พืชเศรษฐกิจที่สำคัญ ปี ๒๕๗๐\n", head, *rows])
