import type { AggregateName, DataKind, Definition, FunctionName, Source, TimestampWire } from '../pipeline'
import type { WindowSpecification } from '../windowing'
import type { BadRecords } from './bad-records'
import type { CastName } from './casts'
import type { RefusalKind, Rule } from './rule'

/** How it is known that an engine gives the rows of the law. */
export type Evidence =
  /** Conformance runs the engine itself. */
  | 'run'
  /** Conformance runs something that shares the engine's language or core, named in `evidenceNote`. */
  | 'stand-in run'
  /** Conformance runs a model of the engine's documented rules, and a parser holds the text. */
  | 'model'
  /** The text is held by snapshots alone. */
  | 'text only'

/** Kinds of nodes that an engine decides on. The keys are checked by the compiler: a new kind must be decided everywhere. */
export interface Capabilities {
  readonly formats: Readonly<Record<Source['format'], Rule<unknown>>>
  readonly wires: Readonly<Record<TimestampWire, Rule<unknown>>>
  readonly types: Readonly<Record<DataKind, Rule<unknown>>>
  readonly steps: Readonly<Record<StepKind, Rule<unknown>>>
  readonly functions: Readonly<Record<FunctionName, Rule<unknown>>>
  /** By source and target kind, for the pairs that the definition language has. */
  readonly casts: Readonly<Record<CastName, Rule<unknown>>>
  readonly windows: Readonly<Record<WindowSpecification['kind'], Rule<unknown>>>
  readonly aggregates: Readonly<Record<AggregateName, Rule<unknown>>>
  readonly guarantees: Readonly<Record<Guarantee, Rule<unknown>>>
}

export type StepKind = 'where' | 'project' | 'explode' | 'innerLookup' | 'leftLookup' | 'case' | 'having' | 'native'

/** `string-int64`: a cast from one kind to another. */
export type { CastName }

/** What else of the law an engine keeps. */
export type Guarantee =
  /** Late events are judged exactly as the law says (else: by the engine's own rule, and on-time events give the same rows). */
  | 'lateEvents'
  /** Late events can be had as an output. */
  | 'lateOutput'
  /** Events that don't decode, whose key is null or whose expressions fail can be had with a reason. */
  | 'deadLetters'
  /** Several partitions: each by its own watermark. */
  | 'partitions'
  /** Partitions without events don't hold the others up. */
  | 'idleTimeout'
  /** Times too far ahead of the arrival are refused. */
  | 'maxAhead'
  /** Several outputs in one job. */
  | 'severalOutputs'

/** Something that makes a definition impossible for an engine. */
export interface EngineIssue {
  /** `functions.hash`, `windows.session`: the member of `Capabilities`; or `limit` for an engine's own limits. */
  readonly feature: string
  /** Where: `outputs[0].windowed.window`. */
  readonly path: string
  readonly kind: RefusalKind
  readonly reason: string
  readonly hint?: string
  readonly link?: string
}

/** A value that only the deployment knows: a topic, an endpoint, a bucket. It stands in the text as `${name}`. */
export interface Parameter {
  /** `${source_topic}` is written for the name `source_topic`. */
  readonly name: string
  /** What it is, with units and an example. */
  readonly description: string
  readonly default?: string
  /** Must come from a secret store and never be written to a file. */
  readonly secret?: true
}

export interface ArtifactFile {
  /** Portable path inside the artifact: `job.sql`. The first file is the main one. */
  readonly path: string
  readonly text: string
}

/** A complete deployable: its files, what is still to be filled in, and the settings that the job needs around them. */
export interface Artifact {
  readonly engine: string
  readonly variant: string
  readonly files: readonly ArtifactFile[]
  readonly parameters: readonly Parameter[]
  /** Settings for the component that deploys it (watermark policy, checkpointing, parallelism, …); plain JSON. */
  readonly manifest: Readonly<Record<string, ManifestValue>>
}

export type ManifestValue = string | number | boolean | null | readonly ManifestValue[] | { readonly [name: string]: ManifestValue }

export interface CompileOptions {
  /** One of the engine's variants; default: the first. */
  readonly variant?: string
}

export interface Engine {
  /** Kebab case, unique, the name of its folder: `flink-sql`. */
  readonly name: string
  readonly title: string
  /** Dialects and forms, the default first: `open-source`, `confluent-cloud`, … Never empty. */
  readonly variants: readonly string[]
  readonly evidence: Evidence
  readonly evidenceNote: string
  readonly capabilities: Capabilities
  /** What becomes of records that give no row by the law. */
  readonly badRecords: BadRecords
  /** What the tables can't say: limits of sizes, combinations. Empty where the definition is fine. */
  limits(definition: Definition, variant: string): readonly EngineIssue[]
  /** Writes the artifact of a definition that was checked. Called through `compile` only. */
  write(definition: Definition, variant: string): Artifact
}
