package streambed.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The job's text, from the application's properties. */
final class JobText {
  private static final String SQL = "streambed.sql.";
  private static final String PARAMETERS = "streambed.parameters";
  private static final Pattern PARAMETER = Pattern.compile("\\$(\\$\\{)|\\$\\{([a-z][a-z0-9_]*)\\}");
  /** Texts, names and comments, in which no statement ends. */
  private static final Pattern PART = Pattern.compile("'(?:[^']|'')*+'|`(?:[^`]|``)*+`|--[^\\n]*\\n|;|[^'`;-]+|-");
  private static final Pattern OPEN_SET = Pattern.compile("^\\s*EXECUTE STATEMENT SET.*", Pattern.DOTALL);
  private static final Pattern CLOSED_SET = Pattern.compile(".*;\\s*END\\s*$", Pattern.DOTALL);

  private JobText() {}

  /** The pieces, joined by their keys, with all parameters filled in. */
  static String of(Map<String, Properties> groups) {
    TreeMap<String, String> pieces = new TreeMap<>();
    for (Map.Entry<String, Properties> group : groups.entrySet()) {
      if (!group.getKey().startsWith(SQL)) continue;
      for (String key : group.getValue().stringPropertyNames()) pieces.put(key, group.getValue().getProperty(key));
    }
    if (pieces.isEmpty()) throw new IllegalArgumentException("there is no property group " + SQL + "1; got " + groups.keySet());
    StringBuilder text = new StringBuilder();
    int expected = 1;
    for (Map.Entry<String, String> piece : pieces.entrySet()) {
      if (!piece.getKey().equals(String.format("%04d", expected++)))
        throw new IllegalArgumentException("a piece of the text is missing before " + piece.getKey() + "; got " + pieces.keySet());
      text.append(withoutQuotes(piece.getKey(), piece.getValue()));
    }
    return filled(text.toString(), groups.getOrDefault(PARAMETERS, new Properties()));
  }

  /** Statements as Flink's SQL client splits them: at `;` outside of texts, names and comments; a statement set goes to its END. */
  static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    Matcher parts = PART.matcher(script);
    while (parts.find()) {
      String part = parts.group();
      if (part.startsWith("--")) continue;
      boolean isInSet = part.equals(";") && OPEN_SET.matcher(statement).matches() && !CLOSED_SET.matcher(statement).matches();
      if (part.equals(";") && !isInSet) {
        add(statements, statement);
        statement.setLength(0);
      } else statement.append(part);
    }
    add(statements, statement);
    return statements;
  }

  private static void add(List<String> statements, StringBuilder statement) {
    String text = statement.toString().strip();
    if (!text.isEmpty()) statements.add(text);
  }

  /** Pieces stand in quotes, so that nobody trims them. */
  private static String withoutQuotes(String key, String piece) {
    if (piece.length() < 2 || !piece.startsWith("\"") || !piece.endsWith("\""))
      throw new IllegalArgumentException("piece " + key + " of the text is not in quotes; deploy it with streambed");
    return piece.substring(1, piece.length() - 1);
  }

  private static String filled(String text, Properties values) {
    TreeSet<String> missing = new TreeSet<>();
    for (MatchResult match : PARAMETER.matcher(text).results().toList())
      if (match.group(2) != null && values.getProperty(match.group(2)) == null) missing.add(match.group(2));
    if (!missing.isEmpty()) throw new IllegalArgumentException("the text needs " + missing + "; got " + values.stringPropertyNames());
    return PARAMETER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(match.group(2) == null ? match.group(1) : values.getProperty(match.group(2))));
  }
}
