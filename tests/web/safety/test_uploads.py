"""Files that are made to do harm, and bodies that are too large: refused early, with a reason, and nothing is kept."""

import asyncio
import io
import tracemalloc
import zipfile
from collections.abc import AsyncIterator

import httpx
import openpyxl
import pytest
from services.importing.conftest import as_csv, as_xlsx
from sqlalchemy import text

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.services.importing import csv_file
from ehcp_workflow.services.importing.xlsx_file import read_sheets
from ehcp_workflow.services.installation import Installation
from tests.web.api.conftest import Program, token_of
from tests.web.conftest import Browser
from tests.web.importing.conftest import HEADINGS, KIM, tagless, upload, uploaded

MEGABYTE = 1024 * 1024
LAUGHS = (
    '<?xml version="1.0"{encoding}?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<worksheet>&b;</worksheet>"
)


def zipped(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return written.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose sheet is some XML."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx([HEADINGS, KIM]))) as good, zipfile.ZipFile(written, "w") as bad:
        for member in good.infolist():
            content = xml if member.filename == "xl/worksheets/sheet1.xml" else good.read(member)
            bad.writestr(member.filename, content)
    return written.getvalue()


def refused(browser: Browser, installation: Installation, content: bytes, filename: str = "a.xlsx") -> str:
    """What is said beside the field of a file that is refused; nothing of it is kept."""
    answer = upload(browser, content, filename)
    assert answer.status_code == 422
    with installation.database.read() as unit:
        assert unit.execute(text("SELECT count(*) FROM uploads")).scalar_one() == 0
    return tagless(answer.text)


def test_a_zip_bomb_is_refused(installation: Installation, browser: Browser):
    bomb = zipped(**{"xl/worksheets/sheet1.xml": b"0" * (101 * MEGABYTE)})
    assert len(bomb) < MEGABYTE
    assert "would unpack to more than 100 MB" in refused(browser, installation, bomb)


def test_a_part_that_swells_beyond_reason_is_refused(installation: Installation, browser: Browser):
    bomb = zipped(**{"xl/worksheets/sheet1.xml": b"0" * (11 * MEGABYTE)})
    assert "would unpack to more" in refused(browser, installation, bomb)


def test_a_bomb_that_lies_about_its_size_is_refused(installation: Installation, browser: Browser):
    content = bytearray(zipped(**{"xl/worksheets/sheet1.xml": b"0" * (11 * MEGABYTE)}))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    assert "is damaged" in refused(browser, installation, bytes(content))


def test_a_zip_in_a_zip_is_never_opened(installation: Installation, browser: Browser):
    inner = zipped(**{"deep.xml": b"0" * (20 * MEGABYTE)})
    for name in ("inner.zip", "xl/workbook.xml"):
        assert "is not an Excel workbook" in refused(browser, installation, zipped(**{name: inner}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_xml_that_is_made_to_fill_the_memory_is_refused(installation: Installation, browser: Browser, encoding: str):
    said = "" if encoding == "utf-8" else ' encoding="UTF-16"'
    content = with_sheet(LAUGHS.format(encoding=said).encode(encoding))
    assert "is damaged" in refused(browser, installation, content)


def test_without_its_guard_no_workbook_is_read(monkeypatch: pytest.MonkeyPatch):
    assert openpyxl.DEFUSEDXML
    monkeypatch.setattr(openpyxl, "DEFUSEDXML", False)
    with pytest.raises(BadConfiguration, match="OPENPYXL_DEFUSEDXML"):
        list(read_sheets("a.xlsx", as_xlsx([HEADINGS, KIM]), 10))


def test_what_a_file_is_is_seen_in_the_file_and_not_in_its_name(browser: Browser):
    workbook, lines = as_xlsx([HEADINGS, KIM]), as_csv([HEADINGS, KIM])
    for content, name in ((workbook, "a.csv"), (lines, "a.xlsx"), (lines, "../../etc/passwd")):
        assert upload(browser, content, name).status_code == 303, name


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bytes(range(256)) * 20, "is not a CSV file"),
        (b"Reference,Request received\nA1,\x01\x02\n", "holds signs that no text has"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "is not a CSV file"),
        (b"\x81\x8d\x8f\x90\x9d" * 9, "cannot be read"),
        (b'"Reference,Request received\n' * 3, "cannot be split into cells"),
    ],
)
def test_a_csv_that_is_no_text_is_refused(installation: Installation, browser: Browser, content: bytes, words: str):
    assert words in refused(browser, installation, content, "a.csv")


def test_more_cells_than_a_caseload_has_are_refused(
    installation: Installation, browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(csv_file, "MAX_CELLS", 10)
    assert "more than 10 cells" in refused(browser, installation, as_csv([HEADINGS, KIM, KIM]), "a.csv")
    assert "more than 10 cells" in refused(browser, installation, as_csv([HEADINGS]) + b"\n" * 7, "a.csv")


def test_more_rows_than_a_page_takes_are_refused_with_the_command_that_takes_them(
    installation: Installation, browser: Browser
):
    rows = [(f"RD {n}", "", "", "2026-10-05") for n in range(2_001)]
    assert "ehcp caseload import" in refused(browser, installation, as_csv([HEADINGS, *rows]), "a.csv")


def test_macros_and_links_to_other_files_are_left_alone(browser: Browser):
    written = io.BytesIO(as_xlsx([HEADINGS, KIM]))
    with zipfile.ZipFile(written, "a") as package:
        package.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
        package.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    assert upload(browser, written.getvalue()).status_code == 303


def test_a_formula_is_text_and_its_row_is_refused(browser: Browser):
    address = uploaded(browser, ('=HYPERLINK("http://x.example","RD 1")', "Camden", "=1+1", "2026-10-05"))
    assert browser.post(address + "/columns").status_code == 303
    said = tagless(browser.text(address + "/verdicts"))
    assert "1 refused" in said
    assert "holds a formula" in said
    assert "x.example" not in said


class Sent:
    """A body that comes in pieces, and how much of it was asked for."""

    def __init__(self, browser: Browser, megabytes: int) -> None:
        self.head = f'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{browser.csrf}\r\n'.encode()
        self.head += b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        self.pieces, self.taken = megabytes * 16, 0

    async def body(self) -> AsyncIterator[bytes]:
        yield self.head
        for _ in range(self.pieces):
            self.taken += 65_536
            yield b"a,b\n" * 16_384


def ask(browser: Browser, sent: Sent, path: str = "/import", **headers: str) -> httpx.Response:
    """Send a body in pieces to the application itself; it counts what is taken of it."""
    head = {"content-type": "multipart/form-data; boundary=x", "host": "127.0.0.1", **headers}
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    answers: list[dict] = []

    async def run() -> None:
        pieces = sent.body()

        async def receive() -> dict:
            try:
                return {"type": "http.request", "body": await anext(pieces), "more_body": True}
            except StopAsyncIteration:
                return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict) -> None:
            answers.append(message)

        async with browser.app.router.lifespan_context(browser.app):
            named = [(name.encode(), value.encode()) for name, value in {**head, "cookie": cookies}.items()]
            scope = {"type": "http", "http_version": "1.1", "method": "POST", "path": path, "raw_path": path.encode()}
            scope |= {
                "query_string": b"",
                "root_path": "",
                "headers": named,
                "client": ("127.0.0.1", 5),
                "scheme": "http",
            }
            await browser.app({**scope, "server": ("127.0.0.1", 8350)}, receive, send)

    asyncio.run(run())
    body = b"".join(answer.get("body", b"") for answer in answers)
    return httpx.Response(answers[0]["status"], headers=answers[0]["headers"], content=body)


def test_an_upload_of_fifty_megabytes_is_stopped_at_ten(installation: Installation, browser: Browser):
    sent = Sent(browser, 50)
    tracemalloc.start()
    answer = ask(browser, sent)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 413
    assert "larger than 10 MB" in answer.text
    assert "That is too large" in answer.text
    assert 10 * MEGABYTE <= sent.taken <= 11 * MEGABYTE
    assert most < 40 * MEGABYTE
    with installation.database.read() as unit:
        assert unit.execute(text("SELECT count(*) FROM uploads")).scalar_one() == 0


def test_a_size_that_is_told_is_refused_before_anything_is_read(browser: Browser):
    sent = Sent(browser, 50)
    answer = ask(browser, sent, **{"content-length": str(50 * MEGABYTE)})
    assert (answer.status_code, sent.taken) == (413, 0)


def test_from_who_is_not_signed_in_nothing_is_read(stranger: Browser):
    sent = Sent(stranger, 50)
    answer = ask(stranger, sent)
    assert (answer.status_code, sent.taken) == (303, 0)


def test_nothing_of_an_upload_is_written_to_the_disk_on_its_way(browser: Browser, monkeypatch: pytest.MonkeyPatch):
    def rolled_over(*_: object) -> None:
        raise AssertionError("a file was written to the disk")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", rolled_over)
    content = as_csv([HEADINGS, *((f"RD {n}", "Camden", "x" * 1_000, "2026-10-05") for n in range(2_000))])
    assert len(content) > MEGABYTE  # from which on it would be, unless somebody said otherwise
    assert upload(browser, content).status_code == 303


def test_how_much_is_taken_can_be_set(installation: Installation, browser: Browser):
    installation.settings.upload_megabytes = 1
    assert "larger than 1 MB" in ask(browser, Sent(browser, 3)).text


@pytest.mark.parametrize("path", ["/sign-in", "/cases/EHC-2026-0001/events", "/import/abc/columns"])
def test_no_form_takes_more_than_it_could_mean(browser: Browser, path: str):
    sent = Sent(browser, 3)
    answer = ask(browser, sent, path)
    assert answer.status_code == 413
    assert sent.taken <= MEGABYTE


def test_no_request_of_a_program_takes_more_than_it_could_mean(installation: Installation):
    program = Program(installation, token_of(installation, "adviser"))
    answer = program.post("/cases", {"child_name": "x" * 300_000})
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")
    assert "256 kB" in answer.json()["detail"]
