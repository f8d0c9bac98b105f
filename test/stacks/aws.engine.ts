import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { aws } from '../pulumi-engine/packages/aws'
import { RootProject } from '../pulumi-engine/project'

let project: RootProject

beforeAll(async () => {
  project = await RootProject.start([aws])
  await project.pulumi('stack', 'init', 'aws')
})

afterAll(() => project.stop())

test('pulumi preview of the stack aws shows what the posts example deploys, and makes nothing', async () => {
  const printed = await project.pulumi('preview', '--stack', 'aws')

  expect(printed).toMatch(/streambed:aws:KinesisLambdaLake\s+post-activity\s+create/)
  expect(printed).toMatch(/aws:lambda:Function\s+post-activity-process\s+create/)
  expect(project.cloud.live.size).toBe(0)
})

test('with the engine flink it shows the application that runs the runner', async () => {
  const runner = join(mkdtempSync(join(tmpdir(), 'streambed-runner-')), 'runner.jar')
  writeFileSync(runner, 'a jar')
  const settings = { engine: 'flink', pipeline: 'examples/earthquakes/pipeline.ts', runner }
  for (const [name, value] of Object.entries(settings)) await project.pulumi('config', 'set', name, value, '--stack', 'aws')
  const printed = await project.pulumi('preview', '--stack', 'aws')

  expect(printed).toMatch(/streambed:aws:KinesisFlinkLake\s+earthquake-regions\s+create/)
  expect(printed).toMatch(/aws:kinesisanalyticsv2:Application\s+earthquake-regions-application\s+create/)
  expect(printed).not.toContain('aws:lambda:Function')
  rmSync(dirname(runner), { recursive: true })
})

test('all that is wrong with the configuration is said at once', async () => {
  await project.pulumi('config', 'set', 'rate', 'many', '--stack', 'aws')
  await project.pulumi('config', 'set', 'environment', 'staging', '--stack', 'aws')
  const preview = project.pulumi('preview', '--stack', 'aws')
  await expect(preview).rejects.toMatchObject({
    stdout: expect.stringMatching(/rate: got many; allowed: .*\n.*environment: got staging; allowed: dev, prod/),
  })
})

test('a stack of another name says which targets there are', async () => {
  await project.pulumi('stack', 'init', 'mars')
  await expect(project.pulumi('preview', '--stack', 'mars')).rejects.toMatchObject({
    stdout: expect.stringContaining('there is no target mars; one of aws is'),
  })
})
