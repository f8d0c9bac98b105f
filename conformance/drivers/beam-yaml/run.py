"""
Runs pipelines of Beam YAML, one after the other in one process: importing Beam takes seconds. Each line of the standard input is the folder of a pipeline, whose
pipeline.yaml names its runner. Each line of the output is {"folder", "error"}; error is null where the pipeline ran to its end.
"""

import json
import logging
import sys
import traceback

from apache_beam.yaml import main

RESULTS = sys.stdout
# Beam prints what it does; the results must stand alone.
sys.stdout = sys.stderr
logging.getLogger().setLevel(logging.WARNING)

for line in sys.stdin:
    folder = line.strip()
    try:
        main.run(["--yaml_pipeline_file", f"{folder}/pipeline.yaml"])
        error = None
    except Exception:
        error = traceback.format_exc()
    print(json.dumps({"folder": folder, "error": error}), file=RESULTS, flush=True)
