import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.*;
import org.apache.flink.configuration.*;
import org.apache.flink.runtime.minicluster.*;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.*;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.api.*;

/**
 * Runs jobs on one local cluster in this process, as many at once as its argument says. Each line of the input is a job, {"case", "statements"}; each line of the output says how one ended,
 * {"case"} or {"case", "message"}. SET statements are taken as Flink's SQL client does: as settings of the session.
 */
public class RunJobs {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final java.util.regex.Pattern SET = java.util.regex.Pattern.compile("SET '([^']*)' = '([^']*)'");

  /** The most partitions that a case has are 3; a job's tasks of one partition share a slot. */
  private static final int SLOTS_OF_A_JOB = 4;

  public static void main(String[] arguments) throws Exception {
    int jobsAtOnce = Integer.parseInt(arguments[0]);
    PrintStream out = System.out;
    System.setOut(System.err);
    Configuration cluster = new Configuration();
    cluster.setString("rest.bind-port", "0");
    cluster.setString("rest.bind-address", "127.0.0.1");
    cluster.setString("rest.address", "127.0.0.1");
    cluster.setString("taskmanager.memory.network.min", "128mb");
    cluster.setString("taskmanager.memory.network.max", "128mb");
    // Shared out among the slots: an aggregate fails where it gets too little.
    cluster.setString("taskmanager.memory.managed.size", "256mb");
    cluster.setString("restart-strategy.type", "disable");
    MiniClusterConfiguration size =
        new MiniClusterConfiguration.Builder()
            .setConfiguration(cluster)
            .setNumTaskManagers(1)
            .setNumSlotsPerTaskManager(SLOTS_OF_A_JOB * jobsAtOnce)
            .build();
    try (MiniCluster mini = new MiniCluster(size)) {
      mini.start();
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      ExecutorService jobs = Executors.newFixedThreadPool(jobsAtOnce);
      java.net.URI address = mini.getRestAddress().get();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode job = JSON.readTree(line);
        jobs.execute(() -> answer(job, address, out));
      }
      jobs.shutdown();
      jobs.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
    System.exit(0);
  }

  private static void answer(JsonNode job, java.net.URI cluster, PrintStream out) {
    ObjectNode result = JSON.createObjectNode().put("case", job.get("case").asText());
    try {
      run(job, cluster);
    } catch (Throwable problem) {
      result.put("message", messageOf(problem));
      problem.printStackTrace();
    }
    synchronized (out) {
      out.println(result);
      out.flush();
    }
  }

  private static void run(JsonNode job, java.net.URI cluster) throws Exception {
    Configuration session = new Configuration();
    session.setString("execution.target", "remote");
    session.setString("rest.address", cluster.getHost());
    session.setString("rest.port", String.valueOf(cluster.getPort()));
    session.setString("parallelism.default", "1");
    session.setString("restart-strategy.type", "disable");
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance().withConfiguration(session).build());
    for (JsonNode node : job.get("statements")) {
      String statement = node.asText();
      var set = SET.matcher(statement);
      if (set.matches()) tables.getConfig().set(set.group(1), set.group(2));
      else {
        TableResult result = tables.executeSql(statement);
        if (result.getJobClient().isPresent()) result.await();
      }
    }
  }

  private static String messageOf(Throwable problem) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) text.append(text.length() == 0 ? "" : " <- ").append(cause);
    return text.length() > 4000 ? text.substring(0, 1000) + " … " + text.substring(text.length() - 3000) : text.toString();
  }
}
