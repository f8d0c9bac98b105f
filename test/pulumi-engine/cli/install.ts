import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { installOnce } from '../../../conformance/install'
import { runProcess } from '../../../conformance/process'
import { installHost } from '../host/install'

const MODULE = 'github.com/pulumi/pulumi/pkg/v3'
const TIMEOUT_MS = 30 * 60_000
const PROGRESS_MS = 30_000
const CACHE = resolve(__dirname, '../../../.cache/pulumi')

/** The folder of a program that is on the PATH. */
function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '').split(delimiter).find(folder => folder !== '' && existsSync(join(folder, program)))
}

/**
 * The folders to put on the PATH for `pulumi` and its Node.js language host: none where both are there, or else those of what is built here,
 * the CLI from its Go module, once for each `go.sum`. Undefined where there is neither `pulumi` nor `go`.
 */
export async function installPulumi(progress: (line: string) => void): Promise<readonly string[] | undefined> {
  if (onPath('pulumi') !== undefined) return onPath('pulumi-language-nodejs') === undefined ? [installHost(join(CACHE, 'host'))] : []
  return onPath('go') === undefined ? undefined : [installHost(await buildCli(progress))]
}

async function buildCli(progress: (line: string) => void): Promise<string> {
  const wanted = ['go.mod', 'go.sum'].map(name => readFileSync(join(__dirname, name), 'utf8'))
  const folder = join(CACHE, createHash('sha256').update(wanted.join('')).digest('hex').slice(0, 16))
  const version = /pulumi\/pkg\/v3 (v[\d.]+)/.exec(wanted.join(''))?.[1]
  if (version === undefined) throw new Error(`go.mod names no version of ${MODULE}`)
  const what = `the Pulumi CLI ${version} from its Go module`
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  const install = async (logFile: string) => {
    const timer = setInterval(() => progress(`building ${what}: ${seconds()} s so far; takes about 5 minutes on two cores`), PROGRESS_MS)
    try {
      await runProcess({
        command: 'go',
        // The version is what `pulumi version` prints and what the Automation API asks for.
        arguments: [
          'build',
          '-trimpath',
          `-ldflags=-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`,
          '-o',
          join(folder, 'pulumi'),
          `${MODULE}/cmd/pulumi`,
        ],
        folder: __dirname,
        logFile,
        timeoutMs: TIMEOUT_MS,
      })
    } finally {
      clearInterval(timer)
    }
  }
  await installOnce({
    what,
    folder,
    wanted,
    progress,
    install,
    verify: () => (existsSync(join(folder, 'pulumi')) ? [] : ['there is no pulumi in it']),
  })
  return folder
}
