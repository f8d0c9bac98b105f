import type { Definition } from '../../pipeline'
import type { ArtifactFile, Parameter } from '../engine'
import { parameter } from '../parameters'
import { commentText } from './names'
import { isWindowed, type NamedOutput } from './topology'

/** The version that the text is written for and that conformance runs. */
export const KAFKA_VERSION = '4.3.1'
/** What Kafka Streams of this version brings along, but not for the compiler. */
const JACKSON_VERSION = '2.21.2'
const TOPIC_NAME = /^[a-zA-Z0-9._-]{1,249}$/

const topicParameter = (name: string, description: string, topic: string): Parameter => ({
  name,
  description,
  ...(TOPIC_NAME.test(topic) ? { default: topic } : {}),
})

/** The parameter for an output's topic. Parameters are written in lower case. */
export function topicOf({ id, index }: NamedOutput): string {
  return /^[a-z][a-z0-9_]*$/.test(id) ? `${id}_topic` : `output_${index + 1}_topic`
}

export function lateTopicOf({ id, index }: NamedOutput): string {
  return /^[a-z][a-z0-9_]*$/.test(id) ? `${id}_late_topic` : `output_${index + 1}_late_topic`
}

export function parametersOf({ name, source }: Definition, outputs: readonly NamedOutput[]): readonly Parameter[] {
  return [
    { name: 'bootstrap_servers', description: 'brokers of Kafka, as broker1:9092,broker2:9092' },
    topicParameter(
      'application_id',
      'the name of the consumer group, and the prefix of internal topics; keep it for the life of the job',
      name,
    ),
    topicParameter('source_topic', `the topic that ${source.name} is read from`, source.name),
    ...outputs.flatMap(named => [
      topicParameter(topicOf(named), `the topic for rows of ${named.output.name}`, named.output.into.name),
      ...(isWindowed(named.output)
        ? [topicParameter(lateTopicOf(named), `the topic for late events of ${named.output.name}`, `${named.output.into.name}.late`)]
        : []),
    ]),
    topicParameter('dead_letter_topic', 'the topic for records that can not be read and events that fail', `${name}.dead-letters`),
  ]
}

/** The settings that the job is started with. */
export function settingsText({ name }: Definition, outputs: readonly NamedOutput[]): string {
  return `# Settings of ${commentText(name)}. Any setting of Kafka Streams, its consumers and producers can be added.
application.id=${parameter('application_id')}
bootstrap.servers=${parameter('bootstrap_servers')}
processing.guarantee=exactly_once_v2
# Internal topics hold event times; a replay of old events must not lose them to the broker's clock.
windowstore.changelog.additional.retention.ms=604800000
topic.source=${parameter('source_topic')}
${outputs
  .flatMap(named => [
    `topic.output.${named.id}=${parameter(topicOf(named))}`,
    ...(isWindowed(named.output) ? [`topic.late.${named.id}=${parameter(lateTopicOf(named))}`] : []),
  ])
  .join('\n')}
topic.dead-letters=${parameter('dead_letter_topic')}
`
}

/** A Maven project that makes one jar with all that it needs. */
export function pomText(): ArtifactFile {
  return {
    path: 'pom.xml',
    text: `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>streambed.generated</groupId>
  <artifactId>pipeline</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka-streams</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>com.fasterxml.jackson.core</groupId>
      <artifactId>jackson-core</artifactId>
      <version>${JACKSON_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-compiler-plugin</artifactId>
        <version>3.11.0</version>
      </plugin>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-shade-plugin</artifactId>
        <version>3.5.1</version>
        <executions>
          <execution>
            <phase>package</phase>
            <goals><goal>shade</goal></goals>
            <configuration>
              <transformers>
                <transformer implementation="org.apache.maven.plugins.shade.resource.ManifestResourceTransformer">
                  <mainClass>Pipeline</mainClass>
                </transformer>
              </transformers>
            </configuration>
          </execution>
        </executions>
      </plugin>
    </plugins>
  </build>
</project>
`,
  }
}
