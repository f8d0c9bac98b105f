import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import ts from 'typescript'

/** What a layer may import: other layers, npm packages and Node.js modules. A layer may always import itself. */
interface Layer {
  readonly layers: readonly string[]
  readonly packages: readonly string[]
  /** Folders or files of the layer that may use `node:` modules; true: all of it. */
  readonly node: readonly string[] | true
  /** Folders of which it may import any file: the independent oracle and interpreter, and examples. */
  readonly insides?: readonly string[]
}

const LAYERS: Readonly<Record<string, Layer>> = {
  windowing: { layers: [], packages: [], node: [] },
  pipeline: { layers: ['windowing'], packages: [], node: [] },
  // What compiled text may name, beside the surface.
  runtime: { layers: ['pipeline', 'windowing'], packages: [], node: ['runtime/directory'], insides: ['windowing/parts'] },
  tables: { layers: ['pipeline'], packages: ['hyparquet', 'hyparquet-writer'], node: ['tables/directory-object-store.ts'] },
  processors: {
    layers: ['runtime', 'tables', 'pipeline', 'windowing'],
    insides: ['runtime/parts'],
    packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/client-kinesis', '@aws-sdk/client-s3', '@aws-sdk/client-sqs', 'esbuild'],
    node: true,
  },
  local: { layers: ['runtime', 'tables', 'pipeline', 'windowing'], packages: ['hyparquet', 'tsx'], node: true },
  // Of constructs it needs the plans alone, without the tools that render them.
  cli: {
    layers: ['engines', 'local', 'runtime', 'tables', 'pipeline', 'windowing'],
    packages: ['tsx'],
    node: true,
    insides: ['constructs/plan'],
  },
  constructs: {
    layers: ['processors', 'engines', 'runtime', 'pipeline'],
    packages: ['@pulumi/aws', '@pulumi/pulumi', 'aws-cdk-lib', 'constructs'],
    node: ['constructs/pulumi', 'constructs/cdk'],
    // The bundlers of functions: each platform's own. And what a plan asks, without all engines and the runtime, which take longer to load than a plan to make.
    insides: ['processors/aws-lambda', 'engines/compile', 'engines/errors', 'engines/flink-sql', 'runtime/processor/needs-merge'],
  },
  // Programs of deployment tools: they load a pipeline as the command line does.
  stacks: {
    layers: [],
    packages: ['@pulumi/aws', '@pulumi/pulumi', 'aws-cdk-lib'],
    node: true,
    insides: ['constructs', 'cli/load-pipeline', 'examples'],
  },
  // Examples import the package's own index, as users do.
  examples: { layers: [''], packages: [], node: true },
  engines: { layers: ['pipeline', 'windowing'], packages: [], node: [] },
  conformance: {
    layers: ['engines', 'runtime', 'pipeline', 'windowing'],
    packages: ['@duckdb/node-api', 'avsc'],
    node: true,
    // A processor is driven with the memory behind its ports that its own tests have.
    insides: [
      'processors/aws-lambda',
      'test/processors/aws-lambda/support',
      'test/oracle',
      'test/windowing/oracle',
      'test/runtime/end-to-end',
      'examples',
    ],
  },
}

/** Layers whose results must depend on their inputs alone. */
const PURE = ['windowing', 'pipeline', 'runtime', 'tables', 'engines', 'constructs/plan']
const root = resolve(__dirname, '..')

interface Reference {
  readonly file: string
  readonly line: number
  readonly text: string
}

const portable = (path: string) => path.split(sep).join('/')

function sources(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.ts$/.test(name) && !name.includes('node_modules'))
    .map(name => portable(join(folder, name)))
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true)
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, child => walk(child, visit))
}

function imports(file: string): readonly Reference[] {
  const source = parse(file)
  const found: Reference[] = []
  const add = (node: ts.Node, text: string) =>
    found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, text })
  walk(source, node => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      add(node, node.moduleSpecifier.text)
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
      add(node, node.argument.literal.text)
    const called =
      ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require')
    if (called && node.arguments[0] && ts.isStringLiteral(node.arguments[0])) add(node, node.arguments[0].text)
  })
  return found
}

/** Why an import is not allowed; undefined where it is. */
function refusal(layerName: string, layer: Layer, reference: Reference): string | undefined {
  const { file, text } = reference
  if (text.startsWith('node:')) {
    const allowed = layer.node === true || layer.node.some(place => file === place || file.startsWith(`${place}/`))
    return allowed ? undefined : 'Node.js modules are not allowed here'
  }
  if (!text.startsWith('.')) {
    const name = text.startsWith('@') ? text.split('/').slice(0, 2).join('/') : text.split('/')[0]
    return layer.packages.includes(name ?? '') ? undefined : `package ${name} is not allowed here`
  }
  const target = portable(relative(root, resolve(root, dirname(file), text)))
  const [targetLayer = '', ...rest] = target.split('/')
  if (targetLayer === layerName || layer.insides?.some(folder => target === folder || target.startsWith(`${folder}/`))) return undefined
  if (!layer.layers.includes(targetLayer)) return `${layerName} may not import ${targetLayer}`
  // Another layer's folders are its own business: only its index is its surface.
  return rest.length === 0 || rest.join('/') === 'index' ? undefined : `import ${targetLayer}'s index, not ${target}`
}

function banned(file: string): readonly Reference[] {
  const source = parse(file)
  const found: Reference[] = []
  walk(source, node => {
    const text = node.getText()
    const clock = ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random|performance\.\w+|crypto\.\w+)$/.test(text)
    const emptyDate = ts.isNewExpression(node) && text.replace(/\s/g, '').match(/^newDate(\(\))?$/)
    const global =
      ts.isIdentifier(node) &&
      /^(process|console|Buffer|setTimeout|setInterval|setImmediate|fetch)$/.test(text) &&
      !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
      !ts.isPropertySignature(node.parent) &&
      !ts.isPropertyAssignment(node.parent) &&
      !ts.isMethodDeclaration(node.parent) &&
      !ts.isMethodSignature(node.parent)
    if (clock || emptyDate || global) found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, text })
  })
  return found
}

describe.each(Object.entries(LAYERS))('%s', (layerName, layer) => {
  test('imports only what its row of the table allows', () => {
    const refused = sources(layerName)
      .flatMap(imports)
      .flatMap(reference => {
        const reason = refusal(layerName, layer, reference)
        return reason === undefined ? [] : [`${reference.file}:${reference.line} imports ${reference.text}: ${reason}`]
      })
    expect(refused).toEqual([])
  })
})

test.each(PURE)('%s has no clock, no randomness and no process', layerName => {
  const node = LAYERS[layerName]?.node
  const found = sources(layerName)
    .filter(file => !(Array.isArray(node) && node.some(place => file === place || file.startsWith(`${place}/`))))
    .flatMap(banned)
  expect(found.map(({ file, line, text }) => `${file}:${line} uses ${text}`)).toEqual([])
})

test('every folder of code is in the table', () => {
  const outside = ['test', 'bench', 'docs', 'dist', 'node_modules', 'coverage']
  const folders = readdirSync(root, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.') && !outside.includes(entry.name))
    .map(entry => entry.name)
  expect(folders.filter(folder => !(folder in LAYERS))).toEqual([])
})

describe('the rules themselves', () => {
  const windowing: Layer = { layers: [], packages: [], node: [] }
  const from = (text: string): Reference => ({ file: 'windowing/pane.ts', line: 1, text })

  test('refuse an upward import, a package and a Node.js module', () => {
    expect(refusal('windowing', windowing, from('../pipeline'))).toMatch('may not import pipeline')
    expect(refusal('windowing', windowing, from('fast-check'))).toMatch('package fast-check')
    expect(refusal('windowing', windowing, from('node:fs'))).toMatch('Node.js modules')
    expect(refusal('windowing', windowing, from('./key'))).toBeUndefined()
  })

  test('refuse the inside of another layer', () => {
    const runtime: Layer = { layers: ['windowing'], packages: [], node: [] }
    expect(refusal('runtime', runtime, { file: 'runtime/records.ts', line: 1, text: '../windowing/key' })).toMatch(
      "import windowing's index",
    )
  })
})
