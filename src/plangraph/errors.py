"""Every exception we raise: one line that says where, what is wrong and what to do, in Thai and in English."""

from __future__ import annotations

from pathlib import Path


class PlanGraphError(Exception):
    """Something the user can mend. ``th`` and ``en`` are the same one-line message; ``str()`` gives the English."""

    def __init__(self, *, th: str, en: str) -> None:
        super().__init__(en)
        self.th = _one_line(th)
        self.en = _one_line(en)

    def __str__(self) -> str:
        return self.en

    def message(self, lang: str) -> str:
        """The message in ``lang``: Thai for ``"th"``, English for everything else."""
        return self.th if lang == "th" else self.en


def _one_line(text: str) -> str:
    return " ".join(text.split())


# --- documents -------------------------------------------------------------------------------------------------------


class DocumentError(PlanGraphError):
    """A source document cannot be read; ``path`` says which."""

    def __init__(self, path: Path, *, th: str, en: str) -> None:
        super().__init__(th=f"{path}: {th}", en=f"{path}: {en}")
        self.path = path


class FileMissing(DocumentError, FileNotFoundError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            th="ไม่พบแฟ้มนี้ โปรดตรวจชื่อแฟ้มและโฟลเดอร์",
            en="no such file; check the name and the folder",
        )


class NotAFile(DocumentError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            th="ไม่ใช่แฟ้มเอกสาร โปรดระบุแฟ้มข้อความของแผน",
            en="this is no regular file; name the text file of the plan",
        )


class FileUnreadable(DocumentError):
    """The system refuses to read the file; ``reason`` is its own word."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            path,
            th=f"เปิดอ่านแฟ้มไม่ได้ ({reason}) โปรดตรวจสิทธิ์การอ่านแฟ้ม",
            en=f"the file cannot be read ({reason}); check its permissions",
        )


class EmptyFile(DocumentError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            th="แฟ้มว่าง ไม่มีข้อความให้อ่าน โปรดส่งออกข้อความจากเอกสารใหม่",
            en="the file is empty; export the text of the document again",
        )


class BinaryFile(DocumentError):
    """The bytes are no text; ``kind`` names what they look like."""

    def __init__(self, path: Path, kind: str) -> None:
        super().__init__(
            path,
            th=f"ไม่ใช่แฟ้มข้อความ (ดูเหมือน {kind}) โปรดบันทึกเอกสารเป็นข้อความ UTF-8 แล้วลองใหม่",
            en=f"this is no text file (it looks like {kind}); save the document as UTF-8 text and try again",
        )


class UndecodableFile(DocumentError):
    """No known encoding gives readable text; ``offset`` is the first byte that is no UTF-8."""

    def __init__(self, path: Path, offset: int) -> None:
        super().__init__(
            path,
            th=f"ถอดรหัสอักขระไม่ได้ตั้งแต่ไบต์ที่ {offset} โปรดบันทึกแฟ้มเป็น UTF-8 หรือ TIS-620/Windows-874",
            en=f"byte {offset} fits no known encoding; save the file as UTF-8 or TIS-620/Windows-874",
        )
        self.offset = offset


# --- installation, folders and stores --------------------------------------------------------------------------------


class ResourceMissing(PlanGraphError, FileNotFoundError):
    """A folder or file that ships with PlanGraph is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            th=f"{path}: ไม่พบแฟ้มที่มากับ PlanGraph โปรดติดตั้งใหม่",
            en=f"{path}: this part of PlanGraph is missing; install it again",
        )
        self.path = path


class TextMissing(KeyError):
    """A sentence the code asks for is in no text file: a mistake of ours, never of the user."""

    def __init__(self, name: str, key: str, lang: str, missing: str) -> None:
        super().__init__(f"texts/{name}.toml: [{key}] {lang}: {missing} is missing")


class FolderError(PlanGraphError):
    """A folder a graph is built into or read from; ``path`` says which."""

    def __init__(self, path: Path, *, th: str, en: str) -> None:
        super().__init__(th=f"{path}: {th}", en=f"{path}: {en}")
        self.path = path


class ForeignFolder(FolderError):
    """The target holds something no build wrote; nothing is touched."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(
            path,
            th=f"มี {found} ซึ่ง plangraph build ไม่ได้เขียนไว้ จึงไม่เขียนทับ โปรดระบุโฟลเดอร์ว่างหรือโฟลเดอร์ที่เคยสร้างไว้",
            en=f"holds {found}, which no build wrote, so nothing is replaced; name an empty folder or one built before",
        )


class FolderUnwritable(FolderError):
    """The system refuses to write: read-only, full, not ours; ``reason`` is its own word."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            path,
            th=f"เขียนไม่ได้ ({reason}) ของเดิมยังอยู่ครบ โปรดตรวจสิทธิ์และเนื้อที่ว่าง หรือระบุโฟลเดอร์อื่นด้วย --into หรือ PLANGRAPH_HOME",
            en=f"cannot be written ({reason}), what was there is untouched; check permissions and free space, "
            "or name another folder with --into or PLANGRAPH_HOME",
        )


class NoGraphHere(FolderError):
    """The folder holds no built graph."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            th="ไม่มีกราฟที่สร้างไว้ โปรดสร้างด้วย plangraph build --into โฟลเดอร์นี้",
            en="holds no built graph; make one with plangraph build --into this folder",
        )


class StoreFromElsewhere(FolderError):
    """The store was built by other versions, and there are no data files to build it from again."""

    def __init__(self, path: Path, built_by: str, needed: str) -> None:
        super().__init__(
            path,
            th=f"คลังนี้สร้างด้วย {built_by} แต่ที่ใช้อยู่คือ {needed} และไม่มี data/ ให้สร้างใหม่ โปรดสร้างกราฟใหม่ด้วย plangraph build",
            en=f"this store was built by {built_by}, this is {needed}, and there is no data/ to build it from; "
            "run plangraph build again",
        )


class DataDamaged(FolderError):
    """A file of ``data/`` is no N-Quads."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            path,
            th=f"แฟ้มข้อมูลเสีย ({reason}) โปรดสร้างกราฟใหม่ด้วย plangraph build",
            en=f"the data file is damaged ({reason}); run plangraph build again",
        )


class UnknownSource(FolderError):
    """A SOURCE of a build is neither a text file nor a source folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            th="ไม่มี source.txt ในโฟลเดอร์นี้ โปรดระบุแฟ้มข้อความของแผน หรือโฟลเดอร์ที่มี source.txt",
            en="there is no source.txt in this folder; name the text file of a plan, or a folder that has source.txt",
        )


class SameSourceTwice(FolderError):
    """Two SOURCEs of one build are the same plan; the second would overwrite the first."""

    def __init__(self, path: Path, plan_id: str) -> None:
        super().__init__(
            path,
            th=f"แผนนี้ ({plan_id}) ถูกระบุมากกว่าหนึ่งครั้ง โปรดระบุเพียงครั้งเดียว",
            en=f"this plan ({plan_id}) is given more than once; name it once",
        )
