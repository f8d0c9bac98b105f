import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConfigMap, LocalWorkspace, type OutputMap, type PulumiFn, type Stack } from '@pulumi/pulumi/automation'
import type { CloudPackage } from './provider/cloud-package'
import { RecordingCloud } from './provider/recording-cloud'
import { type ProviderServer, serveProvider } from './provider/server'

const PROJECT = 'lifecycle'
const STACK = 'dev'

export interface StackOptions {
  /** The clouds that the program uses. */
  readonly packages: readonly CloudPackage[]
  readonly program: PulumiFn
  readonly config?: ConfigMap
}

/** What one run of the engine did. */
export interface Run {
  /** How many resources were created, updated, replaced, left the same. */
  readonly changes: Readonly<Record<string, number>>
  /** What the cloud was asked to change, in order: `create posts-stream`. Creations first, where the engine does them side by side. */
  readonly calls: readonly string[]
  readonly outputs: OutputMap
  /** What the engine printed. */
  readonly printed: string
}

/** The environment in which the engine needs no network, no account and no installed provider. */
export function offline(folder: string, packages: readonly CloudPackage[], port: number): Readonly<Record<string, string>> {
  return {
    PULUMI_HOME: folder,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: 'test',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: 'true',
    PULUMI_DEBUG_PROVIDERS: packages.map(({ name }) => `${name}:${port}`).join(','),
  }
}

/** A stack of the real engine, on a file backend, whose cloud is recorded in this process. Its program may change between runs. */
export class EngineStack {
  /** Ends what still runs when a test is given up. */
  private running = new AbortController()

  private constructor(
    public program: PulumiFn,
    readonly cloud: RecordingCloud,
    private readonly folder: string,
    private readonly server: ProviderServer,
    private readonly stack: Stack,
  ) {}

  static async start({ packages, program, config = {} }: StackOptions): Promise<EngineStack> {
    const folder = mkdtempSync(join(tmpdir(), 'streambed-pulumi-'))
    const cloud = new RecordingCloud(packages)
    const server = await serveProvider(cloud)
    const current: { stack?: EngineStack } = {}
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: STACK, projectName: PROJECT, program: async () => (current.stack?.program ?? program)() },
      { workDir: folder, pulumiHome: folder, envVars: { ...offline(folder, packages, server.port) } },
    )
    await stack.setAllConfig(config)
    current.stack = new EngineStack(program, cloud, folder, server, stack)
    return current.stack
  }

  async preview(): Promise<Run> {
    return this.recorded(async (onOutput, signal) => {
      const { changeSummary } = await this.stack.preview({ onOutput, signal })
      return { changes: changeSummary }
    })
  }

  async up(): Promise<Run> {
    return this.recorded(async (onOutput, signal) => {
      const { summary, outputs } = await this.stack.up({ onOutput, signal })
      return { changes: summary.resourceChanges ?? {}, outputs }
    })
  }

  async refresh(): Promise<Run> {
    return this.recorded(async (onOutput, signal) => ({
      changes: (await this.stack.refresh({ onOutput, signal })).summary.resourceChanges ?? {},
    }))
  }

  /** As the command does it: nothing is deleted where the preview fails. */
  async destroy(): Promise<Run> {
    return this.recorded(async (onOutput, signal) => {
      await this.stack.previewDestroy({ onOutput, signal })
      return { changes: (await this.stack.destroy({ onOutput, signal })).summary.resourceChanges ?? {} }
    })
  }

  /** The state as it lies in the backend; `pulumi stack export` would show secrets. */
  get storedState(): string {
    return readFileSync(join(this.folder, '.pulumi/stacks', PROJECT, `${STACK}.json`), 'utf8')
  }

  stop(): void {
    this.running.abort()
    this.server.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private async recorded(
    run: (onOutput: (text: string) => void, signal: AbortSignal) => Promise<Pick<Run, 'changes'> & Partial<Run>>,
  ): Promise<Run> {
    this.cloud.calls.length = 0
    this.running = new AbortController()
    let printed = ''
    const result = await run(text => {
      printed += text
    }, this.running.signal)
    const calls = this.cloud.calls
      .filter(({ operation }) => operation === 'create' || operation === 'update' || operation === 'delete')
      .map(({ operation, name }) => `${operation} ${name}`)
    return { outputs: {}, ...result, calls, printed }
  }
}
