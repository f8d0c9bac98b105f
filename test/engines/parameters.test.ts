import { fillParameters, parameter } from '../../engines'
import { singleQuoted } from '../../engines/sql/quote'

test('parameters are filled in, and texts that look like them are not', () => {
  const looksLikeOne = `$\{topic}`
  const text = `SELECT ${singleQuoted(looksLikeOne)}, ${singleQuoted(`$$\{`)} FROM ${parameter('topic')}`
  expect(fillParameters(text, { topic: 'posts' })).toBe(`SELECT '${looksLikeOne}', '$$\{' FROM posts`)
})

test('what is missing is named at once', () => {
  const text = `${parameter('one')} ${parameter('two')} ${parameter('three')}`
  expect(() => fillParameters(text, { two: '2' })).toThrow('the text needs one, three; got two')
})
