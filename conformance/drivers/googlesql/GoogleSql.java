import com.google.gson.*;
import com.google.zetasql.*;
import com.google.zetasql.ZetaSQLOptions.NameResolutionMode;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.resolvedast.ResolvedNodes.*;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

/**
 * Runs a script's views on Google's reference implementation of GoogleSQL, which has neither tables nor views of its own. Reads one request a line:
 * {"id", "statements": [sql], "contents": {table: [[text or null]]}, "outputs": {name: view}}
 * and answers one line: {"id", "outputs": {name: [{column: value}]}} or {"id", "error"}.
 * CREATE TABLE makes a table with the given contents; the query of CREATE VIEW is run and its rows stand for the view; other statements are
 * parsed and resolved, not run.
 */
public class GoogleSql {
  static final LanguageOptions LANGUAGE = new LanguageOptions();
  static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  public static void main(String[] arguments) throws Exception {
    LANGUAGE.enableMaximumLanguageFeatures();
    LANGUAGE.setProductMode(ProductMode.PRODUCT_EXTERNAL);
    LANGUAGE.setNameResolutionMode(NameResolutionMode.NAME_RESOLUTION_DEFAULT);
    LANGUAGE.setSupportsAllStatementKinds();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    for (String line; (line = in.readLine()) != null; ) {
      JsonObject request = JsonParser.parseString(line).getAsJsonObject();
      JsonObject answer = new JsonObject();
      answer.add("id", request.get("id"));
      try {
        answer.add("outputs", answerOf(request));
      } catch (Throwable problem) {
        answer.addProperty("error", String.valueOf(problem.getMessage()));
      }
      out.println(GSON.toJson(answer));
    }
    System.exit(0);
  }

  static JsonObject answerOf(JsonObject request) throws Exception {
    AnalyzerOptions options = new AnalyzerOptions();
    options.setLanguageOptions(LANGUAGE);
    SimpleCatalog catalog = new SimpleCatalog("catalog");
    catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(LANGUAGE));
    Map<String, TableContent> contents = new HashMap<>();
    JsonObject given = request.getAsJsonObject("contents");
    for (JsonElement statement : request.getAsJsonArray("statements")) {
      try {
        run(statement.getAsString(), given, options, catalog, contents);
      } catch (Exception problem) {
        throw new Exception(problem.getMessage() + "\n" + statement.getAsString(), problem);
      }
    }
    JsonObject outputs = new JsonObject();
    for (Map.Entry<String, JsonElement> output : request.getAsJsonObject("outputs").entrySet())
      outputs.add(output.getKey(), rowsOf(catalog.findTable(List.of(output.getValue().getAsString())), contents.get(output.getValue().getAsString())));
    return outputs;
  }

  static void run(String sql, JsonObject given, AnalyzerOptions options, SimpleCatalog catalog, Map<String, TableContent> contents) {
    ResolvedStatement statement = Analyzer.analyzeStatement(sql, options, catalog);
    if (statement instanceof ResolvedCreateViewStmt) {
      ResolvedCreateViewStmt view = (ResolvedCreateViewStmt) statement;
      String name = view.getNamePath().get(0);
      try (PreparedQuery query =
          PreparedQuery.builder().setSql(view.getSql()).setAnalyzerOptions(options).setCatalog(catalog).setTablesContents(contents).prepare()) {
        contents.put(name, query.execute(Map.of()));
        catalog.addSimpleTable(name, tableOf(name, query.getColumns()));
      }
    } else if (statement instanceof ResolvedCreateTableStmt) {
      ResolvedCreateTableStmt created = (ResolvedCreateTableStmt) statement;
      String name = created.getNamePath().get(0);
      List<SimpleColumn> columns = new ArrayList<>();
      for (ResolvedColumnDefinition column : created.getColumnDefinitionList()) columns.add(new SimpleColumn(name, column.getName(), column.getType()));
      List<List<Value>> rows = new ArrayList<>();
      if (given.has(name))
        for (JsonElement row : given.getAsJsonArray(name)) {
          List<Value> values = new ArrayList<>();
          for (int index = 0; index < columns.size(); index++) values.add(valueOf(row.getAsJsonArray().get(index), columns.get(index).getType()));
          rows.add(values);
        }
      contents.put(name, TableContent.create(rows));
      catalog.addSimpleTable(name, tableOf(name, columns));
    }
  }

  static SimpleTable tableOf(String name, List<SimpleColumn> columns) {
    List<SimpleColumn> own = new ArrayList<>();
    for (SimpleColumn column : columns) own.add(new SimpleColumn(name, column.getName(), column.getType()));
    return new SimpleTable(name, own);
  }

  static Value valueOf(JsonElement value, Type type) {
    if (value.isJsonNull()) return Value.createNullValue(type);
    if (type.isString()) return Value.createStringValue(value.getAsString());
    if (type.isInt64()) return Value.createInt64Value(value.getAsLong());
    if (type.isTimestamp()) return Value.createTimestampValueFromUnixMicros(1000 * value.getAsLong());
    throw new IllegalArgumentException("got a column of type " + type + "; allowed are STRING, INT64, TIMESTAMP");
  }

  static JsonArray rowsOf(Table table, TableContent content) {
    JsonArray rows = new JsonArray();
    for (List<Value> row : content.getTableData()) {
      JsonObject object = new JsonObject();
      for (int index = 0; index < row.size(); index++) object.add(table.getColumn(index).getName(), jsonOf(row.get(index)));
      rows.add(object);
    }
    return rows;
  }

  /** As rows are written: int64 and decimals as exact texts, times as epoch ms. */
  static JsonElement jsonOf(Value value) {
    if (value.isNull()) return JsonNull.INSTANCE;
    Type type = value.getType();
    switch (type.getKind()) {
      case TYPE_STRING: return new JsonPrimitive(value.getStringValue());
      case TYPE_BOOL: return new JsonPrimitive(value.getBoolValue());
      case TYPE_INT64: return new JsonPrimitive(Long.toString(value.getInt64Value()));
      case TYPE_DOUBLE: return Double.isFinite(value.getDoubleValue()) ? new JsonPrimitive(value.getDoubleValue()) : new JsonPrimitive(Double.toString(value.getDoubleValue()));
      case TYPE_NUMERIC: return new JsonPrimitive(value.getNumericValue().toPlainString());
      case TYPE_BIGNUMERIC: return new JsonPrimitive(value.getBigNumericValue().toPlainString());
      case TYPE_BYTES: return new JsonPrimitive(Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
      case TYPE_DATE: return new JsonPrimitive(value.getLocalDateValue().toString());
      case TYPE_TIMESTAMP: return new JsonPrimitive(Math.floorDiv(value.getTimestampUnixMicros(), 1000L));
      case TYPE_ARRAY: {
        JsonArray list = new JsonArray();
        for (Value element : value.getElementList()) list.add(jsonOf(element));
        return list;
      }
      case TYPE_STRUCT: {
        JsonObject record = new JsonObject();
        StructType struct = type.asStruct();
        for (int index = 0; index < value.getFieldCount(); index++) record.add(struct.getField(index).getName(), jsonOf(value.getField(index)));
        return record;
      }
      default: return new JsonPrimitive(value.toString());
    }
  }
}
