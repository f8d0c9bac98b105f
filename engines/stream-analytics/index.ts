import { allBadRecords } from '../bad-records'
import type { Engine } from '../engine'
import { lowered, refused, supported } from '../rule'
import { STREAM_ANALYTICS } from './dialect'
import { limitsOf } from './limits'
import { writeStreamAnalytics } from './write'

const yes = supported(true)
const TIMES = 'https://learn.microsoft.com/azure/stream-analytics/stream-analytics-time-handling'
const INPUTS = 'https://learn.microsoft.com/azure/stream-analytics/stream-analytics-define-inputs'
const DESERIALIZERS = 'https://learn.microsoft.com/azure/stream-analytics/custom-deserializer-examples'
const noType = (what: string, hint: string) => refused('never', `there is no type of ${what}`, { hint })

/** Azure Stream Analytics: Event Hubs in, Delta tables in ADLS Gen2 and Event Hubs out. */
export const streamAnalytics: Engine = {
  name: 'stream-analytics',
  title: 'Azure Stream Analytics',
  variants: ['job', 'local-project'],
  evidence: 'model',
  evidenceNote:
    'a parser of the documented language reads the text, and a model of the documented rules runs it; the service itself was not run',
  capabilities: {
    formats: {
      json: yes,
      avro: refused(
        'not-yet',
        'Stream Analytics takes no schema for Avro, so that events must hold their own, and custom deserializers were retired',
        {
          hint: 'read JSON',
          link: DESERIALIZERS,
        },
      ),
      'avro-confluent': refused(
        'not-yet',
        'events with the header of a schema registry need a custom deserializer, and those were retired',
        {
          hint: 'read JSON',
          link: DESERIALIZERS,
        },
      ),
      csv: refused('never', 'Stream Analytics takes the names of the columns from a first line with names, which records do not have', {
        hint: 'read JSON',
        link: INPUTS,
      }),
    },
    wires: {
      iso8601: yes,
      sql: yes,
      'epoch-s': lowered('read as a float: what is less than half a microsecond before a millisecond counts as that', true),
      'epoch-ms': yes,
      'epoch-us': yes,
      'epoch-ns': yes,
    },
    types: {
      string: yes,
      boolean: lowered('a bit, which is no predicate: it is compared with 1, and a predicate is chosen by a case', true),
      int64: yes,
      double: yes,
      decimal: noType('decimals', 'use int64 of the smallest unit'),
      bytes: noType('bytes', 'use base64 in a string'),
      timestamp: lowered('bigints of epoch milliseconds; datetimes in tables', true),
      date: noType('days', 'use a timestamp, truncated to the day'),
      enum: lowered('a text', true),
      list: lowered('taken as it is on the wire; elements are not looked at', true),
      record: lowered('taken as it is on the wire; members are not looked at', true),
    },
    steps: {
      where: yes,
      project: yes,
      explode: lowered('CROSS APPLY GetArrayElements', true),
      innerLookup: lowered('a join with a reference data input, whose file is part of the artifact', true),
      leftLookup: lowered('a left join with a reference data input, whose file is part of the artifact', true),
      case: yes,
      having: lowered('a condition on a step behind the windows', true),
      native: yes,
    },
    functions: STREAM_ANALYTICS.functions,
    casts: STREAM_ANALYTICS.casts,
    aggregates: STREAM_ANALYTICS.aggregates,
    windows: {
      tumbling: lowered('windows hold their end there: Offset(millisecond, -1), and bounds a millisecond later', true),
      hopping: lowered('windows hold their end there: Offset(millisecond, -1), and bounds a millisecond later', true),
      session: lowered('bounds by MIN and MAX of the time; cut once it is 7 days long', true),
    },
    guarantees: {
      lateEvents: refused('never', 'an event behind the watermark is dropped, also where one of its windows is still open', {
        hint: 'sessions keep the law; for the others choose maxDelay so that nothing is late',
        link: TIMES,
      }),
      lateOutput: refused('never', 'events that the policy drops are counted in a metric alone', { link: TIMES }),
      deadLetters: refused('not-written', 'records that do not decode, null keys and failing events are left out'),
      partitions: lowered('each partition has a watermark, and windows close by the least', true),
      idleTimeout: refused('never', 'the clock moves idle partitions by the late arrival tolerance, which also drops events', {
        hint: 'lower eventsLateArrivalMaxDelayInSeconds where no event arrives so late after its time',
        link: TIMES,
      }),
      maxAhead: lowered('5 minutes, fixed', true),
      severalOutputs: yes,
    },
  },
  badRecords: allBadRecords('taken', {
    malformed: 'dropped',
    'invalid-utf8': "can't tell",
    'lone-surrogate': "can't tell",
    'too-deep': "can't tell",
    'invalid-time': 'job fails',
    'time-ahead': "can't tell",
    'null-key': 'dropped',
    'expression-error': 'dropped',
    'aggregate-error': 'job fails',
  }),
  limits: limitsOf,
  write: writeStreamAnalytics,
}
