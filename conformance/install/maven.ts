import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress } from '../driver'
import { runProcess } from '../process'
import { type Checksums, checksumsOf, differences } from './checksums'
import { installOnce } from './once'
import { type MavenArtifact, pomOf } from './pom'

const COPY_DEPENDENCIES = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
const TIMEOUT_MS = 20 * 60_000
const isJar = (name: string) => name.endsWith('.jar')

export interface MavenJars {
  /** For progress and errors: `Flink 2.1.1`. */
  readonly what: string
  /** A folder of its own for the jars. */
  readonly folder: string
  /** With pinned versions; what they depend on comes along. */
  readonly artifacts: readonly MavenArtifact[]
  /** The checksums that all jars must have, where they are committed: `checksums.json` of the folder, copied. */
  readonly checksums?: Checksums
  readonly progress: Progress
}

/** Installs jars with `mvn` into a folder, and gives its class path (`<folder>/*`). Their checksums are verified on every start. */
export async function installJars({ what, folder, artifacts, checksums, progress }: MavenJars): Promise<string> {
  const checksumFile = join(folder, 'checksums.json')
  await installOnce({
    what,
    folder,
    wanted: { artifacts, checksums: checksums ?? null },
    progress,
    install: async logFile => {
      const project = join(folder, 'project')
      mkdirSync(project)
      writeFileSync(join(project, 'pom.xml'), pomOf(artifacts))
      let fetched = 0
      await runProcess({
        command: 'mvn',
        arguments: ['--batch-mode', COPY_DEPENDENCIES, `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'],
        folder: project,
        logFile,
        timeoutMs: TIMEOUT_MS,
        onLine: line => {
          if (/Downloaded from.*\.jar/.test(line)) progress(`installing ${what}: ${++fetched} jars fetched`)
        },
      })
      rmSync(project, { recursive: true })
      writeFileSync(checksumFile, `${JSON.stringify(checksumsOf(folder, isJar), null, 2)}\n`)
    },
    verify: () => {
      if (!existsSync(checksumFile)) return [`${checksumFile} is missing`]
      const held: Checksums = checksums ?? JSON.parse(readFileSync(checksumFile, 'utf8'))
      return readdirSync(folder).some(isJar) ? differences(held, checksumsOf(folder, isJar)) : ['there is no jar in it']
    },
  })
  return join(folder, '*')
}
