import { parameter } from '../parameters'
import { HELPERS, helpersFor } from './helpers'
import type { YamlMap } from './yaml'

const IMPORTS: readonly (readonly [word: string, text: string])[] = [
  ['base64', 'import base64'],
  ['datetime', 'import datetime'],
  ['functools', 'import functools'],
  ['hashlib', 'import hashlib'],
  ['io', 'import io'],
  ['json', 'import json'],
  ['math', 'import math'],
  ['re', 'import re'],
  ['Decimal', 'from decimal import Decimal'],
  ['Fraction', 'from fractions import Fraction'],
  ['Any', 'from typing import Any'],
  ['NamedTuple', 'from typing import NamedTuple'],
  ['Optional', 'from typing import Optional'],
  ['Sequence', 'from typing import Sequence'],
]
const BEAM_IMPORTS: typeof IMPORTS = [
  ['beam', 'import apache_beam as beam'],
  ['fastavro', 'import fastavro'],
  ['FileSystems', 'from apache_beam.io.filesystems import FileSystems'],
  ['RowTypeConstraint', 'from apache_beam.typehints.row_type import RowTypeConstraint'],
  ['Timestamp', 'from apache_beam.utils.timestamp import Timestamp'],
]

/** Measured: 7 s of a start without it, 2.6 s with it. */
const MODULE_NAME =
  '# Beam runs this file without a name, and then looks for each function in every module that is loaded, when it sends it to workers.\n__name__ = "streambed_functions"'

/** `functions.py` in the making: what the pipeline refers to by name. */
export class PythonModule {
  private readonly constants: string[] = []
  private readonly functions: string[] = []
  private readonly taken = new Set(HELPERS.map(({ name }) => name))
  private readonly wanted = new Set<string>()

  constant(text: string): void {
    this.constants.push(text)
  }

  /** A helper that only the pipeline names. */
  need(helper: string): void {
    this.wanted.add(helper)
  }

  /** A function of a row; gives how the pipeline refers to it. `type` is what Beam takes its result for; 'any' by default. Conditions have none: Beam would take it for the type of the rows. */
  define(name: string, result: string, type: string | null = 'any'): YamlMap {
    const free = this.free(name)
    const head = type === 'any' ? `@untyped\ndef ${free}(row):` : `def ${free}(row)${type === null ? '' : ` -> ${type}`}:`
    this.functions.push(`${head}\n    return ${result}`)
    return reference(free)
  }

  /** A name that nothing else has. */
  free(name: string): string {
    const base = name.replaceAll('-', '_')
    let free = base
    for (let number = 2; this.taken.has(free); number++) free = `${base}_${number}`
    this.taken.add(free)
    return free
  }

  text(title: string): string {
    const own = [...this.constants, ...this.functions].join('\n\n\n')
    const helpers = helpersFor(`${own}\n${[...this.wanted].join('\n')}`).map(({ text }) => text)
    const all = [...helpers, own].join('\n')
    const used = (imports: typeof IMPORTS) =>
      imports.filter(([word]) => new RegExp(`(?<!["'\\w.])${word}\\b`).test(all)).map(([, text]) => text)
    const head = [`"""${title}"""`, used(IMPORTS).join('\n'), used(BEAM_IMPORTS).join('\n'), MODULE_NAME].filter(part => part !== '')
    return `${[head.join('\n\n'), ...helpers, ...this.constants, ...this.functions].join('\n\n\n')}\n`
  }
}

/** A function of `functions.py` in the pipeline. */
export function reference(name: string): YamlMap {
  return { path: FUNCTIONS_FILE, name }
}

const FUNCTIONS_FILE = `${parameter('functions')}`

/** An expression of Python that loads a class or function; for places of a pipeline that take no path. */
export function loading(name: string): string {
  return `beam.utils.python_callable.PythonCallableWithSource.load_from_script(beam.io.filesystems.FileSystems.open("${FUNCTIONS_FILE}").read().decode(), "${name}")`
}
