"""Reads tables of lakes, as they are asked for: {"format", "path"} on a line of standard input, {"rows": {reader: rows}} on a line of standard output.

Each table is read by two readers: one that knows the format's log, and DuckDB, which reads the files that the log names.
Rows are objects of JSON: integers, decimals and times (epoch ms) as texts, bytes as base64.
"""

import base64
import datetime
import json
import os
import re
import sys
import urllib.parse

import duckdb
import pyarrow as pa

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MILLISECOND = datetime.timedelta(milliseconds=1)


def delta(path):
    from deltalake import DeltaTable

    table = DeltaTable(path)
    rows = pa.table(table.to_pyarrow_dataset().to_table())
    # Of the formats here, Delta alone leaves the columns of partitions out of the files.
    partitions = {name: "DATE" if pa.types.is_date(rows.schema.field(name).type) else "VARCHAR" for name in table.metadata().partition_columns}
    return rows, table.file_uris(), partitions


def iceberg(path):
    from pyiceberg.table import StaticTable

    folder = os.path.join(path, "metadata")
    versions = [int(found[1]) for found in (re.fullmatch(r"v(\d+)\.metadata\.json", name) for name in os.listdir(folder)) if found]
    scan = StaticTable.from_metadata(os.path.join(folder, f"v{max(versions)}.metadata.json")).scan()
    return scan.to_arrow(), [task.file.file_path for task in scan.plan_files()], {}


def hudi(path):
    from hudi import HudiTableBuilder

    table = HudiTableBuilder.from_base_uri(path).build()
    batches = table.read()
    files = [os.path.join(path, each.base_file_relative_path()) for each in table.get_file_slices()]
    rows = pa.Table.from_batches(batches) if batches else pa.table({})
    return without_keys(rows), files, {}


FORMATS = {"delta": delta, "iceberg": iceberg, "hudi": hudi}


def without_keys(table):
    """Without the columns that Hudi adds to each row."""
    return table.select([name for name in table.column_names if not name.startswith("_hoodie_")])


def by_duckdb(files, partitions):
    if not files:
        return pa.table({})
    paths = [urllib.parse.unquote(urllib.parse.urlparse(file).path) if "://" in file or file.startswith("file:") else file for file in files]
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    types = ", ".join(f"'{name}': {kind}" for name, kind in partitions.items())
    hive = f"hive_partitioning=true, hive_types={{{types}}}" if partitions else "hive_partitioning=false"
    connection = duckdb.connect()
    connection.execute("SET TimeZone='UTC'")
    return without_keys(connection.execute(f"SELECT * FROM read_parquet([{listed}], {hive})").to_arrow_table())


def plain(kind, value):
    if value is None:
        return None
    if pa.types.is_struct(kind):
        return {field.name: plain(field.type, value[field.name]) for field in kind}
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return [plain(kind.value_type, element) for element in value]
    if pa.types.is_timestamp(kind):
        assert kind.tz is not None, f"{kind} has no zone"
        whole, rest = divmod(value - EPOCH, MILLISECOND)
        assert not rest, f"{value} is no whole millisecond"
        return str(whole)
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return format(value, "f") if pa.types.is_decimal(kind) else str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime.date) else value


def rows_of(table):
    kinds = {field.name: field.type for field in table.schema}
    return [{name: plain(kinds[name], value) for name, value in row.items()} for row in table.to_pylist()]


def answer(request):
    # A table that never got a row need not be there.
    if not os.path.isdir(request["path"]):
        return {"rows": {}}
    try:
        table, files, partitions = FORMATS[request["format"]](request["path"])
        return {"rows": {request["format"]: rows_of(table), "duckdb": rows_of(by_duckdb(files, partitions))}}
    except Exception as error:  # noqa: BLE001
        return {"problem": f"{type(error).__name__}: {error}"[:2000]}


def main():
    print("READY", flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


main()
