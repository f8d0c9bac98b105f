import { boolean, count, int64, native, optional, pipeline, source, stream, string, timestamp } from '../../../pipeline'

const posts = source('posts', {
  schema: { id: string(), at: timestamp(), score: int64(), domain: optional(string()) },
  eventTime: 'at',
  maxDelay: '1 second',
})

export const wrong = pipeline('wrong', posts).output(events =>
  events
    // expect: Property 'scor' does not exist on type 'Row<
    .where(post => post.scor.gte(0))
    // expect: Argument of type 'string' is not assignable to parameter of type 'number | bigint | NumericExpression'
    .where(post => post.score.gte('x'))
    // expect: Argument of type 'number' is not assignable to parameter of type 'string | TextExpression'
    .where(post => post.domain.eq(5))
    // expect: Type 'Int64Expression<"required">' is missing the following properties from type 'BooleanExpression<Nullness>': and, or, not
    .where(post => post.score)
    // expect: Property 'plus' does not exist on type 'StringExpression<"required">'
    .derive(post => ({ more: post.id.plus(1) }))
    // expect: Argument of type '"fortnight"' is not assignable to parameter of type
    .derive(post => ({ start: post.at.truncate('fortnight') }))
    // expect: Property 'modulo' does not exist on type 'DoubleExpression<
    .derive(post => ({ rest: post.score.dividedBy(2).modulo(2) }))
    // expect: Argument of type 'FieldType<BooleanType, Nullness>' is not assignable … "date"
    .derive(post => ({ time: post.at.cast(optionalBoolean) }))
    // expect: Type 'string' is not assignable to type 'number | bigint'
    .derive(post => ({ size: native({ name: 'size', type: int64(), inputs: { id: post.id }, text: {}, evaluate: ({ id }) => id }) }))
    // expect: Property 'score' does not exist on type
    .derive(post => ({
      size: native({ name: 'size', type: int64(), inputs: { id: post.id }, text: {}, evaluate: ({ score }) => score.length }),
    }))
    // expect: Type 'null' is not assignable to type 'number | bigint'
    .derive(post => ({ size: native({ name: 'size', type: int64(), inputs: { id: post.id }, text: {}, evaluate: () => null }) }))
    .groupBy('id')
    .window({ kind: 'tumbling', sizeMs: 1000, offsetMs: 0 })
    .aggregate({ posts: count() })
    .into(stream('wrong')),
)

const optionalBoolean = optional(boolean())

export const wrongText = pipeline('wrong-text', posts).output(events =>
  // expect: Type 'string' is not assignable to type 'AnyExpression'
  events.derive(post => ({ path: '/'.concat(post.id) })).into(stream('wrong_text')),
)
