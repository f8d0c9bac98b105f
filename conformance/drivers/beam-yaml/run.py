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
import types

from apache_beam.internal import cloudpickle_pickler
from apache_beam.internal.cloudpickle import cloudpickle
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms import core, userstate
from apache_beam.typehints import decorators
from apache_beam.utils.python_callable import PythonCallableWithSource
from apache_beam.yaml import main


def without_repetition():
    """
    Most of the time of a small pipeline goes into looking up the same things again: signatures of functions, the state that a DoFn has, in which of a thousand modules
    a function might be that says of none, and the parser of each group of options; into running a script for each of its functions; and into compressing what is
    unpacked in the same process. None of it changes what runs.
    """
    PythonCallableWithSource.load_from_script = staticmethod(functools.lru_cache(maxsize=100)(PythonCallableWithSource.load_from_script))
    userstate.get_dofn_specs = functools.lru_cache(maxsize=1_000)(userstate.get_dofn_specs)
    cloudpickle_pickler.bz2 = types.SimpleNamespace(compress=lambda data, compresslevel: data, decompress=lambda data: data)
    decorators.get_signature = core.get_signature = functools.lru_cache(maxsize=20_000)(decorators.get_signature)
    new_arguments = core.get_function_args_defaults
    # Of a method, whatever it is bound to.
    arguments_of_method = functools.lru_cache(maxsize=1_000)(lambda method: new_arguments(types.MethodType(method, object())))

    def arguments(function):
        if not isinstance(function, types.MethodType):
            return new_arguments(function)
        names, defaults = arguments_of_method(function.__func__)
        return list(names), list(defaults)

    core.get_function_args_defaults = arguments
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
