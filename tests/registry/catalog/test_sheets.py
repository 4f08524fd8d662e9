"""Tables from outside: what is read, and the files that are not."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.sheets import MAX_BYTES, MAX_ROWS, MAX_UNPACKED_BYTES, read_table

HALF_PAST = datetime(2022, 7, 1, 9, 30)  # noqa: DTZ001 - a workbook knows no zones


def workbook(*rows, second=()):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if second:
        book.create_sheet("二").append(second)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def packed(**members: bytes):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def refused(data, filename="items.csv"):
    with pytest.raises(BadInput) as caught:
        read_table(data, filename)
    assert filename in caught.value.message
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_of_offices(encoding):
    table = read_table("名称,编码\n镕基路报刊亭,k-1\n".encode(encoding), "items.csv")
    assert (table.header, table.rows) == (("名称", "编码"), ((2, ("镕基路报刊亭", "k-1")),))


def test_blank_lines_are_passed_over_and_lines_keep_their_numbers():
    table = read_table(b'\nname,code\r\n\r\n" a ","x\r\ny"\r\nb,2,\r\n', "items.csv")
    assert table.rows == ((4, ("a", "x\r\ny")), (6, ("b", "2")))


def test_a_quote_without_its_end_is_refused_with_its_line():
    with pytest.raises(BadInput, match="第2行"):
        read_table(b'name,code\n"a,1\nb,2\n', "items.csv")


def test_a_workbook_is_read_by_content_whatever_its_name():
    table = read_table(workbook(["名称", "编码", "日期"], ["甲", 511602000000, date(2022, 7, 1)]), "items.csv")
    assert table.rows == ((2, ("甲", "511602000000", "2022-07-01")),)


def test_only_the_first_sheet_counts():
    assert read_table(workbook(["名称"], ["甲"], second=["乙"]), "items.xlsx").rows == ((2, ("甲",)),)


def test_cells_of_a_workbook_are_text_formulas_too():
    table = read_table(workbook(["a", "b", "c", "d"], ["=1+1", 2.0, 2.5, HALF_PAST]), "i.xlsx")
    assert table.rows == ((2, ("=1+1", "2", "2.5", "2022-07-01 09:30:00")),)


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "items.csv", "sheet.empty"),
        (b"\n , \n", "items.csv", "sheet.empty"),
        (b"\xff\xfe\x00a", "items.csv", "sheet.encoding"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "items.csv", "sheet.encoding"),
        (b"name\n", "items.xls", "sheet.old_excel"),
        (b"\xd0\xcf\x11\xe0old", "items.xlsx", "sheet.old_excel"),
        (b"PK\x03\x04 no archive", "items.xlsx", "sheet.damaged"),
        (packed(readme=b"no workbook"), "items.xlsx", "sheet.damaged"),
        (",".join(f"c{n}" for n in range(201)).encode(), "items.csv", "sheet.columns"),
        (b"a" * (MAX_BYTES + 1), "items.csv", "sheet.bytes"),
        (b"a\n" + b"1\n" * (MAX_ROWS + 1), "items.csv", "sheet.rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_table_is_refused_with_its_name(data, filename, code):
    assert refused(data, filename) == code


def test_as_many_rows_as_allowed_are_read():
    assert len(read_table(b"a\n" + b"1\n" * MAX_ROWS, "items.csv").rows) == MAX_ROWS


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    bomb = packed(**{"xl/worksheets/sheet1.xml": bytes(MAX_UNPACKED_BYTES + 1)})
    assert len(bomb) < 1_000_000
    assert refused(bomb, "items.xlsx") == "sheet.bomb"


def test_a_workbook_damaged_inside_is_refused():
    data = bytearray(workbook(["name"], ["甲"]))
    middle = data.index(b"xl/worksheets") + 60
    data[middle : middle + 40] = b"\x00" * 40
    assert refused(bytes(data), "items.xlsx") == "sheet.damaged"
