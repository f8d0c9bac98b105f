import { resolve } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { KinesisFlinkLake, type KinesisFlinkLakeProps, KinesisLambdaLake, type KinesisLambdaLakeProps } from '../../../constructs/cdk'

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>
}

export interface TemplateResource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly DependsOn?: readonly string[]
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
}

/** What functions are made of where tests don't run them. */
export const emptyCode = () => Code.fromInline('exports.handler = async () => ({ batchItemFailures: [] })')

export interface StackOptions {
  readonly env?: { readonly account: string; readonly region: string }
  readonly context?: Readonly<Record<string, unknown>>
}

/** A stack without account and region, or with. CDK's own checks of the template take seconds and are run by `npm run test:policies`. */
export function newStack({ env, context = {} }: StackOptions = {}): Stack {
  const app = new App({ builtinCloudFormationValidation: false, analyticsReporting: false, context })
  return new Stack(app, 'Posts', env && { env })
}

export function lakeOf(props: KinesisLambdaLakeProps, stack: Stack = newStack()): KinesisLambdaLake {
  return new KinesisLambdaLake(stack, 'Lake', { code: emptyCode, ...props })
}

/** A file stands in for the runner's jar. */
export function flinkLakeOf(props: Omit<KinesisFlinkLakeProps, 'runner'>, stack: Stack = newStack()): KinesisFlinkLake {
  return new KinesisFlinkLake(stack, 'Lake', { runner: resolve(__dirname, 'synthesize.ts'), ...props })
}

export function templateOf(construct: Construct): Template {
  const app = construct.node.root as App
  return app.synth().getStackByName('Posts').template
}
