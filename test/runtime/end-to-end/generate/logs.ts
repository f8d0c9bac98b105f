import type { Source } from '../../../../pipeline'
import type { RecordErrorCode } from '../../../../runtime'
import { Choices } from '../../../windowing/oracle/cases'
import type { HeldRecord } from '../interpreter/held'
import { SPOILERS } from './bad-records'
import { maybe } from './values'
import { jsonOf, type Member, membersOf, objectJson } from './wire'

/** A record of the log, and what it says. */
export interface Entry {
  /** Null: a tick. */
  readonly bytes: Uint8Array | null
  readonly arrivalTime: number
  /** Event time, or a tick's; not used where the record is bad. */
  readonly time: number
  /** Null: a tick or a bad record. */
  readonly event: HeldRecord | null
  /** Why it is a dead letter, if it is. */
  readonly code: RecordErrorCode | null
}

const FIRST_TIME_MS = -62_135_596_800_000
const LAST_TIME_MS = 253_402_300_799_999
/** What the borders of windows, gaps and delays are made of. */
const STEPS = [10, 5, 1, 60, 20, 37, 1000] as const

/** Times on borders and beside them, before and after earlier ones, and now and then far away. */
function nextTime(choices: Choices, before: number): number {
  const step = choices.of(STEPS)
  const near = choices.of([0, 0, 0, -1, 1])
  switch (choices.below(16)) {
    case 7:
    case 8:
    case 9:
      return before + step + near
    case 10:
    case 11:
      return before - step + near
    case 12:
      return Math.floor(before / step) * step + near
    case 13:
      return choices.below(40) - 20
    case 14:
      return (choices.below(9) - 4) * step + near
    case 15:
      return choices.below(4) < 3 ? before : choices.of([0, 86_400_000, -86_400_000, FIRST_TIME_MS, LAST_TIME_MS])
    default:
      return before + near
  }
}

const within = (time: number): number => Math.min(LAST_TIME_MS, Math.max(FIRST_TIME_MS, time))
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function entryOf(choices: Choices, { fields, eventTime, maxAheadMs }: Source, before: number): Entry {
  const time = within(nextTime(choices, before))
  const fate = choices.below(24)
  if (fate === 23) return { bytes: null, arrivalTime: time, time, event: null, code: null }
  const event = Object.fromEntries(
    fields.map(field => [field.name, field.name === eventTime ? time : maybe(field.type, field.optional, choices)]),
  )
  const timeField = fields.find(({ name }) => name === eventTime)
  const members: readonly Member[] = fields.flatMap(({ name, wireName, type }) =>
    name === eventTime ? [[wireName, jsonOf(time, type, choices)] as const] : membersOf(wireName, event[name], type, choices),
  )
  const turn = choices.below(members.length)
  const shuffled = choices.below(3) === 2 ? [...members.slice(turn), ...members.slice(0, turn)] : members
  if (fate === 22 || fate === 21) {
    const { code, bytes } = choices.of(SPOILERS)
    return { bytes: bytes(shuffled, timeField?.wireName ?? ''), arrivalTime: Number.NaN, time, event: null, code }
  }
  const unknown: readonly Member[] = choices.below(4) === 3 ? [['unknown', '{"at":[1,"}"]}'], ...shuffled] : shuffled
  const bytes = encode(objectJson(unknown))
  const ahead = maxAheadMs ?? 0
  if (fate === 20 && maxAheadMs !== null) return { bytes, arrivalTime: time - ahead - 1, time, event: null, code: 'time-ahead' }
  return { bytes, arrivalTime: choices.of([Number.NaN, time - ahead, time + 5]), time, event, code: null }
}

/** The log of a partition: one entry for each list of bytes. */
export function logOf(bytes: readonly Uint8Array[], source: Source): readonly Entry[] {
  let before = 0
  return bytes.map(choices => {
    const entry = entryOf(new Choices(choices), source, before)
    if (entry.code === null && Math.abs(entry.time) < 1e12) before = entry.time
    return entry
  })
}
