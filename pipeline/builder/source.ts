import type { Source, SourceFormat } from '../definition'
import type { Duration } from '../duration'
import { durationMs } from '../duration'
import type { KeyType, NamesOf, RequiredNamesOf, Schema, Shape, ShapeOf, TimestampType, ValuesOf } from '../schema'
import { fieldsOf } from '../schema'

declare const EVENT: unique symbol

/** Where events come from. Made by `source`. */
export interface EventSource<S extends Shape = Shape> {
  readonly definition: Source
  readonly [EVENT]?: S
}

/** The type of a source's events, as values in memory. */
export type EventOf<E extends EventSource> = E extends EventSource<infer S> ? ValuesOf<S> : never

export interface SourceOptions<S extends Schema> {
  /** How events are written: JSON (one object a record), Avro binary, the same behind Confluent's header (`avro-confluent`) or CSV. @default 'json' */
  readonly format?: SourceFormat
  readonly schema: S
  /** The timestamp field that says when an event happened; it can't be optional. */
  readonly eventTime: RequiredNamesOf<ShapeOf<S>, TimestampType>
  /** The field by which producers spread events over partitions, if it is known. Windows grouped by it need no second stage. */
  readonly partitionKey?: NamesOf<ShapeOf<S>, KeyType>
  /**
   * How much later than newer events of its partition an event may come and still count; windows close that much later. There is no default:
   * where events are always in order, say `allEventsOnTime()`. From 0 to 366 days.
   */
  readonly maxDelay: Duration
  /** An event whose time is so much after its arrival is a dead letter, since one clock in the future would close all windows. @default '5 minutes' */
  readonly maxAhead?: Duration | 'unchecked'
  /** After so long without events a partition stops holding back the others. @default never */
  readonly idleTimeout?: Duration
  /** A larger record is a dead letter. 1 to 67,108,864. @default 1,048,576 */
  readonly maxRecordBytes?: number
}

/** The decision that no event of a partition comes after a newer one: a maximal delay of 0. */
export function allEventsOnTime(): Duration {
  return '0 ms'
}

/**
 * Events and their times.
 *
 * ```ts
 * const posts = source('posts', {
 *   schema: { id: string(), createdAt: timestamp('epoch-ms'), score: int64() },
 *   eventTime: 'createdAt',
 *   maxDelay: '10 seconds',
 * })
 * ```
 */
export function source<const S extends Schema>(name: string, options: SourceOptions<S>): EventSource<ShapeOf<S>> {
  const { maxAhead = '5 minutes', idleTimeout } = options
  const definition: Source = {
    name,
    format: options.format ?? 'json',
    fields: fieldsOf(options.schema),
    eventTime: options.eventTime,
    partitionKey: options.partitionKey ?? null,
    maxDelayMs: durationMs(options.maxDelay, 'source.maxDelayMs'),
    maxAheadMs: maxAhead === 'unchecked' ? null : durationMs(maxAhead, 'source.maxAheadMs'),
    idleTimeoutMs: idleTimeout === undefined ? null : durationMs(idleTimeout, 'source.idleTimeoutMs'),
    maxRecordBytes: options.maxRecordBytes ?? 1_048_576,
  }
  return Object.freeze({ definition: Object.freeze(definition) })
}
