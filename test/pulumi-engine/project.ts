import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { CloudPackage } from './provider/cloud-package'
import { RecordingCloud } from './provider/recording-cloud'
import { type ProviderServer, serveProvider } from './provider/server'
import { offline } from './stack'

const ROOT = resolve(__dirname, '../..')
/** What the CLI writes to. */
const COPIED = ['Pulumi.yaml', 'stacks']
const OMITTED = ['.git', '.cache']

const execute = promisify(execFile)

/** This repository as a user has it: its root project, run by the `pulumi` command. */
export class RootProject {
  private constructor(
    readonly cloud: RecordingCloud,
    private readonly folder: string,
    private readonly server: ProviderServer,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async start(packages: readonly CloudPackage[]): Promise<RootProject> {
    const folder = mkdtempSync(join(tmpdir(), 'streambed-project-'))
    const home = join(folder, '.pulumi-home')
    mkdirSync(home)
    for (const name of readdirSync(ROOT)) {
      if (COPIED.includes(name)) cpSync(join(ROOT, name), join(folder, name), { recursive: true })
      else if (!OMITTED.includes(name)) symlinkSync(join(ROOT, name), join(folder, name))
    }
    const cloud = new RecordingCloud(packages)
    const server = await serveProvider(cloud)
    return new RootProject(cloud, folder, server, { ...process.env, ...offline(home, packages, server.port) })
  }

  /** What `pulumi <arguments>` prints. Throws where it fails, with that. */
  async pulumi(...given: readonly string[]): Promise<string> {
    const { stdout } = await execute('pulumi', [...given, '--non-interactive'], { cwd: this.folder, env: this.environment })
    return stdout
  }

  stop(): void {
    this.server.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
