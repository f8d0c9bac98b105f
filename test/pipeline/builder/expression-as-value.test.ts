import { pipeline, source, stream, string, timestamp } from '../../../pipeline'

const posts = source('posts', { schema: { at: timestamp(), id: string() }, eventTime: 'at', maxDelay: '1 second' })

// TypeScript takes any object in a template: the definition would hold the text '/[object Object]'.
test.each([
  ['a template', (id: unknown) => `/${id}`],
  ["a method of JavaScript's texts", (id: unknown) => '/'.concat(id as string)],
])('an expression in %s is refused', (_, path) => {
  const define = () => pipeline('paths', posts).output(events => events.where(post => post.id.eq(path(post.id))).into(stream('paths')))
  expect(define).toThrow('got an expression where JavaScript makes a text or number of it')
  expect(define).toThrow("literal('/').concat(event.name)")
})
