import { PartialEmitter, RowEmitter } from './emitter'
import { pieceBucketMs, SessionMerger } from './merge-sessions'
import { WindowMerger } from './merge-windows'
import type {
  MergeOperator,
  MergeSpecification,
  OperatorSpecification,
  PartialOperator,
  PartialReceiver,
  RowReceiver,
  WindowOperator,
} from './operator'
import { PaneOperator } from './pane-operator'
import { PaneState } from './pane-state'
import { SessionOperator } from './session-operator'
import { SessionState } from './session-state'
import { digestOf } from './state-format'
import type { WindowSpecification } from './window'

interface Grid {
  readonly sizeMs: number
  readonly hopMs: number
  readonly offsetMs: number
}

function requireInteger(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${name} is ${value}, but must be an integer of at least ${least}`)
}

function gridOf(window: Exclude<WindowSpecification, { kind: 'session' }>): Grid {
  const hopMs = window.kind === 'hopping' ? window.hopMs : window.sizeMs
  requireInteger('sizeMs', window.sizeMs, 1)
  requireInteger('hopMs', hopMs, 1)
  requireInteger('offsetMs', window.offsetMs, Number.MIN_SAFE_INTEGER)
  if (window.sizeMs % hopMs !== 0)
    throw new RangeError(`sizeMs ${window.sizeMs} is not a multiple of hopMs ${hopMs}: choose a hop that divides the size`)
  return { sizeMs: window.sizeMs, hopMs, offsetMs: window.offsetMs }
}

function validate(specification: OperatorSpecification): void {
  requireInteger('maxDelayMs', specification.maxDelayMs, 0)
  requireInteger('partitionIndex', specification.partitionIndex, 0)
}

function partialDigest({ window, aggregates }: Pick<OperatorSpecification, 'window' | 'aggregates'>): number {
  return digestOf({ role: 'partial', window, aggregates })
}

/**
 * The operator of a partition that closes its windows itself.
 * @throws RangeError for windows, delays or sketches out of range; TypeError for aggregates that don't take their input
 */
export function createWindowOperator(specification: OperatorSpecification): WindowOperator<RowReceiver> {
  validate(specification)
  const { window, aggregates, maxDelayMs, partitionIndex } = specification
  const digest = digestOf({ role: 'rows', window, aggregates, maxDelayMs })
  if (window.kind === 'session') {
    requireInteger('gapMs', window.gapMs, 1)
    return new SessionOperator(new SessionState({ aggregates, partitionIndex }, window.gapMs), maxDelayMs, digest)
  }
  const state = new PaneState({ aggregates, partitionIndex, timeRange: false })
  const emitter = new RowEmitter(state.keys, state.slots)
  return new PaneOperator<RowReceiver>({ ...gridOf(window), maxDelayMs, lateBelowWatermark: false, digest, state, emitter })
}

/**
 * The first of two stages: windows of one partition as partial aggregates. Sessions are sent in pieces (start and end are the times of their first and
 * last event), cut on a grid of a quarter of the gap.
 * @throws as `createWindowOperator`
 */
export function createPartialOperator(specification: OperatorSpecification): PartialOperator {
  validate(specification)
  const { window, aggregates, maxDelayMs, partitionIndex } = specification
  const digest = digestOf({ role: 'partials', window, aggregates, maxDelayMs })
  const pieces = window.kind === 'session'
  if (pieces) requireInteger('gapMs', window.gapMs, 1)
  const state = new PaneState({ aggregates, partitionIndex, timeRange: pieces })
  const emitter = new PartialEmitter(state.keys, state.slots, partialDigest(specification), pieces)
  const bucketMs = pieces ? pieceBucketMs(window.gapMs) : 0
  const grid = pieces ? { sizeMs: bucketMs, hopMs: bucketMs, offsetMs: 0 } : gridOf(window)
  return new PaneOperator<PartialReceiver>({ ...grid, maxDelayMs, lateBelowWatermark: pieces, digest, state, emitter })
}

/**
 * The second of two stages. `merge` throws `StateError` for partials of another specification.
 * @throws as `createWindowOperator`
 */
export function createMergeOperator(specification: MergeSpecification): MergeOperator {
  const { window, aggregates, producers } = specification
  const digest = digestOf({ role: 'merge-by-number', window, aggregates, ...(typeof producers === 'number' && { producers }) })
  if (window.kind !== 'session') return new WindowMerger(specification, gridOf(window).sizeMs, digest, partialDigest(specification))
  requireInteger('gapMs', window.gapMs, 1)
  return new SessionMerger(specification, window.gapMs, digest, partialDigest(specification))
}
