import { enumeration, native, optional, pipeline, source, string, table, timestamp } from '../../../../index'

const words = source('words', {
  schema: { at: timestamp('epoch-ms'), word: optional(string()), mood: enumeration('calm', 'loud') },
  eventTime: 'at',
  maxDelay: '1 minute',
})

/** The module of a pipeline whose native expressions are functions, which a bundle can have from here alone. */
export const backwards = pipeline('backwards', words).output(events =>
  events
    .derive(row => ({
      turned: native({
        name: 'turned',
        inputs: { word: row.word, mood: row.mood },
        type: optional(string()),
        text: {},
        evaluate: ({ word, mood }) => {
          if (mood === 'loud') throw new Error('not so loud')
          return [...String(word)].reverse().join('')
        },
      }),
    }))
    .select('word', 'turned')
    .into(table('turned_words')),
)
