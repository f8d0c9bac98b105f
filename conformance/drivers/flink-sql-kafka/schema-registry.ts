import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Source } from '../../../pipeline'
import { avroSchemaText, SCHEMA_ID } from '../../formats/avro'

/**
 * What a reader asks of Confluent's schema registry: schemas by their ids. Each case has a registry of its own below the same address, because the schemas of all cases have
 * the same id. `GET /<registry>/schemas/ids/<id>` (https://docs.confluent.io/platform/current/schema-registry/develop/api.html#get--schemas-ids-int-%20id)
 */
export class SchemaRegistry {
  private readonly schemas = new Map<string, string>()
  private readonly server: Server

  private constructor() {
    this.server = createServer(({ method, url = '' }, response) => {
      const schema = method === 'GET' ? this.schemas.get(url.replace(/[?].*$/, '')) : undefined
      response.writeHead(schema === undefined ? 404 : 200, { 'Content-Type': 'application/vnd.schemaregistry.v1+json' })
      response.end(JSON.stringify(schema === undefined ? { error_code: 40403, message: `Schema not found: ${method} ${url}` } : { schema }))
    })
  }

  static async start(): Promise<SchemaRegistry> {
    const registry = new SchemaRegistry()
    await new Promise<void>(resolve => registry.server.listen(0, '127.0.0.1', resolve))
    return registry
  }

  /** Gives the URL of a registry that has the schema of a source's records. */
  add(name: string, source: Source): string {
    this.schemas.set(`/${name}/schemas/ids/${SCHEMA_ID}`, avroSchemaText(source))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}`
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise(resolve => this.server.close(resolve))
  }
}
