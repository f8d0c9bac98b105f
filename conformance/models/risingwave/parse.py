"""Reads JSON lines {name, text}; writes what sqlglot's dialect of RisingWave can't read, or reads as a command that it doesn't know.

It doesn't know EMIT ON WINDOW CLOSE, CREATE SOURCE and CREATE SINK: the first is taken off, the second is left out, and of the third the query is read.
"""
import json
import re
import sys

import sqlglot
from sqlglot import exp


def queries(text):
    for statement in re.split(r";\n+", text):
        statement = "\n".join(line for line in statement.split("\n") if not line.startswith("--")).strip()
        if statement == "" or statement.startswith("CREATE SOURCE "):
            continue
        if statement.startswith("CREATE SINK "):
            statement = statement[statement.index(" AS\n") + 4 : statement.rindex("\nWITH (\n")]
        yield statement.removesuffix("\nEMIT ON WINDOW CLOSE")


for line in sys.stdin:
    case = json.loads(line)
    problem = None
    try:
        for query in queries(case["text"]):
            for statement in sqlglot.parse(query, read="risingwave"):
                if statement is None or isinstance(statement, exp.Command):
                    problem = "read as an unknown command: " + query[:200]
    except sqlglot.errors.SqlglotError as error:
        problem = str(error)[:400]
    print(json.dumps({"name": case["name"], "problem": problem}), flush=True)
