import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda'
import { runProcess } from '../../../conformance/process'
import { ACCOUNT, type Clients, type Emulator, REGION } from '../emulator'
import type { MappingSettings } from '../mapping'
import { STACK } from './settings'

const ROOT = resolve(__dirname, '../../..')
const TIMEOUT_MS = 10 * 60_000

/** The stack's outputs, by name. */
export type Outputs = Readonly<Record<string, string>>

/** Deploys the stack by the CDK's command line; gives its outputs. */
export async function deploy(emulator: Emulator, folder: string, progress: (line: string) => void): Promise<Outputs> {
  const file = join(folder, 'outputs.json')
  const cdk = (from: string, ...given: readonly string[]) =>
    runProcess({
      command: process.execPath,
      arguments: [join(ROOT, 'node_modules/aws-cdk/bin/cdk'), '--no-notices', ...given],
      folder: from,
      environment: emulator.environment,
      logFile: join(folder, 'cdk.log'),
      timeoutMs: TIMEOUT_MS,
    })
  progress('cdk bootstrap')
  // In a folder without `cdk.json`, where it looks for no app.
  await cdk(folder, 'bootstrap', `aws://${ACCOUNT}/${REGION}`)
  progress('cdk deploy')
  const app = `${process.execPath} --import tsx ${join(__dirname, 'app.ts')}`
  await cdk(ROOT, 'deploy', '--require-approval', 'never', '--app', app, '--output', join(folder, 'cdk.out'), '--outputs-file', file)
  const outputs: Readonly<Record<string, Outputs>> = JSON.parse(readFileSync(file, 'utf8'))
  return outputs[STACK]
}

/** What a deployed mapping, which is off, was configured to do. */
export async function mappingSettings({ lambda }: Clients, functionArn: string): Promise<MappingSettings> {
  const { EventSourceMappings: [found] = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: functionArn }))
  if (found === undefined) throw new Error(`${functionArn} has no event source mapping`)
  return {
    batchSize: found.BatchSize ?? 100,
    maximumBatchingWindowMs: (found.MaximumBatchingWindowInSeconds ?? 0) * 1000,
    bisectBatchOnFunctionError: found.BisectBatchOnFunctionError ?? false,
    maximumRetryAttempts: found.MaximumRetryAttempts ?? -1,
    maximumRecordAgeSeconds: found.MaximumRecordAgeInSeconds ?? -1,
    reportBatchItemFailures: found.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
  }
}

/** The function's log group. */
export async function logGroupOf({ lambda }: Clients, functionArn: string): Promise<string> {
  const { LoggingConfig } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionArn }))
  return LoggingConfig?.LogGroup ?? `/aws/lambda/${nameOf(functionArn)}`
}

export const nameOf = (functionArn: string) => functionArn.slice(functionArn.lastIndexOf(':') + 1)
