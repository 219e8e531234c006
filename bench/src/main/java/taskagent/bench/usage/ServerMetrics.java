package taskagent.bench.usage;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import taskagent.bench.http.HttpConnection;

/** The metrics of the server, by name and labels. */
public record ServerMetrics(Map<String, Double> figures) {

  public static final String COMMITS = "taskagent_database_commits_total";
  public static final String WRITES = "taskagent_database_writes_total";
  public static final String COMPLETED = "taskagent_sagas_ended_total{outcome=\"completed\"}";
  public static final String OVERDUE = "taskagent_task_events_total{type=\"overdue\"}";

  public static ServerMetrics of(InetSocketAddress server) throws IOException {
    return parse(HttpConnection.getOnce(server, "/metrics").expect(200).text());
  }

  static ServerMetrics parse(String text) {
    var figures = new HashMap<String, Double>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .filter(line -> line.indexOf(' ') > 0)
        .forEach(
            line -> {
              int end = line.lastIndexOf(' '); // a label's value may contain spaces
              figures.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
            });
    return new ServerMetrics(Map.copyOf(figures));
  }

  /** Returns the value of a metric; 0 if the server has none of that name. */
  public double value(String name) {
    return figures.getOrDefault(name, 0.0);
  }

  public double since(ServerMetrics earlier, String name) {
    return value(name) - earlier.value(name);
  }
}
