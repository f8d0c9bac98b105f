import type { Source } from '../../pipeline'
import { cellForm, JSON_NUMBER } from '../sql/csv'
import { pythonText } from './python'

const FORMS = { number: JSON_NUMBER, boolean: 'true|false' } as const

/** The part of the program that makes JSON of lines of CSV, so that what follows reads members, whatever the format. */
export function csvText({ fields }: Source): string {
  const cells = fields.map(({ wireName, type }) => {
    const form = cellForm(type)
    return `    (${pythonText(`${JSON.stringify(wireName)}:`)}, ${form === 'text' ? 'None' : pythonText(FORMS[form])}),`
  })
  return `# A cell of CSV as it stands (RFC 4180), and the cells of a line: their names in JSON, and when they are numbers or booleans there.
CELL = r'("[^"]*+(?:""[^"]*+)*+"|[^",\\r\\n]*+)'
CELLS = [
${cells.join('\n')}
]


def csv_object(line: str):
    """The line as an object of JSON; null where it has other cells than the fields. An empty cell without quotes is null."""
    pattern = r"^\\x{FEFF}?" + ",".join([CELL] * len(CELLS)) + r"\\z"
    members = []
    for place, (name, form) in enumerate(CELLS, start=1):
        cell = F.regexp_extract(line, pattern, place)
        unquoted = F.regexp_replace(F.regexp_replace(cell, r'^"|"\\z', ""), '""', '"')
        text = F.when(cell.startswith('"'), unquoted).when(cell != "", cell)
        member = F.regexp_replace(F.to_json(F.array(text)), r"^\\[|\\]\\z", "")
        if form:
            member = F.when(text.rlike(rf"^(?:{form})\\z"), text).otherwise(member)
        members.append(F.concat(F.lit(name), member))
    return F.when(F.col(line).rlike(pattern), F.concat(F.lit("{"), F.concat_ws(",", *members), F.lit("}")))`
}
