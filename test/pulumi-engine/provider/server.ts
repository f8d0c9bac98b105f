import { Server, ServerCredentials, type sendUnaryData, status } from '@grpc/grpc-js'
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb'
import { type IResourceProviderServer, ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb'
import {
  CheckFailure,
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  InvokeResponse,
  PropertyDiff,
  ProviderHandshakeResponse,
  ReadResponse,
  UpdateResponse,
} from '@pulumi/pulumi/proto/provider_pb'
import { Empty } from 'google-protobuf/google/protobuf/empty_pb'
import { Struct } from 'google-protobuf/google/protobuf/struct_pb'
import type { Values } from './cloud-package'
import type { RecordingCloud } from './recording-cloud'

const KINDS = {
  add: [PropertyDiff.Kind.ADD, PropertyDiff.Kind.ADD_REPLACE],
  delete: [PropertyDiff.Kind.DELETE, PropertyDiff.Kind.DELETE_REPLACE],
  update: [PropertyDiff.Kind.UPDATE, PropertyDiff.Kind.UPDATE_REPLACE],
} as const

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024
/** Newer than what any SDK asks for. */
const VERSION = '999.0.0'

const values = (struct: Struct | undefined) => (struct?.toJavaScript() ?? {}) as Values
const struct = (object: Values) => Struct.fromJavaScript(JSON.parse(JSON.stringify(object)))

interface About {
  getUrn(): string
}

function subjectOf(request: About) {
  const [, , types = '', name = ''] = request.getUrn().split('::')
  return { token: types.split('$').at(-1) ?? '', name }
}

/** Answers with what `work` gives, or with its error as the provider's. */
function answering<T>(answer: sendUnaryData<T>, work: () => T): void {
  let result: T
  try {
    result = work()
  } catch (error) {
    answer({ code: status.UNKNOWN, message: error instanceof Error ? error.message : String(error) })
    return
  }
  answer(null, result)
}

type Served =
  | 'handshake'
  | 'attach'
  | 'getPluginInfo'
  | 'checkConfig'
  | 'diffConfig'
  | 'configure'
  | 'invoke'
  | 'check'
  | 'diff'
  | 'create'
  | 'update'
  | 'delete'
  | 'read'
  | 'cancel'

function implementation(cloud: RecordingCloud): Pick<IResourceProviderServer, Served> {
  return {
    handshake: (_call, answer) => answer(null, new ProviderHandshakeResponse()),
    attach: (_call, answer) => answer(null, new Empty()),
    cancel: (_call, answer) => answer(null, new Empty()),
    getPluginInfo: (_call, answer) => answer(null, new PluginInfo().setVersion(VERSION)),
    checkConfig: ({ request }, answer) => answer(null, new CheckResponse().setInputs(request.getNews())),
    diffConfig: (_call, answer) => answer(null, new DiffResponse().setChanges(DiffResponse.DiffChanges.DIFF_NONE)),
    configure: (_call, answer) => answer(null, new ConfigureResponse().setSupportspreview(true)),
    invoke: ({ request }, answer) =>
      answering(answer, () => new InvokeResponse().setReturn(struct(cloud.invoke(request.getTok(), values(request.getArgs()))))),
    check: ({ request }, answer) =>
      answering(answer, () => {
        const seed = Buffer.from(request.getRandomseed_asU8()).toString('hex')
        const { inputs, problems } = cloud.check(subjectOf(request), values(request.getNews()), values(request.getOlds()), seed)
        const failures = problems.map(({ path, reason }) => new CheckFailure().setProperty(path).setReason(reason))
        return new CheckResponse().setInputs(struct(inputs)).setFailuresList(failures)
      }),
    diff: ({ request }, answer) =>
      answering(answer, () => {
        const ignored = new Set(request.getIgnorechangesList())
        const difference = cloud.diff(subjectOf(request), values(request.getOldInputs()), values(request.getNews()))
        const changed = difference.changed.filter(({ input }) => !ignored.has(input))
        const response = new DiffResponse()
          .setChanges(changed.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE)
          .setDiffsList(changed.map(({ input }) => input))
          .setReplacesList(changed.filter(({ replaces }) => replaces).map(({ input }) => input))
          .setDeletebeforereplace(difference.deletesFirst)
          .setHasdetaileddiff(true)
        for (const { input, kind, replaces } of changed)
          response.getDetaileddiffMap().set(input, new PropertyDiff().setInputdiff(true).setKind(KINDS[kind][replaces ? 1 : 0]))
        return response
      }),
    create: ({ request }, answer) =>
      answering(answer, () => {
        const { id, outputs } = cloud.create(subjectOf(request), values(request.getProperties()), request.getPreview())
        return new CreateResponse().setId(id).setProperties(struct(outputs))
      }),
    update: ({ request }, answer) =>
      answering(answer, () => {
        const outputs = cloud.update(subjectOf(request), request.getId(), values(request.getNews()), request.getPreview())
        return new UpdateResponse().setProperties(struct(outputs))
      }),
    delete: ({ request }, answer) =>
      answering(answer, () => {
        cloud.delete(subjectOf(request), request.getId())
        return new Empty()
      }),
    read: ({ request }, answer) =>
      answering(answer, () => {
        const found = cloud.read(subjectOf(request), request.getId())
        const response = new ReadResponse()
        return found ? response.setId(request.getId()).setInputs(struct(found.inputs)).setProperties(struct(found.outputs)) : response
      }),
  }
}

export interface ProviderServer {
  readonly port: number
  readonly stop: () => void
}

/** Serves the engine's provider protocol for all packages of a cloud. The engine attaches to it by PULUMI_DEBUG_PROVIDERS. */
export async function serveProvider(cloud: RecordingCloud): Promise<ProviderServer> {
  const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES })
  server.addService(ResourceProviderService, implementation(cloud))
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
  )
  return { port, stop: () => server.forceShutdown() }
}
