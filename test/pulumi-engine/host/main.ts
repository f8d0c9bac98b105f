/**
 * The language host of `runtime: nodejs`: the part of `pulumi-language-nodejs` that runs programs. Its own Go module can't be downloaded
 * where the CLI's can. It lies beside the CLI's binary, prints its port, and serves the engine (pulumi/proto/pulumi/language.proto).
 */
import { spawn } from 'node:child_process'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import { type ILanguageRuntimeServer, LanguageRuntimeService } from '@pulumi/pulumi/proto/language_grpc_pb'
import {
  GetProgramDependenciesResponse,
  GetRequiredPackagesResponse,
  LanguageHandshakeResponse,
  type RunRequest,
  RunResponse,
} from '@pulumi/pulumi/proto/language_pb'
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb'
import { Empty } from 'google-protobuf/google/protobuf/empty_pb'

/** What `@pulumi/pulumi/cmd/run` exits with when it has told the engine about its error itself. */
const ALREADY_REPORTED = 32

let engine = process.argv.slice(2).find(argument => !argument.startsWith('-')) ?? ''

function argumentsOf(request: RunRequest): readonly string[] {
  const info = request.getInfo()
  if (!info) throw new Error('the engine sent no program information; this host needs a Pulumi CLI of version 3.100 or newer')
  const { nodeargs = '' } = (info.getOptions()?.toJavaScript() ?? {}) as { readonly nodeargs?: string }
  return [
    ...nodeargs.split(' ').filter(argument => argument !== ''),
    require.resolve('@pulumi/pulumi/cmd/run', { paths: [info.getProgramDirectory()] }),
    `--monitor=${request.getMonitorAddress()}`,
    `--engine=${engine}`,
    `--organization=${request.getOrganization()}`,
    `--project=${request.getProject()}`,
    `--stack=${request.getStack()}`,
    `--root-directory=${info.getRootDirectory()}`,
    `--pwd=${request.getPwd()}`,
    `--parallel=${request.getParallel()}`,
    ...(request.getDryrun() ? ['--dry-run'] : []),
    info.getEntryPoint(),
    ...request.getArgsList(),
  ]
}

const implementation: Pick<
  ILanguageRuntimeServer,
  'handshake' | 'getPluginInfo' | 'getRequiredPackages' | 'getProgramDependencies' | 'run' | 'cancel'
> = {
  handshake: (call, answer) => {
    engine = call.request.getEngineAddress() || engine
    answer(null, new LanguageHandshakeResponse())
  },
  getPluginInfo: (_call, answer) => answer(null, new PluginInfo().setVersion('3.250.0')),
  getRequiredPackages: (_call, answer) => answer(null, new GetRequiredPackagesResponse()),
  getProgramDependencies: (_call, answer) => answer(null, new GetProgramDependenciesResponse()),
  run: (call, answer) => {
    const { request } = call
    const program = spawn(process.execPath, argumentsOf(request), {
      cwd: request.getPwd(),
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        // The program brings its own loader by `nodeargs`.
        PULUMI_NODEJS_TYPESCRIPT: 'false',
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      },
    })
    call.on('cancelled', () => program.kill())
    program.on('error', error => answer(null, new RunResponse().setError(error.message)))
    program.on('exit', (code, signal) => {
      if (code === ALREADY_REPORTED) answer(null, new RunResponse().setBail(true))
      else answer(null, new RunResponse().setError(code === 0 ? '' : `program ended with ${signal ?? `exit code ${code}`}`))
    })
  },
  cancel: (_call, answer) => answer(null, new Empty()),
}

const server = new Server()
server.addService(LanguageRuntimeService, implementation)
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error
  process.stdout.write(`${port}\n`)
})
