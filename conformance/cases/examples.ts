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

const EXAMPLES: readonly (readonly [file: string, definition: Definition, conditions: readonly Condition[]])[] = [
  ['posts/data/posts.jsonl.gz', postActivity.definition, []],
  ['wikipedia/data/edits.jsonl.gz', wikipediaEdits.definition, []],
  // They come by the time of their last change, days after the event.
  ['earthquakes/data/earthquakes.jsonl.gz', earthquakeRegions.definition, ['late']],
  ['metrics/data/metrics.jsonl.gz', serverMetrics.definition, []],
]

/** Aggregates whose values are not promised to be equal. */
const SKETCHES: readonly string[] = ['approxCountDistinct', 'quantile', 'topK']

/** Real events through the examples: each output for itself, so that one that an engine can't run doesn't hide the others. */
export function exampleCases(): readonly ConformanceCase[] {
  return EXAMPLES.flatMap(([file, definition, conditions]) => {
    const text = gunzipSync(readFileSync(join(DATA, file))).toString('utf8')
    const partitions = [
      text
        .split('\n')
        .filter(line => line !== '')
        .slice(0, EVENTS),
    ]
    return definition.outputs.map((output): ConformanceCase => {
      const aggregates = output.windowed?.aggregates.map(({ aggregate }) => aggregate.aggregate) ?? []
      const isApproximate = aggregates.some(aggregate => SKETCHES.includes(aggregate))
      return {
        name: `examples/${file.split('/')[0]}-${output.name}`,
        definition: { ...definition, outputs: [output] },
        partitions,
        conditions: [
          ...conditions,
          ...(isApproximate ? (['approximate'] as const) : []),
          ...(aggregates.includes('avg') ? (['double-sums'] as const) : []),
        ],
      }
    })
  })
}
