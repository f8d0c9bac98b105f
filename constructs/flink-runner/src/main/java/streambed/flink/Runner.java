package streambed.flink;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * Runs the Flink SQL of the application's properties: `streambed.sql.1`, `streambed.sql.2`, … hold the text in pieces, `streambed.parameters` what
 * stands in it as ${name}. The same jar runs every pipeline.
 *
 * <p>Without arguments the properties are the service's. `Runner properties.json` reads them from a file in the service's form, runs the job in this
 * process and waits for its end: for tests and back-fills.
 */
public final class Runner {
  private static final Pattern SET = Pattern.compile("SET '((?:[^']|'')*)' = '((?:[^']|'')*)'");

  private Runner() {}

  public static void main(String[] arguments) throws Exception {
    boolean isLocal = arguments.length > 0;
    Map<String, Properties> groups =
        isLocal ? KinesisAnalyticsRuntime.getApplicationProperties(arguments[0]) : KinesisAnalyticsRuntime.getApplicationProperties();
    List<String> statements = JobText.statements(JobText.of(groups));
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment(), EnvironmentSettings.inStreamingMode());
    int jobs = 0;
    for (String statement : statements) {
      Matcher set = SET.matcher(statement);
      if (set.matches()) {
        tables.getConfig().set(unquoted(set.group(1)), unquoted(set.group(2)));
        continue;
      }
      TableResult result = tables.executeSql(statement);
      if (result.getJobClient().isEmpty()) continue;
      jobs++;
      if (isLocal) result.await();
    }
    if (jobs != 1) throw new IllegalStateException("the text must start one job, it started " + jobs + "; an application runs one");
  }

  private static String unquoted(String text) {
    return text.replace("''", "'");
  }
}
