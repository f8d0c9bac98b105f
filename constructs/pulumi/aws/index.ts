/** Components of Pulumi for AWS. Needs `@pulumi/pulumi` and `@pulumi/aws`. */
export type { Transform, Transforms } from './children'
export { KinesisLambdaLake, type KinesisLambdaLakeArgs } from './kinesis-lambda-lake'
