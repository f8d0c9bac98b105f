/** Components of Pulumi for AWS. Needs `@pulumi/pulumi` and `@pulumi/aws`. */
export type { Transform, Transforms } from './children'
export { KinesisFlinkLake, type KinesisFlinkLakeArgs } from './kinesis-flink-lake'
export { KinesisLambdaLake, type KinesisLambdaLakeArgs } from './kinesis-lambda-lake'
