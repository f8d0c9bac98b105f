import { request } from 'node:https'
import type { Emulator } from './emulator'
import { REGION } from './names'

/** Calls of services whose SDKs this project doesn't need otherwise. The emulator takes any signature of its root. */
export class RawApi {
  constructor(private readonly emulator: Pick<Emulator, 'endpoint' | 'certificate'>) {}

  /** Of the query protocol, which STS and IAM speak; gives the XML. */
  query(service: 'iam' | 'sts', parameters: Readonly<Record<string, string>>): Promise<string> {
    const version = service === 'iam' ? '2010-05-08' : '2011-06-15'
    return this.post(
      service,
      { 'content-type': 'application/x-www-form-urlencoded' },
      String(new URLSearchParams({ Version: version, ...parameters })),
    )
  }

  /** Of the JSON protocol; gives the JSON. */
  async json(service: string, target: string, input: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target }
    return JSON.parse(await this.post(service, headers, JSON.stringify(input)))
  }

  private post(service: string, headers: Readonly<Record<string, string>>, body: string): Promise<string> {
    const { endpoint, certificate } = this.emulator
    const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=none`
    return new Promise((resolve, reject) => {
      const sent = request(endpoint, { method: 'POST', ca: certificate, headers: { ...headers, authorization } }, response => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          if (response.statusCode === 200) resolve(text)
          else reject(new Error(`${service} answered ${response.statusCode}: ${text.slice(0, 500)}`))
        })
      })
      sent.once('error', reject)
      sent.end(body)
    })
  }
}

/** The text of an XML element; of its first occurrence. */
export function elementOf(xml: string, name: string): string {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  if (found === undefined) throw new Error(`there is no ${name} in ${xml.slice(0, 500)}`)
  return found
}
