const LONGEST = 200

/**
 * A file name for any text, safe on every system: lower-case letters, digits, '-' and '_' stay, everything else (upper case too, since some systems
 * don't tell it apart) is escaped by UTF-16 unit. The prefix keeps names such as `nul` or an empty text from being special.
 * @throws RangeError where the name would have more than 200 characters.
 */
export function fileNameOf(prefix: string, text: string): string {
  const escaped = text.replace(/[^a-z0-9_-]/g, unit => {
    const code = unit.charCodeAt(0)
    return code < 256 ? `%${code.toString(16).padStart(2, '0')}` : `%u${code.toString(16).padStart(4, '0')}`
  })
  const name = `${prefix}-${escaped}`
  if (name.length > LONGEST)
    throw new RangeError(`'${text}' makes a file name of ${name.length} characters, at most ${LONGEST} are allowed; use a shorter name`)
  return name
}
