package taskagent.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** The server's own figures, from {@code /metrics}: those without labels, by name. */
record Metrics(Map<String, Double> figures) {

  static final String COMMITS = "taskagent_database_commits_total";
  static final String WRITES = "taskagent_database_writes_total";
  static final String COMPLETED = "taskagent_saga_completed_total";
  static final String OVERDUE = "taskagent_task_overdue_total";

  static Metrics of(InetSocketAddress server) throws IOException {
    return parse(HttpConnection.getOnce(server, "/metrics").expect(200).text());
  }

  static Metrics parse(String text) {
    var figures = new HashMap<String, Double>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.indexOf('{') < 0)
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length >= 2)
        .forEach(fields -> figures.put(fields[0], Double.valueOf(fields[1])));
    return new Metrics(Map.copyOf(figures));
  }

  /** A figure; 0 if the server has none of that name. */
  double value(String name) {
    return figures.getOrDefault(name, 0.0);
  }

  double since(Metrics earlier, String name) {
    return value(name) - earlier.value(name);
  }
}
