import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { installPython } from '../../../conformance/install'
import { type RunningProcess, startProcess } from '../../../conformance/process'
import { freePort } from './free-port'
import { REGION } from './names'
import requirements from './requirements.json'
import { provideSdk } from './runtime-sdk'
import { Workers } from './workers'

const ROOT = resolve(__dirname, '../../..')
const CACHE = join(ROOT, '.cache', 'aws')
const START_TIMEOUT_MS = 60_000

export interface EmulatorOptions {
  /** A folder of its own for its certificate, its functions' code and its log; emptied at the start. */
  readonly folder: string
  /** Whether IAM policies are evaluated. */
  readonly authorize: boolean
  readonly progress: (line: string) => void
}

/** A running emulator of AWS, over TLS on 127.0.0.1. */
export class Emulator {
  private constructor(
    private readonly process: RunningProcess,
    readonly endpoint: string,
    readonly certificateFile: string,
    readonly logFile: string,
    /** The processes of its functions. */
    readonly workers: Workers,
  ) {}

  /** Installs it at the first call (a minute), starts it and waits until it answers. */
  static async start({ folder, authorize, progress }: EmulatorOptions): Promise<Emulator> {
    const python = await installPython({ what: 'the emulator of AWS', folder: join(CACHE, 'emulator'), requirements, progress })
    rmSync(folder, { recursive: true, force: true })
    const temporary = join(folder, 'temporary')
    mkdirSync(temporary, { recursive: true })
    provideSdk(temporary, ROOT)
    const port = await freePort()
    const logFile = join(folder, 'emulator.log')
    const certificateFile = join(temporary, 'ministack-tls', 'server.crt')
    const started = startProcess({
      command: python,
      arguments: [join(__dirname, 'start_emulator.py')],
      folder,
      logFile,
      environment: {
        // Otherwise it listens on all addresses.
        BIND_HOST: '127.0.0.1',
        MINISTACK_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        MINISTACK_REGION: REGION,
        // Policies of buckets and queues that refuse plain HTTP are evaluated, too.
        USE_SSL: '1',
        AUTH: String(authorize),
        SFTP_ENABLED: '0',
        IOT_MTLS_ENABLED: '0',
        TMPDIR: temporary,
        // What the functions trust; the emulator doesn't replace one that is set.
        NODE_EXTRA_CA_CERTS: certificateFile,
        NO_PROXY: '127.0.0.1,localhost',
      },
    })
    const emulator = new Emulator(started, `https://127.0.0.1:${port}`, certificateFile, logFile, new Workers(temporary))
    try {
      await emulator.healthy()
    } catch (error) {
      await started.stop()
      throw error
    }
    return emulator
  }

  get certificate(): string {
    return readFileSync(this.certificateFile, 'utf8')
  }

  /** For programs that reach it: the CDK's command line, the SDKs of any language. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ENDPOINT_URL_S3: this.endpoint,
      // Taken for the account's root, whom every policy allows everything.
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
      NODE_EXTRA_CA_CERTS: this.certificateFile,
      // The CDK's command line takes this one alone.
      AWS_CA_BUNDLE: this.certificateFile,
      NO_PROXY: '127.0.0.1,localhost',
    }
  }

  /** Ends it with all its functions. */
  async stop(): Promise<void> {
    await this.process.stop()
  }

  private async healthy(): Promise<void> {
    const until = Date.now() + START_TIMEOUT_MS
    let over = false
    const ended = this.process.exit.then(({ how }) => {
      if (!over) this.process.fail(`ended (${how}) before it answered`)
    })
    const answers = async () => {
      while (!(await this.answers())) {
        if (Date.now() > until) this.process.fail(`did not answer within ${START_TIMEOUT_MS} ms`)
        await sleep(50)
      }
    }
    try {
      await Promise.race([answers(), ended])
    } finally {
      over = true
    }
  }

  private answers(): Promise<boolean> {
    if (!existsSync(this.certificateFile)) return Promise.resolve(false)
    return new Promise(answer => {
      const asked = request(`${this.endpoint}/_ministack/health`, { ca: this.certificate }, response => {
        response.resume()
        answer(response.statusCode === 200)
      })
      asked.once('error', () => answer(false))
      asked.end()
    })
  }
}
