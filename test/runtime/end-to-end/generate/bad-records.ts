import type { RecordErrorCode } from '../../../../runtime'
import { type Member, objectJson } from './wire'

/** A way to spoil a good record, and the code under which it becomes a dead letter. */
export interface Spoiler {
  readonly code: RecordErrorCode
  readonly bytes: (members: readonly Member[], timeName: string) => Uint8Array
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const replaced = (code: RecordErrorCode, name: string, json: string): Spoiler => ({
  code,
  bytes: members => encode(objectJson([...members.filter(([member]) => member !== name), [name, json]])),
})

const added = (code: RecordErrorCode, json: string): Spoiler => replaced(code, 'unknown', json)

const timed = (code: RecordErrorCode, json: string): Spoiler => ({
  code,
  bytes: (members, timeName) => encode(objectJson([...members.filter(([member]) => member !== timeName), [timeName, json]])),
})

const rewritten = (code: RecordErrorCode, rewrite: (line: string) => string): Spoiler => ({
  code,
  bytes: members => encode(rewrite(objectJson(members))),
})

export const SPOILERS: readonly Spoiler[] = [
  rewritten('malformed', line => line.slice(0, -1)),
  rewritten('malformed', line => `${line}}`),
  rewritten('malformed', line => `${line.slice(0, -1)},}`),
  rewritten('wrong-type', line => `[${line}]`),
  added('malformed', '01'),
  added('lone-surrogate', '"\\ud800"'),
  added('too-deep', `${'['.repeat(70)}${']'.repeat(70)}`),
  added('too-large', `"${'x'.repeat(4000)}"`),
  {
    code: 'invalid-utf8',
    bytes: members => Buffer.concat([encode(objectJson(members).slice(0, -1)), encode(',"x":"'), Buffer.of(0xff), encode('"}')]),
  },
  { code: 'missing-field', bytes: members => encode(objectJson(members.filter(([name]) => name !== 'count'))) },
  { code: 'missing-field', bytes: (members, timeName) => encode(objectJson(members.filter(([name]) => name !== timeName))) },
  replaced('missing-field', 'key', 'null'),
  replaced('missing-field', 'numbers', 'null'),
  replaced('wrong-type', 'count', '"1"'),
  replaced('wrong-type', 'count', '1.5'),
  replaced('wrong-type', 'flag', '1'),
  replaced('wrong-type', 'name', '5'),
  replaced('wrong-type', 'numbers', '{}'),
  replaced('wrong-type', 'tags', '["a",5]'),
  replaced('wrong-type', 'raw', '"AP8"'),
  replaced('missing-field', 'geo', '{"city/name":"x"}'),
  replaced('out-of-range', 'count', '9223372036854775808'),
  replaced('out-of-range', 'ratio', '1e309'),
  replaced('out-of-range', 'price', '0.001'),
  replaced('out-of-range', 'price', '100000000'),
  replaced('out-of-range', 'color', '"blue"'),
  replaced('invalid-time', 'day', '"2023-02-29"'),
  timed('invalid-time', 'null'),
  timed('wrong-type', 'true'),
]
