import { type Definition, InvalidPipelineError, type Issue } from '../../pipeline'
import { needsMerge } from '../../runtime/processor/needs-merge'
import { checkIcebergArchive } from './archive-table'
import { checkSettings } from './check'
import { DEFAULTS } from './defaults'
import { LAMBDA_LAKE_RANGES } from './ranges'
import type { KinesisLambdaLakeSettings } from './settings'

/** Shards may be split at any time, so one shard is planned as several are. */
const SEVERAL = 2

/** Whether some output's windows are merged over shards by a second function. */
export function isMerged(definition: Definition): boolean {
  return definition.outputs.some(output => needsMerge(definition, output, SEVERAL))
}

export function isOutputMerged(definition: Definition, output: Definition['outputs'][number]): boolean {
  return needsMerge(definition, output, SEVERAL)
}

/** @throws InvalidPipelineError with everything that is wrong with the settings, or with the definition for this place */
export function checkLambdaLake(definition: Definition, settings: KinesisLambdaLakeSettings): void {
  const shapes = checkSettings(settings, LAMBDA_LAKE_RANGES)
  const issues = [
    ...shapes,
    ...(shapes.length === 0 ? combinations(settings) : []),
    ...archives(definition, settings),
    ...targets(definition),
  ]
  if (issues.length > 0) throw new InvalidPipelineError(issues, 'nothing can be planned')
}

function combinations({ stream, mapping, environment = 'dev' }: KinesisLambdaLakeSettings): readonly Issue[] {
  const issues: Issue[] = []
  if (stream?.mode === 'on-demand' && stream.shards !== undefined)
    issues.push(wrong('settings.stream.shards', 'an on-demand stream has no shards to set', "leave it out, or set mode 'provisioned'"))
  const isTimed = mapping?.startingPosition === 'AT_TIMESTAMP'
  if (isTimed && mapping?.startingPositionTimestampSeconds === undefined)
    issues.push({
      code: 'missing-member',
      path: 'settings.mapping.startingPositionTimestampSeconds',
      message: 'is required with AT_TIMESTAMP',
    })
  if (!isTimed && mapping?.startingPositionTimestampSeconds !== undefined)
    issues.push(wrong('settings.mapping.startingPositionTimestampSeconds', 'has a meaning with AT_TIMESTAMP alone', 'leave it out'))
  const retentionHours = stream?.retentionHours ?? DEFAULTS.retentionHours[environment === 'prod' ? 'prod' : 'dev']
  const age = mapping?.maximumRecordAgeSeconds
  if (typeof age === 'number' && typeof retentionHours === 'number' && stream?.existing === undefined && age > retentionHours * 3600)
    issues.push(
      wrong(
        'settings.mapping.maximumRecordAgeSeconds',
        `records are gone after ${retentionHours} hours`,
        'raise stream.retentionHours, or lower it',
      ),
    )
  return issues
}

function wrong(path: string, message: string, hint: string): Issue {
  return { code: 'wrong-value', path, message, hint }
}

const archives = ({ source }: Definition, { archive }: KinesisLambdaLakeSettings): readonly Issue[] =>
  archive === 'iceberg' ? checkIcebergArchive(source) : []

function targets({ outputs }: Definition): readonly Issue[] {
  return outputs.flatMap((output, index): readonly Issue[] =>
    output.into.kind === 'table'
      ? []
      : [
          {
            code: 'no-equivalent',
            path: `outputs[${index}].into`,
            message: 'Lambda writes tables; it has no exactly-once writer for a stream',
            got: `the stream ${output.into.name}`,
            hint: 'write into(table(…)), or use the engine flink',
          },
        ],
  )
}
