import type { DeadLetter, DeadLetters } from '../../../runtime'

export interface DeadLettersUnderTest {
  readonly deadLetters: DeadLetters
  stored(partition: string): Promise<readonly DeadLetter[]>
}

/** The contract of `DeadLetters`. */
export function deadLettersContract(name: string, start: () => { open(): DeadLettersUnderTest; end?(): void }): void {
  describe(`${name} takes dead letters`, () => {
    let opener: ReturnType<typeof start>
    beforeEach(() => {
      opener = start()
    })
    afterEach(() => opener.end?.())
    const letter = (cause: number, changes: Partial<DeadLetter> = {}): DeadLetter => ({
      cause,
      output: null,
      error: { code: 'malformed', path: '/a', message: 'got "x"' },
      position: cause * 10,
      arrivalTime: 5,
      record: Uint8Array.of(0, 10, 255, cause),
      ...changes,
    })

    test('gives back what it took, byte for byte', async () => {
      const letters = [
        letter(1),
        letter(2, { position: 2n ** 127n, arrivalTime: Number.NaN, output: 'rows' }),
        letter(2, { record: new Uint8Array(0), output: 'other', error: { code: 'aggregate-error', path: '', message: 'ü\n' } }),
      ]
      await opener.open().deadLetters.write({ partition: 'p', letters, throughCause: 2 })
      expect(await opener.open().stored('p')).toEqual(letters)
      expect(await opener.open().stored('q')).toEqual([])
    })

    test('drops what it has, also with other batch borders and after a restart', async () => {
      const opened = opener.open()
      await opened.deadLetters.write({ partition: 'p', letters: [letter(1), letter(3)], throughCause: 4 })
      await opener.open().deadLetters.write({ partition: 'p', letters: [letter(3), letter(6), letter(6)], throughCause: 6 })
      await opened.deadLetters.write({ partition: 'p', letters: [letter(3)], throughCause: 3 })
      await opened.deadLetters.write({ partition: 'p', letters: [letter(6), letter(7)], throughCause: 7 })
      expect((await opened.stored('p')).map(({ cause }) => cause)).toEqual([1, 3, 6, 6, 7])
    })
  })
}
