import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** SHA-256 in hexadecimal digits, by file name. */
export type Checksums = Readonly<Record<string, string>>

/** The checksums of the files of a folder that `wanted` chooses, sorted by name. */
export function checksumsOf(folder: string, wanted: (name: string) => boolean): Checksums {
  const names = readdirSync(folder).filter(wanted).sort()
  return Object.fromEntries(
    names.map(name => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
}

/** What is wrong with the actual files; empty where they are the expected ones. */
export function differences(expected: Checksums, actual: Checksums): readonly string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort()
  return names.flatMap(name => {
    if (actual[name] === undefined) return [`${name} is missing`]
    if (expected[name] === undefined) return [`${name} is not expected`]
    return expected[name] === actual[name] ? [] : [`${name} has SHA-256 ${actual[name]}, expected ${expected[name]}`]
  })
}
