export interface MavenArtifact {
  readonly group: string
  readonly artifact: string
  readonly version: string
  readonly classifier?: string
  /** `group:artifact` of dependencies that are left out; `*` is allowed. */
  readonly exclusions?: readonly string[]
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`

function exclusionOf(coordinates: string): string {
  const [group = '*', artifact = '*'] = coordinates.split(':')
  return `<exclusion>${element('groupId', group)}${element('artifactId', artifact)}</exclusion>`
}

function dependencyOf({ group, artifact, version, classifier, exclusions = [] }: MavenArtifact): string {
  return [
    '    <dependency>',
    `      ${element('groupId', group)}${element('artifactId', artifact)}${element('version', version)}`,
    ...(classifier === undefined ? [] : [`      ${element('classifier', classifier)}`]),
    ...(exclusions.length === 0 ? [] : [`      <exclusions>${exclusions.map(exclusionOf).join('')}</exclusions>`]),
    '    </dependency>',
  ].join('\n')
}

/** A Maven project that depends on the artifacts and does nothing else. */
export function pomOf(artifacts: readonly MavenArtifact[]): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>streambed.conformance</groupId>
  <artifactId>jars</artifactId>
  <version>1</version>
  <dependencies>
${artifacts.map(dependencyOf).join('\n')}
  </dependencies>
</project>
`
}
