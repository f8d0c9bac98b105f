import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { InputError } from './errors'

/** The events to replay: the file that was named, or the only one in `data/` beside the pipeline. */
export function findEvents(pipeline: string, named: string | undefined): string {
  if (named !== undefined) {
    if (named === '-' || existsSync(named)) return named
    throw new InputError(`there is no file ${named}`)
  }
  const directory = join(dirname(pipeline), 'data')
  const files = existsSync(directory) ? readdirSync(directory).filter(name => /\.(jsonl|ndjson|csv)(\.gz)?$/.test(name)) : []
  if (files.length === 1) return join(directory, files[0])
  const found = files.length === 0 ? 'none' : files.join(', ')
  throw new InputError(
    `--events is missing, and ${relative('.', directory)} has not just one file of events (it has ${found}); name the file with --events`,
  )
}
