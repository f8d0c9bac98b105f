import { type JavaMembers, java } from './member'

/** Reading lines of CSV as strictly as the law: cells become what JSON members would be. */
export const CSV_TEXT: JavaMembers = {
  cells: java`
    /** The cells of a line (RFC 4180). An empty one without quotes is null. */
    static List<String> cells(String line, int count) {
      List<String> cells = new ArrayList<>();
      int at = 0;
      while (true) {
        int end;
        if (line.startsWith("\"", at)) {
          StringBuilder cell = new StringBuilder();
          for (end = at + 1; ; end++) {
            int quote = line.indexOf('"', end);
            if (quote < 0) throw new Fault("malformed", "the record ends inside quotes");
            cell.append(line, end, quote);
            end = quote + 1;
            if (!line.startsWith("\"", end)) break;
            cell.append('"');
          }
          cells.add(cell.toString());
        } else {
          end = line.indexOf(',', at);
          if (end < 0) end = line.length();
          String cell = line.substring(at, end);
          if (cell.chars().anyMatch(unit -> unit == '"' || unit == '\n' || unit == '\r'))
            throw new Fault("malformed", "a cell with a quote or line break must be in quotes");
          cells.add(cell.isEmpty() ? null : cell);
        }
        if (end == line.length()) break;
        if (line.charAt(end) != ',') throw new Fault("malformed", "a comma is expected behind the closing quote");
        at = end + 1;
      }
      if (cells.size() != count) throw new Fault("malformed", "got " + cells.size() + " cells for " + count + " fields; give one for each, in their order");
      return cells;
    }`,
  numberCell: java`
    /** A number, written as in JSON. */
    static NumberText numberCell(String cell) {
      if (cell == null) return null;
      if (cell.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) return new NumberText(cell);
      throw wrongType("a number as in JSON");
    }`,
  booleanCell: java`
    static Boolean booleanCell(String cell) {
      if (cell == null) return null;
      if (cell.equals("true") || cell.equals("false")) return cell.equals("true");
      throw wrongType("true or false");
    }`,
}
