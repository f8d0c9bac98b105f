import type { Progress } from '../../driver'

/** DuckDB comes with the development dependencies, pinned by the lock file: there is nothing else to fetch. */
export async function installDuckDb(_folder: string, progress: Progress): Promise<void> {
  progress('DuckDB is a development dependency', 1)
}
