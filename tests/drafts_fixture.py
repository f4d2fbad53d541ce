"""Draft files for tests: our template filled in, and the files people should not send."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from docx import Document
from openpyxl import Workbook, load_workbook

from plangraph.drafts.model import form_fields, template_mark
from plangraph.drafts.template import FIRST_PROJECT, FIRST_ROW, word, workbook

GREEN: Final = {
    "name": "โครงการยกระดับสถานประกอบการสู่อุตสาหกรรมสีเขียว จังหวัดลำปาง",
    "rationale": "โรงงานต้องลดการปล่อยก๊าซเรือนกระจก ซึ่งเป็นไปตามหมุดหมายที่ ๑๐ ไทยมีเศรษฐกิจหมุนเวียนและสังคมคาร์บอนต่ำ",
    "objectives": "๑) เพื่อให้สถานประกอบการลดการปล่อยก๊าซเรือนกระจก\n๒) เพื่อให้โรงงานอยู่ร่วมกับชุมชนได้",
    "outputs": "ผลผลิต ๑) สถานประกอบการได้รับคำปรึกษา ๒๐ แห่ง ผลลัพธ์ ๑) การปล่อยก๊าซเรือนกระจกลดลงร้อยละ ๑๐",
    "indicators": "สถานประกอบการที่ผ่านเกณฑ์อุตสาหกรรมสีเขียว ไม่น้อยกว่า ๒๐ แห่ง",
    "links": "แผนพัฒนาจังหวัดลำปาง (พ.ศ. ๒๕๖๖ - ๒๕๗๐) ประเด็นที่ ๓",
    "period": "ปีงบประมาณ พ.ศ. ๒๕๗๐",
    "activities": "๑) อบรม ๒) ให้คำปรึกษา",
    "budget": "๒๘๐,๐๐๐ บาท (สองแสนแปดหมื่นบาทถ้วน)",
    "responsible": "สำนักงานอุตสาหกรรมจังหวัดลำปาง",
}  # fmt: skip
BEDS: Final = {
    "name": "โครงการจัดซื้อเตียงผู้ป่วยสำหรับโรงพยาบาลชุมชน",
    "rationale": "โรงพยาบาลมีเตียงไม่เพียงพอ ผู้ป่วยต้องนอนรอที่ระเบียง",
    "objectives": "เพื่อให้โรงพยาบาลมีเตียงรองรับผู้ป่วยอย่างเพียงพอ",
}

Fields = Mapping[str, object]


def filled_workbook(path: Path, *drafts: Fields) -> Path:
    """Our Excel template with these drafts typed into its columns."""
    book = load_workbook(io.BytesIO(workbook()))
    sheet = book.worksheets[0]
    for column, fields in enumerate(drafts, start=FIRST_PROJECT):
        for field in form_fields():
            if field.key in fields:
                sheet.cell(FIRST_ROW + field.number - 1, column).value = fields[field.key]  # type: ignore[assignment]
    book.save(path)
    return path


def filled_word(path: Path, fields: Fields) -> Path:
    """Our Word template with one draft typed into it."""
    document = Document(io.BytesIO(word()))
    for field, row in zip(form_fields(), document.tables[0].rows, strict=True):
        row.cells[1].text = str(fields.get(field.key, ""))
    document.save(str(path))
    return path


def as_text(fields: Fields) -> str:
    """A draft as lines, label and text."""
    return "".join(
        f"{field.number}. {field.th}: {fields[field.key]}\n" for field in form_fields() if field.key in fields
    )


# --- files nobody should send -----------------------------------------------------------------------------------------


def _repacked(path: Path, change: Callable[[str, bytes], bytes], extra: Sequence[tuple[str, bytes]] = ()) -> Path:
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, content in extra:
            target.writestr(name, content)
    return path


def _same(_name: str, content: bytes) -> bytes:
    return content


def locked(folder: Path) -> Path:
    """What Office writes for a password: an OLE file with an encrypted package in it."""
    path = folder / "locked.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(200)
    )
    return path


def old_office(folder: Path) -> Path:
    path = folder / "old.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return path


def macros_by_name(folder: Path) -> Path:
    path = folder / "macros.xlsm"
    path.write_bytes(workbook())
    return path


def macros_inside(folder: Path) -> Path:
    return _repacked(folder / "macros.xlsx", _same, [("xl/vbaProject.bin", b"\0")])


def zip_bomb(folder: Path) -> Path:
    return _repacked(folder / "bomb.xlsx", _same, [("xl/worksheets/sheet9.xml", b"<a>" + b" " * 40_000_000 + b"</a>")])


def many_parts(folder: Path) -> Path:
    return _repacked(folder / "parts.xlsx", _same, [(f"xl/media/{at}.png", b"") for at in range(2_001)])


def entities(folder: Path) -> Path:
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]>'
    return _repacked(folder / "entities.xlsx", lambda name, old: laughs + old if name.endswith("sheet1.xml") else old)


def hidden_entities(folder: Path) -> Path:
    """The same in UTF-16, where no byte string ``<!DOCTYPE`` stands."""
    laughs = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "ha">]><a>&x;</a>'.encode("utf-16")
    return _repacked(folder / "hidden.xlsx", lambda name, old: laughs if name.endswith("sheet1.xml") else old)


def odd_encoding(folder: Path) -> Path:
    laughs = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a><a/>'
    return _repacked(folder / "utf7.xlsx", lambda name, old: laughs if name.endswith("sheet1.xml") else old)


def huge(folder: Path) -> Path:
    path = folder / "huge.xlsx"
    with path.open("wb") as stream:
        stream.truncate(100 * 2**20)
    return path


def huge_text(folder: Path) -> Path:
    path = folder / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(100 * 2**20)
    return path


def damaged(folder: Path) -> Path:
    path = folder / "damaged.xlsx"
    path.write_bytes(workbook()[:2_000])
    return path


def lying_sizes(folder: Path) -> Path:
    """A package whose directory says that a part is smaller than it is."""
    path = _repacked(folder / "lying.xlsx", _same)
    with zipfile.ZipFile(path) as package:
        part = package.getinfo("xl/workbook.xml")
    content = path.read_bytes()
    path.write_bytes(content.replace(part.file_size.to_bytes(4, "little"), (7).to_bytes(4, "little")))
    return path


def no_package(folder: Path) -> Path:
    path = folder / "picture.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    return path


def other_zip(folder: Path) -> Path:
    path = folder / "other.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "no workbook")
    return path


def merged(folder: Path) -> Path:
    path = filled_workbook(folder / "merged.xlsx", GREEN)
    book = load_workbook(path)
    book.worksheets[0].merge_cells("D5:D6")
    book.save(path)
    return path


def merged_word(folder: Path) -> Path:
    path = filled_word(folder / "merged.docx", GREEN)
    document = Document(str(path))
    table = document.tables[0]
    table.cell(2, 1).merge(table.cell(3, 1))
    document.save(str(path))
    return path


def other_version(folder: Path) -> Path:
    path = filled_workbook(folder / "version.xlsx", GREEN)
    book = load_workbook(path)
    book.worksheets[0]["A2"] = template_mark().replace("1", "99")
    book.save(path)
    return path


def other_version_word(folder: Path) -> Path:
    path = filled_word(folder / "version.docx", GREEN)
    document = Document(str(path))
    document.paragraphs[1].text = template_mark().replace("1", "99")
    document.save(str(path))
    return path


def no_form(folder: Path) -> Path:
    path = folder / "table.xlsx"
    book = Workbook()
    book.worksheets[0].append(["ลำดับ", "จำนวน"])
    book.save(path)
    return path


def text_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


BAD: Final[dict[str, Callable[[Path], Path]]] = {
    "รหัสผ่าน": locked,
    "รุ่นเก่า": old_office,
    "มาโคร": macros_by_name,
    "มีมาโคร": macros_inside,
    "ใหญ่ผิดปกติ": zip_bomb,
    "ขยายแล้ว": many_parts,
    "เอนทิตี": entities,
    "sheet1.xml ประกาศเอนทิตี": hidden_entities,
    "ประกาศเอนทิตี XML": odd_encoding,
    "100 MB": huge,
    "แฟ้มใหญ่ 100 MB": huge_text,
    "แฟ้มเสีย": damaged,
    "เสีย": lying_sizes,
    "ไม่ใช่แฟ้ม Office": no_package,
    "Office": other_zip,
    "D5:D6": merged,
    "ตาราง 1 แถว 4": merged_word,
    "plangraph-draft 99": other_version,
    "แบบเป็นรุ่น plangraph-draft 99": other_version_word,
    "ไม่พบช่อง": no_form,
    "บรรทัด 1: ไม่มีชื่อโครงการ": lambda folder: text_file(folder, "nameless.yaml", "rationale: มีเหตุผล\n"),
    "มีแต่ชื่อโครงการ": lambda folder: text_file(folder, "empty.txt", "โครงการว่าง\n"),
    "YAML ผิดรูปแบบ": lambda folder: text_file(folder, "broken.yaml", "name: [โครงการ\n"),
    "บรรทัด 2: ไม่รับการอ้างถึง": lambda folder: text_file(folder, "alias.yaml", "name: &a โครงการ\nrationale: *a\n"),
    'ไม่รู้จักช่อง "ขื่อ"': lambda folder: text_file(folder, "typo.yaml", "name: ก\nขื่อ: ข\n"),
    "รุ่น 9": lambda folder: text_file(folder, "version.yaml", "version: 9\nname: ก\nrationale: ข\n"),
    "ไม่รู้จักแฟ้มชนิดนี้": lambda folder: text_file(folder, "draft.pdf", "%PDF-1.7"),
    "ไม่ใช่แฟ้มข้อความ": lambda folder: text_file(folder, "binary.txt", "\0\0\0ชื่อโครงการ"),
    "แฟ้มว่าง": lambda folder: text_file(folder, "blank.txt", "\n"),
}  # fmt: skip
