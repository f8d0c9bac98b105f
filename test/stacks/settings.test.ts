import { resolve } from 'node:path'
import { readSettings } from '../../stacks/aws/settings'

const read = (settings: Readonly<Record<string, string>>) =>
  readSettings(
    name => settings[name],
    problems => new Error(problems),
  )

test('a pipeline is enough; its path is from the root of the project', () => {
  expect(read({ pipeline: 'examples/posts/pipeline.ts' })).toMatchObject({
    pipeline: resolve(__dirname, '../../examples/posts/pipeline.ts'),
    rate: undefined,
    engine: 'lambda',
    environment: 'dev',
  })
})

test('all that is wrong is one error', () => {
  expect(() => read({ rate: '0', engine: 'flink', environment: 'staging', runner: 'no.jar' })).toThrow(
    /\n- pipeline: is required.*\n- rate: got 0; allowed: .*\n- environment: got staging; allowed: dev, prod\n- runner: there is no .*no\.jar; make it by: mvn/,
  )
})
