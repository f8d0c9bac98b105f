/** Constructs of CDK. Needs `aws-cdk-lib` and `constructs`. */
export type { ApplicationParts } from './application'
export type { ArchiveParts } from './archive'
export type { CatalogParts } from './catalog'
export type { FunctionParts } from './function'
export { KinesisFlinkLake, type KinesisFlinkLakeProps } from './kinesis-flink-lake'
export { KinesisLambdaLake, type KinesisLambdaLakeProps } from './kinesis-lambda-lake'
export type { RoleParts } from './role'
export type { ScheduleParts } from './schedule'
