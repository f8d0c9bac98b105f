"""Writes the checksums of pinned Python packages into requirements files: `python3 conformance/install/lock_python.py conformance/drivers/*/requirements.json`.

A file maps `name==version` to the SHA-256 of each of its archives in the package index, for every platform, so that pip takes only those.
"""

import json
import re
import ssl
import subprocess
import sys
import urllib.request
from urllib.parse import unquote

from pip._internal.models.index import PyPI


def index_url() -> str:
    """The index that pip is set up to use."""
    told = subprocess.run([sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True)
    return (told.stdout.strip() or PyPI.simple_url).rstrip("/")


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def version_of(filename: str, name: str) -> str | None:
    """The version in the name of an archive: behind the package's name, up to the next dash or the suffix."""
    stem = re.sub(r"\.(tar\.gz|zip|whl)$", "", filename)
    for length in range(len(stem), 0, -1):
        if stem[length : length + 1] == "-" and normalized(stem[:length]) == name:
            rest = stem[length + 1 :]
            return rest.split("-")[0] if filename.endswith(".whl") else rest
    return None


def checksums(requirement: str) -> list[str]:
    name, version = requirement.split("==")
    url = f"{index_url()}/{normalized(name)}/"
    with urllib.request.urlopen(url, timeout=60, context=ssl.create_default_context()) as answer:
        page = answer.read().decode()
    # PEP 503: each archive is a link whose fragment is its checksum.
    archives = re.findall(r'href="[^"#]*?([^/"#]+)#sha256=([0-9a-f]{64})"', page)
    found = sorted(
        {digest for filename, digest in archives if version_of(unquote(filename), normalized(name)) == version}
    )
    if not found:
        raise SystemExit(f"the index has no archive of {requirement}; pin a version that it has")
    return found


for path in sys.argv[1:]:
    with open(path) as file:
        requirements = list(json.load(file))
    locked = {requirement: checksums(requirement) for requirement in sorted(requirements, key=str.lower)}
    with open(path, "w") as file:
        json.dump(locked, file, indent=2)
        file.write("\n")
    print(f"{path}: {len(locked)} packages")
