import type { Definition } from '../../pipeline'
import { DEFAULTS } from './defaults'
import { namer } from './names'
import type { Load } from './plan'
import type { KinesisLambdaLakeSettings } from './settings'
import { shownRate } from './sizes'
import { planEvents } from './streams'

type LakeSettings = Pick<
  KinesisLambdaLakeSettings,
  'environment' | 'eventsPerSecond' | 'averageEventBytes' | 'stream' | 'removal' | 'generation'
>

/** What each plan of a lake begins with, whatever runs the definition: what was chosen, or else the defaults, and the events' stream. */
export function beginLake({ name }: Definition, settings: LakeSettings) {
  const { environment = 'dev', generation = 1 } = settings
  const removal = settings.removal ?? DEFAULTS.removal[environment]
  const suffix = generation === 1 ? '' : `-${generation}`
  const load: Load = {
    eventsPerSecond: shownRate(settings.eventsPerSecond),
    averageEventBytes: settings.averageEventBytes ?? DEFAULTS.averageEventBytes,
    isAssumed: settings.eventsPerSecond === undefined,
  }
  return {
    environment,
    generation,
    removal,
    child: namer(generation),
    suffix,
    /** Of what there is one in an account and region. */
    name: `${name}-${environment}${suffix}`,
    load,
    events: planEvents(settings.stream ?? {}, load, environment, removal),
  } as const
}
