import { type Definition, fingerprint, type Output, sha256 } from '../../pipeline'

/** What a deployment remembers of the definition and the sizes on which its state depends: small enough for an SSM parameter (4 KB). */
export interface DeployedState {
  readonly version: 1
  readonly engine: 'lambda' | 'flink'
  readonly pipeline: string
  readonly generation: number
  readonly partitionKey: string | null
  /** Of a provisioned stream. */
  readonly shards: number | null
  /** Null: nothing is merged over shards. */
  readonly mergePartitions: number | null
  /** Somebody chose that this update loses what is open (`skipSnapshot` of Managed Flink). */
  readonly withoutState?: true
  /** By the output's name. */
  readonly outputs: Readonly<Record<string, OutputState>>
}

export interface OutputState {
  /** Fingerprint of its state, shortened; null: it has none. */
  readonly state: string | null
  /** `windowStart:day`; empty: none. */
  readonly partitionBy: string
  /** Windows are merged over shards. */
  readonly merged: boolean
}

export function outputState(definition: Definition, output: Output, merged: boolean): OutputState {
  const by = output.into.kind === 'table' ? output.into.partitionBy.map(({ column, unit }) => `${column}:${unit}`) : []
  return {
    state: output.windowed === null ? null : sha256(fingerprint(definition, output.name)).slice(0, 16),
    partitionBy: by.join(','),
    merged,
  }
}

export interface StateInput {
  readonly engine: DeployedState['engine']
  readonly generation: number
  readonly shards: number | null
  readonly mergePartitions: number | null
  readonly withoutState?: boolean
  isMerged(output: Output): boolean
}

export function deployedState(definition: Definition, { isMerged, ...given }: StateInput): DeployedState {
  return {
    version: 1,
    engine: given.engine,
    pipeline: definition.name,
    generation: given.generation,
    partitionKey: definition.source.partitionKey,
    shards: given.shards,
    mergePartitions: given.mergePartitions,
    ...(given.withoutState === true ? ({ withoutState: true } as const) : {}),
    outputs: Object.fromEntries(definition.outputs.map(output => [output.name, outputState(definition, output, isMerged(output))])),
  }
}
