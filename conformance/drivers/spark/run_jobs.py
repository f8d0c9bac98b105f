"""Runs compiled PySpark programs in one Spark, as jobs come: a line of JSON each on standard input, a line each on standard output when it is done."""

import importlib.util
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from pyspark.sql import SparkSession

JOBS_AT_ONCE = 3
output = threading.Lock()


def program(path: str):
    spec = importlib.util.spec_from_file_location(f"pipeline_{abs(hash(path))}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(spark: SparkSession, job: dict) -> None:
    answer = {"id": job["id"]}
    try:
        for part in job["programs"]:
            # A session of its own has its own views and settings.
            queries = program(part["path"]).start(spark.newSession(), part["outputs"])
            try:
                for query in queries:
                    query.awaitTermination()
            finally:
                for query in queries:
                    query.stop()
    except Exception as error:  # noqa: BLE001
        answer["error"] = str(error)[:4000]
    with output:
        print("DONE " + json.dumps(answer), flush=True)


def main() -> None:
    settings = json.loads(sys.argv[1])
    builder = SparkSession.builder.master("local[2]").appName("conformance")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    print("READY " + spark.version, flush=True)
    with ThreadPoolExecutor(JOBS_AT_ONCE) as pool:
        for line in sys.stdin:
            pool.submit(run, spark, json.loads(line))
    spark.stop()


main()
