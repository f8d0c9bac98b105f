import {
  avg,
  bytes,
  count,
  day,
  double,
  first,
  int64,
  list,
  optional,
  pipeline,
  reference,
  source,
  stream,
  string,
  sum,
  table,
  timestamp,
  tumbling,
} from '../../../pipeline'

const schema = {
  id: string(),
  at: timestamp(),
  maybe: optional(timestamp()),
  score: int64(),
  ratio: double(),
  tags: list(string()),
  raw: bytes(),
}
const posts = source('posts', { schema, eventTime: 'at', maxDelay: '1 second' })
const topics = reference('topics', { schema: { topic: string(), rank: int64() }, rows: [{ topic: 'a', rank: 1 }] })

// expect: Property 'maxDelay' is missing in type
export const undecided = source('posts', { schema, eventTime: 'at' })
// expect: Type '"score"' is not assignable to type '"at"'
export const noTime = source('posts', { schema, eventTime: 'score', maxDelay: 0 })
// expect: Type '"maybe"' is not assignable to type '"at"'
export const maybeTime = source('posts', { schema, eventTime: 'maybe', maxDelay: 0 })
// expect: Type '"tags"' is not assignable to type … "id"
export const badKey = source('posts', { schema, eventTime: 'at', maxDelay: 0, partitionKey: 'tags' })

export const wrong = pipeline('wrong', posts)
  // expect: Property 'window' does not exist on type 'Events<
  .output(events => events.window(tumbling('1 minute')))
  // expect: Property 'aggregate' does not exist on type 'Grouped<
  .output(events => events.groupBy('id').aggregate({ posts: count() }))
  // expect: Argument of type '"ratio"' is not assignable to parameter of type … "id"
  .output(events => events.groupBy('ratio').window(tumbling('1 minute')).aggregate({ posts: count() }).into(stream('a')))
  // expect: Argument of type '"scor"' is not assignable to parameter of type … "score" … NumericType
  .output(events =>
    events
      .groupBy('id')
      .window(tumbling('1 minute'))
      .aggregate({ mean: avg('scor') })
      .into(stream('b')),
  )
  // expect: Argument of type '"id"' is not assignable to parameter of type … "score" … NumericType
  .output(events =>
    events
      .groupBy('id')
      .window(tumbling('1 minute'))
      .aggregate({ all: sum('id') })
      .into(stream('c')),
  )
  // expect: Property 'mising' does not exist on type 'Row<
  .output(events =>
    events
      .groupBy('id')
      .window(tumbling('1 minute'))
      .aggregate({ x: first(post => post.mising) })
      .into(stream('d')),
  )
  // expect: Property 'score' does not exist on type 'Row<
  .output(events =>
    events
      .groupBy('id')
      .window(tumbling('1 minute'))
      .aggregate({ n: count() })
      .having(row => row.score.gt(1))
      .into(stream('e')),
  )
  // expect: Type '"windowBegin"' is not assignable to type … "windowStart" … Did you mean '"windowEnd"
  .output(events =>
    events
      .groupBy('id')
      .window(tumbling('1 minute'))
      .aggregate({ n: count() })
      .into(table('f', { partitionBy: [day('windowBegin')] })),
  )
  // expect: Argument of type '"score"' is not assignable to parameter of type '"tags"
  .output(events => events.explode('score', 'tag').into(stream('g')))
  // expect: Type '"score"' is not assignable to type … "id"
  .output(events => events.lookup(topics, { on: { topic: 'score' }, take: ['rank'] }).into(stream('h')))
  // expect: Type '"rang"' is not assignable to type '"topic" | "rank"'
  .output(events => events.lookup(topics, { on: { topic: 'id' }, take: ['rang'] }).into(stream('i')))
  // expect: Argument of type '"nothing"' is not assignable to parameter of type … "id"
  .output(events => events.select('id', 'nothing').into(stream('j')))
