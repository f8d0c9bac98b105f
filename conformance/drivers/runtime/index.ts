import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installRuntime } from './install'
import { runOnRuntime } from './run'

export const runtimeDriver: Driver = {
  name: 'runtime',
  engine: null,
  runs: "streambed's own runtime",
  differences: DIFFERENCES,
  carries: ['arrival times', 'ticks', 'bytes that are not UTF-8', 'line ends in records', 'Avro', 'broken Avro'],
  install: installRuntime,
  run: runOnRuntime,
}
