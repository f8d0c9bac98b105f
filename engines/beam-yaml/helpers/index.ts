import { AVRO_READING } from './avro'
import { CAST_HELPERS } from './casts'
import { COMBINING } from './combining'
import { CSV_READING } from './csv'
import { LOGIC } from './logic'
import { NUMBERS } from './numbers'
import { OUTPUT } from './output'
import { READING } from './reading'
import { MESSAGES, PARTITIONS } from './sources'
import { TEXTS } from './texts'
import { TIMES } from './times'

/** A definition of Python at the top level, with all that belongs to it. */
export interface Helper {
  readonly name: string
  readonly text: string
  /** Other helpers that it names. */
  readonly needs: readonly string[]
}

const SOURCES = [NUMBERS, LOGIC, TEXTS, TIMES, CAST_HELPERS, READING, CSV_READING, AVRO_READING, COMBINING, OUTPUT, PARTITIONS, MESSAGES]

/** In an order in which what decorators and base classes need comes first. */
export const HELPERS: readonly Helper[] = linked(
  SOURCES.flatMap(source =>
    source
      .trim()
      .split(/\n+(?=@|class |def |[A-Z])/g)
      .reduce(joinDecorators, []),
  ),
)

/** A decorator belongs to what comes after it. */
function joinDecorators(parts: readonly string[], part: string): readonly string[] {
  const last = parts.at(-1)
  return last?.startsWith('@') && !last.includes('\n') ? [...parts.slice(0, -1), `${last}\n${part}`] : [...parts, part]
}

function linked(texts: readonly string[]): readonly Helper[] {
  const named = texts.map(text => ({ text, name: /^(?:@.*\n)*(?:class |def )?(\w+)/.exec(text)?.[1] ?? '' }))
  const names = new Set(named.map(({ name }) => name))
  return named.map(({ name, text }) => ({ name, text, needs: usedBy(text).filter(word => word !== name && names.has(word)) }))
}

/** What a helper calls or passes, its decorator, classes and constants; words of strings and methods of the same name are none of that. */
function usedBy(helper: string): readonly string[] {
  const pattern = /(?<![\w.]|def |class )\w+(?=\()|(?<=[@=])\w+|\b[A-Z]\w+\b/g
  return [...new Set(helper.match(pattern) ?? [])]
}

/** The helpers that generated text names, directly or through others, in their order. */
export function helpersFor(python: string): readonly Helper[] {
  const byName = new Map(HELPERS.map(helper => [helper.name, helper]))
  const needed = new Set<Helper>()
  const need = (name: string) => {
    const helper = byName.get(name)
    if (helper === undefined || needed.has(helper)) return
    needed.add(helper)
    for (const other of helper.needs) need(other)
  }
  for (const word of python.match(/(?<![\w.])[A-Za-z_]\w*/g) ?? []) need(word)
  return HELPERS.filter(helper => needed.has(helper))
}
