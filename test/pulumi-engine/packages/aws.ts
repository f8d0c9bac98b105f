import type { CloudPackage, LiveResource, Values } from '../provider/cloud-package'

const ACCOUNT = '123456789012'
const REGION = 'eu-central-1'

/** Services whose ARNs name no region or no account: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const GLOBAL: Readonly<Record<string, string>> = { s3: 'arn:aws:s3:::', iam: `arn:aws:iam::${ACCOUNT}:` }

/** What stands before the name in an ARN, where it isn't the type's own name. */
const PREFIXES: Readonly<Record<string, string>> = {
  'aws:s3/bucket:Bucket': '',
  'aws:sqs/queue:Queue': '',
  'aws:cloudwatch/logGroup:LogGroup': 'log-group:',
  'aws:cloudwatch/metricAlarm:MetricAlarm': 'alarm:',
  'aws:lambda/function:Function': 'function:',
  'aws:kinesisanalyticsv2/application:Application': 'application/',
}

const SERVICES: Readonly<Record<string, string>> = { kinesisanalyticsv2: 'kinesisanalytics' }

function arnOf({ token, id }: Pick<LiveResource, 'token' | 'id'>): string {
  const [, module = ''] = token.split(':')
  const [folder = '', type = ''] = module.split('/')
  const service = token === 'aws:cloudwatch/logGroup:LogGroup' ? 'logs' : (SERVICES[folder] ?? folder)
  return `${GLOBAL[service] ?? `arn:aws:${service}:${REGION}:${ACCOUNT}:`}${PREFIXES[token] ?? `${type}/`}${id}`
}

function outputs(resource: Omit<LiveResource, 'outputs'>): Values {
  const { token, id, inputs } = resource
  return {
    arn: arnOf(resource),
    region: REGION,
    tagsAll: inputs['tags'] ?? {},
    ...(token === 'aws:sqs/queue:Queue' && { url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${id}` }),
    ...(token === 'aws:kms/key:Key' && { keyId: id }),
  }
}

/** `@pulumi/aws`. */
export const aws: CloudPackage = {
  name: 'aws',
  named: { 'aws:s3/bucket:Bucket': 'bucket' },
  // `ForceNew` in the schemas of terraform-provider-aws 6 (internal/service/<service>/<resource>.go), which @pulumi/aws 7 wraps.
  replacing: {
    '*': ['region', 'namePrefix'],
    'aws:athena/namedQuery:NamedQuery': ['database', 'description', 'query', 'workgroup'],
    'aws:cloudwatch/dashboard:Dashboard': ['dashboardName'],
    'aws:dynamodb/table:Table': ['hashKey', 'rangeKey'],
    'aws:glue/catalogDatabase:CatalogDatabase': ['catalogId'],
    'aws:glue/catalogTable:CatalogTable': ['catalogId', 'databaseName'],
    'aws:iam/role:Role': ['path'],
    'aws:iam/rolePolicy:RolePolicy': ['role'],
    'aws:kms/key:Key': ['customerMasterKeySpec', 'keyUsage', 'multiRegion'],
    'aws:lambda/eventSourceMapping:EventSourceMapping': ['eventSourceArn', 'startingPosition', 'startingPositionTimestamp'],
    'aws:lambda/function:Function': ['packageType'],
    'aws:s3/bucketObjectv2:BucketObjectv2': ['bucket', 'key'],
    'aws:scheduler/schedule:Schedule': ['groupName'],
    'aws:sqs/queue:Queue': ['fifoQueue'],
  },
  outputs,
  invokes: {
    'aws:index/getCallerIdentity:getCallerIdentity': () => ({
      accountId: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:user/test`,
      id: ACCOUNT,
      userId: 'test',
    }),
    'aws:index/getPartition:getPartition': () => ({
      partition: 'aws',
      dnsSuffix: 'amazonaws.com',
      id: 'aws',
      reverseDnsPrefix: 'com.amazonaws',
    }),
    'aws:index/getRegion:getRegion': () => ({
      region: REGION,
      name: REGION,
      id: REGION,
      description: 'Europe (Frankfurt)',
      endpoint: `ec2.${REGION}.amazonaws.com`,
    }),
  },
}
