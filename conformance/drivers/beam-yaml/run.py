"""
Runs pipelines of Beam YAML, one after the other in one process: importing Beam takes seconds. Each line of the standard input is the folder of a pipeline, whose
pipeline.yaml names its runner. Each line of the output is {"folder", "error"}; error is null where the pipeline ran to its end.
"""

import functools
import gc
import json
import logging
import sys
import traceback

from apache_beam.internal.cloudpickle import cloudpickle
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms import core
from apache_beam.typehints import decorators
from apache_beam.yaml import main


def without_repetition():
    """
    Half of the time of a small pipeline goes into looking up the same things again: signatures of functions, in which of a thousand modules a function might be
    that says of none, and the parser of each group of options. None of it changes what runs.
    """
    decorators.get_signature = core.get_signature = functools.lru_cache(maxsize=20_000)(decorators.get_signature)
    cloudpickle._whichmodule = lambda found, _name: getattr(found, "__module__", None)
    new_view = PipelineOptions.view_as

    def view_as(self, group):
        views = self.__dict__.setdefault("_views", {})
        if group not in views:
            views[group] = new_view(self, group)
            views[group].__dict__["_views"] = views
        return views[group]

    PipelineOptions.view_as = view_as


RESULTS = sys.stdout
# Beam prints what it does; the results must stand alone.
sys.stdout = sys.stderr
logging.getLogger().setLevel(logging.WARNING)
without_repetition()
gc.freeze()

for line in sys.stdin:
    folder = line.strip()
    try:
        main.run(["--yaml_pipeline_file", f"{folder}/pipeline.yaml"])
        error = None
    except Exception:
        error = traceback.format_exc()
    print(json.dumps({"folder": folder, "error": error}), file=RESULTS, flush=True)
