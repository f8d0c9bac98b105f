/** Lines of CSV: their cells are what JSON members would be. */
export const CSV_READING = String.raw`
CSV_CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\Z)')


def csv_members(payload):
    """The cells of a line (RFC 4180), by the fields' names on the wire. An empty one without quotes is null."""
    text = text_of(payload)
    cells, at, comma = [], 0, ","
    while comma:
        match = CSV_CELL.match(text, at) or failed(f"malformed: no cell of CSV at character {at}")
        quoted, plain, comma = match.groups()
        cells.append(quoted.replace('""', '"') if quoted is not None else plain or None)
        at = match.end()
    if len(cells) != len(CSV_CELLS):
        failed(f"malformed: got {len(cells)} cells for {len(CSV_CELLS)} fields")
    return {name: cell if cell is None else read(cell) for (name, read), cell in zip(CSV_CELLS, cells)}


def text_cell(cell):
    return cell


def number_cell(cell):
    return Number(cell) if JSON_NUMBER.fullmatch(cell) else failed(f"wrong-type: {cell[:40]!r} is not a number as in JSON")


def boolean_cell(cell):
    return cell == "true" if cell in ("true", "false") else failed(f"wrong-type: {cell[:40]!r} is not a boolean")
`
