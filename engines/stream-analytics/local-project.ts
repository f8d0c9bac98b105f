import type { Definition, Output } from '../../pipeline'
import type { ArtifactFile } from '../engine'
import { parameter } from '../parameters'
import { inputNames } from './inputs'
import { consumerGroupOf, jobSettings, PARAMETERS } from './job'
import { partitionName } from './query'
import { referencesOf, referenceText } from './references'

const file = (path: string, content: unknown): ArtifactFile => ({ path, text: `${JSON.stringify(content, null, 2)}\n` })
const fill = (name: keyof typeof PARAMETERS) => parameter(PARAMETERS[name].name)
const json = { Type: 'Json', Encoding: 'UTF8' }

/** Local input that `localrun` and `test` read, one JSON object a line. */
export const LOCAL_EVENTS = 'LocalData/events.json'

/**
 * The project of the Visual Studio Code extension and of the npm package `azure-streamanalytics-cicd`, whose README describes build, localrun and test.
 * Files beside the query hold what the portal asks for; credentials stay null until deployment.
 */
export function localProjectFiles(definition: Definition, query: string): readonly ArtifactFile[] {
  const { name, outputs } = definition
  const inputs = inputNames(definition)
  const references = referencesOf(definition)
  const script = `${name}.asaql`
  const configurations = [
    { filePath: 'JobConfig.json', subType: 'JobConfig' },
    ...[...inputs, ...references.map(reference => reference.name)].flatMap(alias => [
      { filePath: `Inputs/${alias}.json`, subType: 'Input' },
      { filePath: `Inputs/Local_${alias}.json`, subType: 'InputMock' },
    ]),
    ...outputs.map(({ into }) => ({ filePath: `Outputs/${into.name}.json`, subType: 'Output' })),
  ]
  return [
    { path: script, text: query },
    file('asaproj.json', { name, startFile: script, configurations }),
    file('JobConfig.json', jobConfig(definition)),
    ...inputs.flatMap(alias => [
      file(`Inputs/${alias}.json`, streamInput(definition, alias)),
      file(`Inputs/Local_${alias}.json`, localInput(alias, 'Data Stream', `../${LOCAL_EVENTS}`)),
    ]),
    ...references.flatMap(reference => [
      file(`Inputs/${reference.name}.json`, {
        Name: reference.name,
        Type: 'Reference data',
        DataSourceType: 'Blob Storage',
        BlobReferenceProperties: {
          ...storage(),
          PathPattern: `reference/${reference.name}.json`,
          DateFormat: 'yyyy/MM/dd',
          TimeFormat: 'HH',
        },
        Serialization: json,
        ScriptType: 'Input',
      }),
      file(`Inputs/Local_${reference.name}.json`, localInput(reference.name, 'Reference data', `../reference/${reference.name}.json`)),
      { path: `reference/${reference.name}.json`, text: referenceText(reference) },
    ]),
    ...outputs.map(output => file(`Outputs/${output.into.name}.json`, outputConfig(output))),
    file('test/testConfig.json', {
      Script: `../${script}`,
      TestCases: [
        {
          Name: name,
          Inputs: inputs.map(alias => localInput(alias, 'Data Stream', `../${LOCAL_EVENTS}`)),
          ExpectedOutputs: outputs.map(({ into }) => ({
            OutputAlias: into.name,
            FilePath: `../expected/${into.name}.json`,
            IgnoreFields: [],
            Required: true,
          })),
        },
      ],
    }),
  ]
}

const streamInput = (definition: Definition, alias: string) => ({
  Name: alias,
  Type: 'Data Stream',
  DataSourceType: 'Event Hub',
  EventHubProperties: {
    ServiceBusNamespace: fill('namespace'),
    EventHubName: fill('input'),
    SharedAccessPolicyName: null,
    SharedAccessPolicyKey: null,
    ConsumerGroupName: parameter(consumerGroupOf(definition, alias).name),
    AuthenticationMode: 'Msi',
  },
  Serialization: json,
  PartitionKey: definition.source.partitionKey,
  ScriptType: 'Input',
})

function jobConfig(definition: Definition) {
  const settings = jobSettings(definition)
  return {
    ScriptType: 'JobConfig',
    DataLocale: settings.dataLocale,
    OutputErrorPolicy: settings.outputErrorPolicy,
    EventsLateArrivalMaxDelayInSeconds: settings.eventsLateArrivalMaxDelayInSeconds,
    EventsOutOfOrderMaxDelayInSeconds: settings.eventsOutOfOrderMaxDelayInSeconds,
    EventsOutOfOrderPolicy: settings.eventsOutOfOrderPolicy,
    StreamingUnits: 3,
    CompatibilityLevel: settings.compatibilityLevel,
    UseSystemAssignedIdentity: true,
    ContentStoragePolicy: 'SystemAccount',
  }
}

const localInput = (alias: string, type: string, path: string) => ({
  InputAlias: alias,
  Type: type,
  Format: 'Json',
  FilePath: path,
  ScriptType: 'InputMock',
})

const storage = () => ({
  StorageAccounts: [{ AccountName: fill('account'), AccountKey: null }],
  Container: fill('container'),
  AuthenticationMode: 'Msi',
})

function outputConfig({ into }: Output) {
  if (into.kind === 'stream')
    return {
      Name: into.name,
      DataSourceType: 'Event Hub',
      EventHubProperties: {
        ServiceBusNamespace: fill('namespace'),
        EventHubName: into.name,
        SharedAccessPolicyName: null,
        SharedAccessPolicyKey: null,
        PartitionKey: '',
        PropertyColumns: [],
        AuthenticationMode: 'Msi',
      },
      Serialization: { ...json, Format: 'LineSeparated' },
      ScriptType: 'Output',
    }
  return {
    Name: into.name,
    DataSourceType: 'Blob Storage and ADLS Gen2',
    BlobStorageProperties: { ...storage(), PathPattern: '', DateFormat: 'yyyy/MM/dd', TimeFormat: 'HH' },
    Serialization: { Type: 'Delta', DeltaTablePath: into.name, PartitionColumns: into.partitionBy.map(partitionName) },
    ScriptType: 'Output',
  }
}
