/**
 * An item of a DynamoDB stream as plain JSON: numbers with all their digits, sets as lists, binary values as base64.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export function imageJson(image: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(image).map(([name, value]) => `${JSON.stringify(name)}:${valueJson(value)}`)
  return `{${members.join(',')}}`
}

function valueJson(value: unknown): string {
  const [[type, content] = ['', undefined]] = isObject(value) ? Object.entries(value) : []
  switch (type) {
    case 'S':
    case 'B':
    case 'BOOL':
      return JSON.stringify(content)
    case 'N':
      return numberJson(content)
    case 'NULL':
      return 'null'
    case 'SS':
    case 'BS':
      return JSON.stringify(content)
    case 'NS':
      return `[${listOf(content).map(numberJson).join(',')}]`
    case 'L':
      return `[${listOf(content).map(valueJson).join(',')}]`
    case 'M':
      return imageJson(isObject(content) ? content : {})
    default:
      throw new Error(`an attribute of a DynamoDB stream has the type '${type}'; known are S, N, B, BOOL, NULL, M, L, SS, NS, BS`)
  }
}

/** Digits as they are: a JavaScript number has fewer. */
function numberJson(content: unknown): string {
  const text = String(content)
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? text : JSON.stringify(text)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
