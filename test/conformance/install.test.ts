import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installOnce } from '../../conformance/install'
import { checksumsOf, differences } from '../../conformance/install/checksums'
import { pomOf } from '../../conformance/install/pom'

const parent = mkdtempSync(join(tmpdir(), 'conformance-install-'))
const folder = join(parent, 'thing')
let runs = 0

afterAll(() => rmSync(parent, { recursive: true }))
beforeEach(() => {
  runs = 0
  rmSync(folder, { recursive: true, force: true })
})

const install = (wanted: unknown, work: () => void = () => {}, verify?: () => readonly string[]) =>
  installOnce({
    what: 'a thing',
    folder,
    wanted,
    progress: () => {},
    install: async () => {
      runs++
      expect(readdirSync(folder)).toEqual([])
      writeFileSync(join(folder, 'file'), 'text')
      work()
    },
    ...(verify && { verify }),
  })

test('installs once for each value of what is wanted', async () => {
  await install(['1.0'])
  await install(['1.0'])
  expect(runs).toBe(1)
  await install(['1.1'])
  expect(runs).toBe(2)
})

test('starts anew after a failure, and says where the log is', async () => {
  const failing = install(['1.0'], () => {
    throw new Error('no network')
  })
  await expect(failing).rejects.toThrow(`a thing could not be installed; the log is ${folder}.install.log\nno network`)
  await install(['1.0'])
  expect(runs).toBe(2)
  expect(existsSync(`${folder}.lock`)).toBe(false)
})

test('installs anew what was changed since', async () => {
  const verify = () => (existsSync(join(folder, 'file')) ? [] : ['file is missing'])
  await install(['1.0'], undefined, verify)
  rmSync(join(folder, 'file'))
  await install(['1.0'], undefined, verify)
  expect(runs).toBe(2)
})

test('takes the lock of a process that has died, and waits for one that lives', async () => {
  mkdirSync(`${folder}.lock`)
  // No process has the highest id that there can be.
  writeFileSync(join(`${folder}.lock`, 'pid'), '4194305')
  await Promise.all([install(['1.0']), install(['1.0'])])
  expect(runs).toBe(1)
})

test('checksums tell changed, missing and added files', () => {
  mkdirSync(folder)
  writeFileSync(join(folder, 'a.jar'), 'a')
  writeFileSync(join(folder, 'notes'), 'b')
  const actual = checksumsOf(folder, name => name.endsWith('.jar'))
  expect(Object.keys(actual)).toEqual(['a.jar'])
  expect(differences(actual, actual)).toEqual([])
  expect(differences({ 'a.jar': '0', 'b.jar': '1' }, { ...actual, 'c.jar': '2' })).toEqual([
    expect.stringMatching(/^a\.jar has SHA-256 ca97.*, expected 0$/),
    'b.jar is missing',
    'c.jar is not expected',
  ])
})

test('writes a project with classifiers and exclusions', () => {
  const pom = pomOf([{ group: 'g', artifact: 'a', version: '1', classifier: 'c', exclusions: ['x:y', 'z:*'] }])
  expect(pom).toContain('<groupId>g</groupId><artifactId>a</artifactId><version>1</version>')
  expect(pom).toContain('<classifier>c</classifier>')
  expect(pom).toContain('<exclusion><groupId>z</groupId><artifactId>*</artifactId></exclusion>')
})
