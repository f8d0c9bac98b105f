"""Reads a Delta table with deltalake and with DuckDB and prints one JSON object.

rows: canonical rows by reader (integers, decimals and times as text, doubles as bits, bytes as hexadecimal).
skipping: filters for which deltalake, helped by the files' statistics, finds another number of rows than without them.
"""

import datetime
import decimal
import json
import os
import struct
import sys
import urllib.parse

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)
WIDE = decimal.Context(prec=80)


def canonical(kind, value):
    if value is None:
        return None
    if pa.types.is_struct(kind):
        return {field.name: canonical(field.type, value[field.name]) for field in sorted(kind, key=lambda field: field.name)}
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return [canonical(kind.value_type, element) for element in value]
    if pa.types.is_floating(kind):
        return "nan" if value != value else struct.pack(">d", value).hex()
    if pa.types.is_boolean(kind):
        return value
    if pa.types.is_timestamp(kind):
        assert kind.unit == "us" and kind.tz is not None, kind
        return str((value - EPOCH) // MICROSECOND)
    if pa.types.is_date(kind):
        return str((value - EPOCH.date()).days)
    if pa.types.is_decimal(kind):
        return str(int(value.scaleb(kind.scale, context=WIDE)))
    if pa.types.is_integer(kind):
        assert kind == pa.int64(), kind
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    return value


def rows_of(table):
    kinds = {field.name: field.type for field in table.schema}
    return [
        json.dumps({name: canonical(kinds[name], row[name]) for name in sorted(row)}, ensure_ascii=False, separators=(",", ":"))
        for row in table.to_pylist()
    ]


def with_deltalake(table):
    return pa.table(table.to_pyarrow_dataset().to_table())


def with_duckdb(table):
    """DuckDB reads the files that the log names; partition values come from the directories."""
    schema = pa.schema(table.schema().to_arrow())
    connection = duckdb.connect()
    connection.execute("SET TimeZone='UTC'")
    partitions = table.metadata().partition_columns
    types = {name: duckdb_type(schema.field(name).type) for name in partitions}
    files = [file if "://" not in file else urllib.parse.unquote(urllib.parse.urlparse(file).path) for file in table.file_uris()]
    hive = f", hive_partitioning=true, hive_types={{{', '.join(f'{quoted(n)}: {t}' for n, t in types.items())}}}" if partitions else ""
    names = ", ".join('"' + field.name.replace('"', '""') + '"' for field in schema)
    listed = ", ".join(quoted(file) for file in files)
    read = connection.execute(f"SELECT {names} FROM read_parquet([{listed}], union_by_name=true{hive})").to_arrow_table()
    return read


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def duckdb_type(kind):
    if pa.types.is_date(kind):
        return "DATE"
    if pa.types.is_timestamp(kind):
        return "TIMESTAMPTZ"
    if pa.types.is_boolean(kind):
        return "BOOLEAN"
    if pa.types.is_integer(kind):
        return "BIGINT"
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    return "VARCHAR"


def skipping(table):
    """Filters each column by values that exist: a bound that is too narrow would lose files, and rows with them."""
    dataset = table.to_pyarrow_dataset()
    whole = dataset.to_table()
    problems = []
    for field in dataset.schema:
        if not (pa.types.is_primitive(field.type) or pa.types.is_string(field.type) or pa.types.is_large_string(field.type)):
            continue
        for value in whole.column(field.name).unique().slice(0, 25):
            if value.as_py() is None or value.as_py() != value.as_py():
                continue
            for name, compare in (("==", pc.equal), ("<=", pc.less_equal), (">=", pc.greater_equal)):
                try:
                    expected = pc.sum(compare(whole.column(field.name), value)).as_py() or 0
                except pa.ArrowNotImplementedError:
                    continue
                got = dataset.to_table(filter=compare(pc.field(field.name), value)).num_rows
                if got != expected:
                    problems.append(f"{field.name} {name} {value.as_py()!r}: {got} rows instead of {expected}")
        expected = whole.column(field.name).null_count
        got = dataset.to_table(filter=pc.field(field.name).is_null()).num_rows
        if got != expected:
            problems.append(f"{field.name} is null: {got} rows instead of {expected}")
    return problems


def annotations(table):
    """Row counts of the log's statistics against those of the files."""
    problems = []
    actions = pa.table(table.get_add_actions(flatten=True))
    for path, records in zip(actions.column("path").to_pylist(), actions.column("num_records").to_pylist()):
        file = f"{table.table_uri.removeprefix('file://').rstrip('/')}/{urllib.parse.unquote(path)}"
        stored = pq.ParquetFile(file).metadata.num_rows
        if stored != records:
            problems.append(f"{path}: {records} rows in the log and {stored} in the file")
    return problems


def main():
    table = DeltaTable(sys.argv[1])
    result = {
        "version": table.version(),
        "types": {field.name: str(field.type) for field in pa.schema(table.schema().to_arrow())},
        "deltalake": rows_of(with_deltalake(table)),
        "duckdb": rows_of(with_duckdb(table)),
        "problems": annotations(table) + (skipping(table) if "--skipping" in sys.argv else []),
    }
    json.dump(result, sys.stdout, ensure_ascii=False)
    sys.stdout.flush()
    # Without Python's own end: threads of pyarrow that outlive it abort the process now and then (https://github.com/apache/arrow/issues/34314).
    os._exit(0)


main()
