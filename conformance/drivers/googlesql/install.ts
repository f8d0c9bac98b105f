import { cpSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Progress } from '../../driver'
import { installJars } from '../../install'
import checksums from './checksums.json'

export const VERSION = '2024.11.1'
export const PROGRAM = 'GoogleSql.java'
/** Both drivers share them. */
export const jarsFolder = (folder: string) => join(dirname(folder), 'googlesql', 'jars')

/** The reference implementation comes as a native library in a jar. Later versions don't load with any protobuf-java that was tried. */
export async function installGoogleSql(folder: string, progress: Progress): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const group = 'com.google.zetasql'
  await installJars({
    what: `GoogleSQL's reference implementation ${VERSION}`,
    folder: jarsFolder(folder),
    artifacts: [
      { group, artifact: 'zetasql-client', version: VERSION },
      { group, artifact: 'zetasql-jni-channel', version: VERSION, exclusions: [`${group}:zetasql-jni-channel-darwin`] },
      { group: 'com.google.protobuf', artifact: 'protobuf-java', version: '3.25.5' },
      { group: 'org.slf4j', artifact: 'slf4j-nop', version: '2.0.16' },
    ],

    checksums,
    progress,
  })
  cpSync(join(__dirname, PROGRAM), join(folder, PROGRAM))
}
