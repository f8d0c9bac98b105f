import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The nearest file of that name in a directory or above it. */
export function findUp(directory: string, name: string): string {
  const path = join(directory, name)
  if (existsSync(path)) return path
  const parent = dirname(directory)
  if (parent === directory) throw new Error(`there is no ${name} above the program`)
  return findUp(parent, name)
}
