import { compile, fillParameters, findEngine } from '../../../engines'
import type { Source } from '../../../pipeline'
import type { ConformanceCase, EngineRow } from '../../case'
import { type ExactJson, parseExactJson } from '../../expected/exact-json'
import { avroMembers, isAvro } from '../../formats/avro'
import { runModel } from '../../models/ksqldb'
import { bytesOf, type CaseRecord, textsOf } from '../../records'
import { inProcess } from '../in-process'

/** Cases have no arrival times: no event is ahead of this one. */
const ARRIVAL_MS = 253_402_300_799_999

/** Parses each case's script and runs it on the model, in this process. */
export const runOnModel = inProcess(outputsOf)

function membersOf(source: Source): (record: CaseRecord) => ExactJson | undefined {
  return isAvro(source) ? record => avroMembers(bytesOf(record), source) : record => parseExactJson(textsOf([record])[0])
}

function outputsOf(testCase: ConformanceCase): Readonly<Record<string, readonly EngineRow[]>> {
  const { files, parameters } = compile(findEngine('ksqldb'), testCase.definition, { variant: 'self-managed' })
  const { outputs } = testCase.definition
  const given = ['source_topic', 'topic_prefix']
  const topics = parameters.filter(({ name }) => !given.includes(name)).map(({ name }) => name)
  const values = Object.fromEntries([
    ['source_topic', 'source'],
    ['topic_prefix', 'between-'],
    ...topics.map((name, index) => [name, `output-${index}`]),
  ])
  const result = runModel(
    fillParameters(files[0].text, values),
    testCase.partitions[0].map(membersOf(testCase.definition.source)),
    ARRIVAL_MS,
  )
  return Object.fromEntries(
    outputs.map(({ name }, index) => [name, (result.topics.get(`output-${index}`) ?? []).map(row => Object.fromEntries(row))]),
  )
}
