const RESERVED = new Set(
  `abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally float for goto if implements
  import instanceof int interface long native new package private protected public return short static strictfp super switch synchronized this throw throws
  transient try void volatile while true false null var record yield sealed permits _ event key state windowStart windowEnd toString hashCode getClass notify notifyAll wait clone finalize equals
  time watermark place`.split(/\s+/),
)

/** Whether a name can stand in Java as it is. */
function isJavaName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$/.test(name) && !RESERVED.has(name) && name.length <= 60
}

/**
 * The dialect's one quoting function for identifiers: Java has no quotes, so every other name is spelled in letters that it has, and ends in
 * its hash, since two names must never become one. Names that Java allows stay as they are, and never end in `__…`.
 */
export function javaName(name: string): string {
  if (isJavaName(name)) return name
  const letters = name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '')
  return `${/^[A-Za-z]/.test(letters) ? letters.slice(0, 40).replace(/_+$/, '') : 'n'}__${hashOf(name)}`
}

/** `posts_per_minute` as `PostsPerMinute`; names in another form end in their hash, so that two never become one. */
export function className(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).map(word => word.charAt(0).toUpperCase() + word.slice(1))
  const isPlain = /^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$/.test(name) && name.length <= 60
  return isPlain ? words.join('') : `Output${words.join('').slice(0, 40)}__${hashOf(name)}`
}

/** A literal of text. Only printable ASCII stands in the source, so that its encoding doesn't matter. */
export function javaText(text: string): string {
  let literal = ''
  for (let index = 0; index < text.length; index++) literal += escaped(text.charCodeAt(index), text[index])
  // The text has no parameters, also where it is filled in like other files.
  return `"${literal.replaceAll(`$\{`, '\\u0024{')}"`
}

function escaped(unit: number, character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`
  if (unit === 10) return '\\n'
  // Java reads \uXXXX before it reads literals: a newline must not be written so, but as an octal escape.
  if (unit < 32) return `\\${unit.toString(8).padStart(3, '0')}`
  return unit < 127 ? character : `\\u${unit.toString(16).padStart(4, '0')}`
}

/** Text for a comment: it neither ends one nor holds an escape. */
export function commentText(text: string): string {
  return text.replace(/[^ -~]|\\|\*\//g, ' ')
}

/** 64 bits of FNV-1a. */
function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (let index = 0; index < text.length; index++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0')
}
