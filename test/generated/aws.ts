import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Cost,
  costOf,
  type Decision,
  flinkCostOf,
  graphOfFlinkPlan,
  graphOfPlan,
  type KinesisLambdaLakePlan,
  PRICES_DATE,
  PRICES_REGION,
  partsOf,
  planKinesisFlinkLake,
  planKinesisLambdaLake,
  type RolePlan,
  type StatementResource,
} from '../../constructs/plan'
import { type Definition, graphToMermaid } from '../../pipeline'

const RATES = [1000, 10_000, 100_000]

/** docs/aws.md with what is between its marks `<!-- generated: name -->` and `<!-- end -->` made anew. */
export function awsDocument(root: string, definition: Definition, flinkDefinition: Definition, archivedDefinition: Definition): string {
  const text = readFileSync(join(root, 'docs/aws.md'), 'utf8').replaceAll('\r\n', '\n')
  const plans = RATES.map(eventsPerSecond => planKinesisLambdaLake(definition, { environment: 'prod', eventsPerSecond }))
  const [, shown] = plans
  const flinkPlans = RATES.map(eventsPerSecond => planKinesisFlinkLake(flinkDefinition, { environment: 'prod', eventsPerSecond }))
  const [, flink] = flinkPlans
  const archived = archivesOf(archivedDefinition)
  const { archive } = archived.iceberg[1]
  if (archive?.form !== 'iceberg') throw new Error('an Iceberg archive was planned')
  const parts: Readonly<Record<string, string>> = {
    diagram: `\`\`\`mermaid\n${graphToMermaid(graphOfPlan(shown))}\`\`\``,
    decisions: decisionsTable(shown.decisions),
    grants: grants(shown.functions.map(({ role, execution }) => [role, execution])),
    flinkdiagram: `\`\`\`mermaid\n${graphToMermaid(graphOfFlinkPlan(flink))}\`\`\``,
    flinkdecisions: decisionsTable(flink.decisions),
    flinkgrants: grants([['application', flink.application.execution]]),
    flinkcosts: costs(flinkPlans.map(flinkCostOf)),
    archivegrants: grants([['archive', archive.execution]]),
    archivecolumns: table(
      ['column', 'type', ''],
      archive.table.columns.map(({ name, type, comment = '' }) => [name, type, comment]),
    ),
    archivequery: `\`\`\`sql\n${archive.query.sql}\n\`\`\``,
    archivecosts: table(
      ['USD a month, for Firehose', ...RATES.map(rateText)],
      Object.entries(archived).map(([form, of]) => [
        form,
        ...of.map(plan => usd(costOf(plan).groups.find(({ service }) => service === 'Firehose')?.usd ?? 0)),
      ]),
    ),
    costs: costs(plans.map(costOf)),
    arithmetic: table(
      ['service', 'part', 'arithmetic', 'USD a month'],
      costOf(shown).groups.flatMap(({ service, lines }) => lines.map(line => [service, line.part, line.arithmetic, usd(line.usd)])),
    ),
    assumptions: costOf(shown)
      .assumptions.map(text => `- ${text}`)
      .join('\n'),
    prices: `List prices of ${PRICES_REGION} as known on ${PRICES_DATE}, without free tiers, discounts and taxes.`,
  }
  return text.replace(/(<!-- generated: ([a-z]+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start: string, name: string, end: string) => {
    if (!Object.hasOwn(parts, name))
      throw new RangeError(`docs/aws.md has a mark for '${name}'; there are ${Object.keys(parts).join(', ')}`)
    return `${start}${parts[name]}\n${end}`
  })
}

/** The same pipeline with an archive of either form. */
function archivesOf(definition: Definition): Readonly<Record<'objects' | 'iceberg', readonly KinesisLambdaLakePlan[]>> {
  const planned = (archive: 'objects' | 'iceberg') =>
    RATES.map(eventsPerSecond => planKinesisLambdaLake(definition, { environment: 'prod', eventsPerSecond, archive }))
  return { objects: planned('objects'), iceberg: planned('iceberg') }
}

function decisionsTable(decisions: readonly Decision[]): string {
  return table(
    ['what', 'why'],
    decisions.map(({ what, reason, source }) => [what, source === undefined ? reason : `${reason} ([source](${source}))`]),
  )
}

function grants(roles: readonly (readonly [string, RolePlan])[]): string {
  return table(
    ['who', 'statement', 'actions', 'on'],
    roles.flatMap(([who, { statements }]) =>
      statements.map(({ sid, actions, resources }) => [
        who,
        sid,
        actions.join(', '),
        resources === '*' ? '*' : resources.map(resourceName).join(', '),
      ]),
    ),
  )
}

function resourceName(resource: StatementResource): string {
  if ('of' in resource) return `${resource.of}${resource.suffix ?? ''}`
  return partsOf(resource.arn)
    .map(part => (typeof part === 'string' ? part : 'ambient' in part ? part.ambient : part.ref))
    .join('')
}

function costs(all: readonly Cost[]): string {
  const services = [...new Set(all.flatMap(({ groups }) => groups.map(({ service }) => service)))]
  const amount = (cost: Cost, service: string) => usd(cost.groups.find(group => group.service === service)?.usd ?? 0)
  return table(
    ['USD a month', ...RATES.map(rateText)],
    [
      ...services.map(service => [service, ...all.map(cost => amount(cost, service))]),
      ['**all**', ...all.map(cost => `**${usd(cost.usd)}**`)],
    ],
  )
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n')
}

const row = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
const rateText = (rate: number): string => `${rate.toLocaleString('en-US')}/s`
const usd = (value: number): string => value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
