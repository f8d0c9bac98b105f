import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installModel } from './install'
import { runOnModel } from './run'

export const ksqldbStandIn: Driver = {
  name: 'ksqldb-stand-in',
  engine: { name: 'ksqldb', variant: 'self-managed' },
  runs: "a parser and a model of ksqlDB's rules (not ksqlDB)",
  differences: DIFFERENCES,
  carries: ['Avro', 'broken Avro'],
  leavesOut: ({ partitions }) => (partitions.length > 1 ? 'the model has topics of one partition' : undefined),
  install: installModel,
  run: runOnModel,
}
