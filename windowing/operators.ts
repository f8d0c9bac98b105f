import { PartialEmitter, RowEmitter } from './emitter'
import { pieceBucketMs, SessionMerger } from './merge-sessions'
import { WindowMerger } from './merge-windows'
import type {
  Equipped,
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

function gridOf(window: WindowSpecification): Grid {
  if (window.kind === 'session') throw new TypeError('sessions are no panes: this is a defect of the caller')
  const hopMs = window.kind === 'hopping' ? window.hopMs : window.sizeMs
  requireInteger('sizeMs', window.sizeMs, 1)
  requireInteger('hopMs', hopMs, 1)
  requireInteger('offsetMs', window.offsetMs, Number.MIN_SAFE_INTEGER)
  if (window.sizeMs % hopMs !== 0)
    throw new RangeError(`sizeMs ${window.sizeMs} is not a multiple of hopMs ${hopMs}: choose a hop that divides the size`)
  return { sizeMs: window.sizeMs, hopMs, offsetMs: window.offsetMs }
}

function gapOf(window: WindowSpecification): number {
  if (window.kind !== 'session') throw new TypeError(`${window.kind} windows are no sessions: this is a defect of the caller`)
  requireInteger('gapMs', window.gapMs, 1)
  return window.gapMs
}

function validate(specification: OperatorSpecification): void {
  requireInteger('maxDelayMs', specification.maxDelayMs, 0)
  requireInteger('partitionIndex', specification.partitionIndex, 0)
}

function partialDigest({ window, aggregates }: Pick<OperatorSpecification, 'window' | 'aggregates'>): number {
  return digestOf({ role: 'partial', window, aggregates })
}

type OperatorOptions = Equipped<OperatorSpecification>

/** Tumbling and hopping windows. */
export function rowsOfPanes(specification: OperatorOptions): WindowOperator<RowReceiver> {
  validate(specification)
  const { window, aggregates, factories, maxDelayMs, partitionIndex } = specification
  const digest = digestOf({ role: 'rows', window, aggregates, maxDelayMs })
  const state = new PaneState({ aggregates, factories, partitionIndex, timeRange: false })
  const emitter = new RowEmitter(state.keys, state.slots)
  return new PaneOperator<RowReceiver>({ ...gridOf(window), maxDelayMs, lateBelowWatermark: false, digest, state, emitter })
}

export function rowsOfSessions(specification: OperatorOptions): WindowOperator<RowReceiver> {
  validate(specification)
  const { window, aggregates, factories, maxDelayMs, partitionIndex } = specification
  const digest = digestOf({ role: 'rows', window, aggregates, maxDelayMs })
  return new SessionOperator(new SessionState({ aggregates, factories, partitionIndex }, gapOf(window)), maxDelayMs, digest)
}

/** The first of two stages, of all windows. */
export function partials(specification: OperatorOptions): PartialOperator {
  validate(specification)
  const { window, aggregates, factories, maxDelayMs, partitionIndex } = specification
  const digest = digestOf({ role: 'partials', window, aggregates, maxDelayMs })
  const pieces = window.kind === 'session'
  const bucketMs = pieces ? pieceBucketMs(gapOf(window)) : 0
  const state = new PaneState({ aggregates, factories, partitionIndex, timeRange: pieces })
  const emitter = new PartialEmitter(state.keys, state.slots, partialDigest(specification), pieces)
  const grid = pieces ? { sizeMs: bucketMs, hopMs: bucketMs, offsetMs: 0 } : gridOf(window)
  return new PaneOperator<PartialReceiver>({ ...grid, maxDelayMs, lateBelowWatermark: pieces, digest, state, emitter })
}

function mergeDigest({ window, aggregates, producers }: MergeSpecification): number {
  return digestOf({ role: 'merge-by-number', window, aggregates, ...(typeof producers === 'number' && { producers }) })
}

/** The second of two stages, of tumbling and hopping windows. */
export function mergeOfPanes(specification: Equipped<MergeSpecification>): MergeOperator {
  return new WindowMerger(specification, gridOf(specification.window).sizeMs, mergeDigest(specification), partialDigest(specification))
}

/** The second of two stages, of sessions. */
export function mergeOfSessions(specification: Equipped<MergeSpecification>): MergeOperator {
  return new SessionMerger(specification, gapOf(specification.window), mergeDigest(specification), partialDigest(specification))
}
