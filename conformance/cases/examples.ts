import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { earthquakeRegions } from '../../examples/earthquakes/pipeline'
import { serverMetrics } from '../../examples/metrics/pipeline'
import { postActivity } from '../../examples/posts/pipeline'
import { wikipediaEdits } from '../../examples/wikipedia/pipeline'
import type { Definition } from '../../pipeline'
import type { Condition, ConformanceCase } from '../case'

/** So many events of each are enough for windows of days, and few enough for slow engines. */
const EVENTS = 2_000
const DATA = join(resolve(__dirname, '..', '..'), 'examples')

interface Example {
  readonly file: string
  readonly definition: Definition
  /** The first event that is taken. */
  readonly from: number
  readonly conditions: readonly Condition[]
  /** More of them, by output. */
  readonly ofOutputs?: Readonly<Record<string, readonly Condition[]>>
}

const EXAMPLES: readonly Example[] = [
  {
    file: 'posts/data/posts.jsonl.gz',
    definition: postActivity.definition,
    from: 0,
    conditions: ['bad-records'],
    ofOutputs: { site_sessions: ['late'] },
  },
  { file: 'wikipedia/data/edits.jsonl.gz', definition: wikipediaEdits.definition, from: 0, conditions: [] },
  // They come by the time of their last change, days after the event.
  {
    file: 'earthquakes/data/earthquakes.jsonl.gz',
    definition: earthquakeRegions.definition,
    from: 0,
    conditions: [],
    ofOutputs: { region_days: ['late'] },
  },
  // Where processors are busy.
  { file: 'metrics/data/metrics.jsonl.gz', definition: serverMetrics.definition, from: 54_000, conditions: [] },
]

/** Aggregates whose values are not promised to be equal. */
const SKETCHES: readonly string[] = ['approxCountDistinct', 'quantile', 'topK']

/** Real events through the examples: each output for itself, so that one that an engine can't run doesn't hide the others. */
export function exampleCases(): readonly ConformanceCase[] {
  return EXAMPLES.flatMap(({ file, definition, from, conditions, ofOutputs }) => {
    const text = gunzipSync(readFileSync(join(DATA, file))).toString('utf8')
    const partitions = [
      text
        .split('\n')
        .filter(line => line !== '')
        .slice(from, from + EVENTS),
    ]
    return definition.outputs.map((output): ConformanceCase => {
      const aggregates = output.windowed?.aggregates.map(({ aggregate }) => aggregate.aggregate) ?? []
      const meansDoubles = output.windowed?.aggregates.some(
        ({ aggregate }) => aggregate.aggregate === 'avg' && aggregate.input.type.kind === 'double',
      )
      const isApproximate = aggregates.some(aggregate => SKETCHES.includes(aggregate))
      return {
        name: `examples/${file.split('/')[0]}-${output.name}`,
        definition: { ...definition, outputs: [output] },
        partitions,
        conditions: [
          ...conditions,
          ...(ofOutputs?.[output.name] ?? []),
          ...(isApproximate ? (['approximate'] as const) : []),
          ...(meansDoubles ? (['double-sums'] as const) : []),
        ],
      }
    })
  })
}
