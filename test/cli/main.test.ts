import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wikipediaEdits } from '../../examples/wikipedia/pipeline'
import { toText } from '../../pipeline'
import { commandLine, streambed } from './streambed'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'streambed-cli-'))
  writeFileSync(join(directory, 'wikipedia.json'), toText(wikipediaEdits.definition))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const commands = ['dev', 'run', 'check', 'compile', 'describe', 'diagram', 'plan']

test('help names every command, and every command has help with examples and exit codes', async () => {
  const [all, ...each] = await Promise.all([commandLine(['--help']), ...commands.map(command => commandLine([command, '--help']))])
  expect(all).toMatchObject({ code: 0, error: '' })
  for (const command of commands) expect(all.out).toContain(`  ${command} `)
  for (const [index, help] of each.entries()) {
    expect(help).toMatchObject({ code: 0, error: '' })
    expect(help.out).toContain(`Usage: streambed ${commands[index]} <pipeline>`)
    expect(help.out).toContain('Examples:\n')
    expect(help.out).toContain('Exit code: 0')
  }
})

test.each([
  ['no command', [], 'Usage: streambed <command>'],
  ['an unknown command', ['fly'], "there is no command 'fly'; commands are dev, run, check, compile, describe, diagram, plan"],
  ['no pipeline', ['run'], 'no pipeline given; name its file, as in: streambed run'],
  ['two pipelines', ['check', 'a.ts', 'b.ts'], "one pipeline is expected, got also 'b.ts'"],
  ['an unknown option', ['run', 'a.ts', '--evnts', 'x'], "unknown option '--evnts'"],
  ['a number out of range', ['run', 'a.ts', '--partitions', '65'], "--partitions got '65'; allowed is a whole number from 1 to 64"],
  ['a speed that is none', ['dev', 'a.ts', '--speed', 'fast'], "--speed got 'fast'; allowed is a factor such as 1000x"],
  ['a plan for nowhere', ['plan', 'wikipedia.json'], '--target is needed: aws'],
  ['a plan for an unknown cloud', ['plan', 'wikipedia.json', '--target', 'moon'], "--target got 'moon'; allowed is aws"],
  [
    'a rate that is none',
    ['plan', 'wikipedia.json', '--target', 'aws', '--rate', 'much'],
    "--rate got 'much'; allowed are events a second",
  ],
  ['an output that is none', ['run', 'wikipedia.json', '--output', 'x'], 'outputs are country_edits, channel_edits'],
  ['several outputs', ['run', 'wikipedia.json'], 'choose one with --output, or give --rows a directory'],
])('%s is wrong usage', async (_name, commandArguments, message) => {
  const outcome = await commandLine(
    commandArguments.map(argument => (argument === 'wikipedia.json' ? join(directory, argument) : argument)),
  )
  expect(outcome).toMatchObject({ code: 2, out: '' })
  expect(outcome.error).toContain(message)
})

test('the version is the package’s', async () => {
  expect(await commandLine(['--version'])).toEqual({ code: 0, out: `${require('../../package.json').version}\n`, error: '' })
})

test('a process ends with these exit codes, results on standard output and complaints on standard error', async () => {
  const [help, nothing] = await Promise.all([streambed(['help', 'run']), streambed([])])
  expect(help).toMatchObject({ code: 0, error: '' })
  expect(help.out).toContain('Usage: streambed run <pipeline>')
  expect(nothing).toMatchObject({ code: 2, out: '' })
  expect(nothing.error).toContain('Usage: streambed <command>')
}, 120_000)
