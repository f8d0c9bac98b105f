import type { ConformanceCase } from '../../case'
import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installBeam } from './install'
import { runOnBeam } from './run'

/** More windows than this in one case take minutes: a row costs about a millisecond for each window. */
const MAX_PLACES = 60_000

export const beamYamlDriver: Driver = {
  name: 'beam-yaml',
  engine: { name: 'beam-yaml', variant: 'files' },
  runs: 'Apache Beam 2.77.0, FnApiRunner',
  differences: DIFFERENCES,
  carries: ['bytes that are not UTF-8', 'Avro'],
  leavesOut: heavy,
  install: async (folder, progress) => {
    await installBeam(folder, progress)
  },
  run: runOnBeam,
}

/** Beam places each event in each of its windows. */
function heavy({ definition, partitions }: ConformanceCase): string | undefined {
  const events = partitions.reduce((sum, lines) => sum + lines.length, 0)
  const windows = definition.outputs.reduce((sum, { windowed }) => {
    if (windowed === null) return sum + 1
    return sum + (windowed.window.kind === 'hopping' ? windowed.window.sizeMs / windowed.window.hopMs : 1)
  }, 0)
  const places = events * windows
  return places > MAX_PLACES ? `${places} events in windows take the runner too long; at most ${MAX_PLACES} are run` : undefined
}
