"""Runs generated scripts on fakesnow. Reads one request a line:
{"id", "runs": [{"statements": [sql], "contents": {table: [[value]]}}], "outputs": {name: relation}, "dead_letters": relation}
and answers one line: {"id", "runs": [{name: [{column: value}]}], "dead_letters": [{column: value}]} or {"id", "error"}.
A table's contents are put in, to those of earlier runs, after the statement that makes it. Statements that fakesnow lacks are left to the caller.
"""
import base64
import datetime
import decimal
import json
import sys
import warnings

import fakesnow
import snowflake.connector

warnings.filterwarnings("ignore")
EPOCH = datetime.datetime(1970, 1, 1)


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def as_json(value):
    """As rows are written: exact numbers as texts, times as epoch ms."""
    if isinstance(value, bool) or value is None or isinstance(value, (str, float)):
        return value
    if isinstance(value, (int, decimal.Decimal)):
        return format(value, "f") if isinstance(value, decimal.Decimal) else str(value)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return (value.replace(tzinfo=None) - EPOCH) // datetime.timedelta(milliseconds=1)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(value, default=as_json)


def answer_of(cursor, request, schema):
    cursor.execute(f"CREATE SCHEMA {schema}")
    cursor.execute(f"USE SCHEMA {schema}")
    runs = [outputs_of(cursor, request, run) for run in request["runs"]]
    return {"runs": runs, "dead_letters": rows_of(cursor, request["dead_letters"])}


def outputs_of(cursor, request, run):
    for statement in run["statements"]:
        try:
            cursor.execute(statement)
        except BaseException as problem:
            raise RuntimeError(f"{problem}\n{statement}") from problem
        for name, rows in run["contents"].items():
            if rows and statement.startswith(f"CREATE TABLE IF NOT EXISTS {quoted(name)} "):
                # Past the parser, which takes long for great literals, and column by column, which is quick.
                marks = ", ".join("unnest(?::VARCHAR[])" for _ in rows[0])
                columns = [[None if value is None else str(value) for value in column] for column in zip(*rows)]
                cursor._duck_conn.execute(f"INSERT INTO {quoted(name)} SELECT {marks}", columns)
    return {name: rows_of(cursor, relation) for name, relation in request["outputs"].items()}


def rows_of(cursor, relation):
    cursor.execute(f"SELECT * FROM {quoted(relation)}")
    columns = [column.name for column in cursor.description]
    return [dict(zip(columns, map(as_json, row))) for row in cursor.fetchall()]


with fakesnow.patch():
    cursor = snowflake.connector.connect(database="streambed", schema="public").cursor()
    for number, line in enumerate(sys.stdin):
        request = json.loads(line)
        answer = {"id": request["id"]}
        try:
            answer.update(answer_of(cursor, request, f"case_{number}"))
        except BaseException as problem:
            answer["error"] = str(problem)
        print(json.dumps(answer), flush=True)
