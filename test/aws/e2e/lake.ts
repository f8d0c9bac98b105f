import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'

const SCRIPT = resolve(__dirname, '../../readers/read_delta.py')

/** Canonical rows, by reader. */
export interface ReadTable {
  readonly deltalake: readonly string[]
  readonly duckdb: readonly string[]
}

/** A bucket's objects. */
export class Bucket {
  constructor(
    private readonly s3: S3Client,
    private readonly name: string,
  ) {}

  async keys(prefix: string): Promise<readonly string[]> {
    const keys: string[] = []
    let token: string | undefined
    do {
      const page = await this.s3.send(
        new ListObjectsV2Command({ Bucket: this.name, Prefix: prefix, ...(token && { ContinuationToken: token }) }),
      )
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key)
      token = page.NextContinuationToken
    } while (token !== undefined)
    return keys
  }

  async get(key: string): Promise<Uint8Array> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.name, Key: key }))
    return Body === undefined ? new Uint8Array() : Body.transformToByteArray()
  }

  /** The lines of all objects of gzip JSON lines. */
  async lines(prefix: string): Promise<readonly unknown[]> {
    const lines: unknown[] = []
    for (const key of await this.keys(prefix))
      for (const line of gunzipSync(await this.get(key))
        .toString('utf8')
        .split('\n'))
        if (line !== '') lines.push(JSON.parse(line))
    return lines
  }

  /** Lets deltalake and DuckDB read a table; its objects are copied into a folder before. An output without rows has no table yet. */
  async readTable(python: string, output: string, folder: string): Promise<ReadTable> {
    const prefix = `tables/${output}/`
    rmSync(folder, { recursive: true, force: true })
    const keys = await this.keys(prefix)
    if (keys.length === 0) return { deltalake: [], duckdb: [] }
    for (const key of keys) {
      const file = join(folder, key.slice(prefix.length))
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, await this.get(key))
    }
    return JSON.parse(execFileSync(python, [SCRIPT, folder], { encoding: 'utf8', maxBuffer: 2 ** 30 }))
  }
}
