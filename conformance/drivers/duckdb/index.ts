import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installDuckDb } from './install'
import { runOnDuckDb } from './run'

export const duckdbDriver: Driver = {
  name: 'duckdb',
  engine: { name: 'duckdb', variant: 'files' },
  runs: 'DuckDB 1.5.5',
  differences: DIFFERENCES,
  carries: ['bytes that are not UTF-8'],
  install: installDuckDb,
  run: runOnDuckDb,
}
