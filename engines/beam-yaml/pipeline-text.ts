import { parameter } from '../parameters'
import type { Transform } from './chain'
import type { Variant } from './source'
import { AGGREGATE } from './windows'
import { mapLines, memberLines, scalar, type YamlMap } from './yaml'

const ANCHOR = 'aggregate'

/** The text of the pipeline. */
export function pipelineText(title: string, providers: YamlMap, transforms: readonly Transform[], variant: Variant): string {
  const provider = ['- type: python', '  config: {}', ...memberLines('transforms', providers).map(line => `  ${line}`)]
  const options = variant === 'files' ? ['options:', `  runner: ${parameter('runner')}`] : ['options:', '  streaming: true']
  const lines = [
    `# ${title}`,
    'providers:',
    ...provider.map(line => `  ${line}`),
    'pipeline:',
    '  transforms:',
    ...transforms.flatMap(transformLines).map(line => (line === '' ? '' : `    ${line}`)),
    ...options,
  ]
  return `${anchored(lines.join('\n'))}\n`
}

function transformLines({ type, name, input, config, comment }: Transform): readonly string[] {
  const members = [
    `type: ${type}`,
    `name: ${scalar(name)}`,
    ...(input === undefined ? [] : memberLines('input', input)),
    ...(Object.keys(config).length === 0 ? [] : ['config:', ...mapLines(config).map(line => `  ${line}`)]),
  ]
  return [...(comment === undefined ? [] : [`# ${comment}`]), ...members.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`))]
}

/** The long expression that loads combine functions stands once, where it is used first. */
function anchored(text: string): string {
  const [before, ...others] = text.split(AGGREGATE.text)
  if (others.length === 0) return before
  return `${before}&${ANCHOR} ${AGGREGATE.text}${others.join(`*${ANCHOR}`)}`
}
