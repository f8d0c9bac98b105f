import { withoutStacks } from '../../../constructs/pulumi/short-stack'

test('errors have stacks again after what was made without, also where that failed', () => {
  const before = Error.stackTraceLimit
  expect(withoutStacks(() => new Error('made within').stack)).toBe('Error: made within')
  expect(() =>
    withoutStacks(() => {
      throw new Error('thrown within')
    }),
  ).toThrow('thrown within')
  expect(Error.stackTraceLimit).toBe(before)
})
