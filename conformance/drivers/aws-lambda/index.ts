import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installHandlers } from './install'
import { runOnLambda } from './run'

export const awsLambdaDriver: Driver = {
  name: 'aws-lambda',
  engine: null,
  runs: "streambed's own runtime in AWS Lambda's handlers, with streams, tables and buckets in memory; Delta tables read by hyparquet",
  differences: DIFFERENCES,
  carries: ['arrival times', 'ticks', 'bytes that are not UTF-8', 'line ends in records', 'Avro', 'broken Avro'],
  install: installHandlers,
  run: runOnLambda,
}
