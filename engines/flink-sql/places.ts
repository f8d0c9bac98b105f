import type { Output } from '../../pipeline'

/** Names of topics and folders: what may not stand there becomes `_`, and what then is there twice gets a number. */
export function placesOf(outputs: readonly Output[]): readonly string[] {
  const taken = new Set<string>()
  return outputs.map(({ into }) => {
    const place = into.name.replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(0, 200)
    let found = place
    for (let number = 2; taken.has(found.toLowerCase()); number++) found = `${place}-${number}`
    taken.add(found.toLowerCase())
    return found
  })
}
