package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Prints what changes in a list, from the stream of changes, until the process is ended. */
final class ListWatch {

  /** So that a server that ends each stream at once is not asked without a pause. */
  private static final Duration BETWEEN_STREAMS = Duration.ofMillis(500);

  private final ServerApi api;
  private final String query;
  private final Consumer<JsonNode> items;
  private final Consumer<String> notes;

  /**
   * Creates a watch.
   *
   * @param kind tasks or workflows
   * @param items receives what is new or has changed
   * @param notes receives lines for the user
   */
  ListWatch(
      ServerApi api, String kind, String filter, Consumer<JsonNode> items, Consumer<String> notes) {
    this.api = api;
    this.query = "/events?of=" + kind + "&q=" + ServerApi.encoded(filter) + "&since=";
    this.items = items;
    this.notes = notes;
  }

  /**
   * Watches from a position of the list. Returns when the list must be read again, because changes
   * are missing.
   */
  void run(String position) {
    var at = position;
    while (true) {
      try (var events = api.events(query + ServerApi.encoded(at))) {
        for (var event = events.next(); event.isPresent(); event = events.next()) {
          var next = event.get();
          if (next.type().equals("reset")) {
            notes.accept("changes are missing; listing again");
            return;
          }
          at = next.id().isEmpty() ? at : next.id();
          print(next);
        }
      }
      Pause.of(BETWEEN_STREAMS);
    }
  }

  private void print(EventLines.Event event) {
    var data = event.data();
    switch (event.type()) {
      case "upsert" -> items.accept(data.path(data.has("task") ? "task" : "workflow"));
      case "leave" ->
          notes.accept(
              Optional.ofNullable(data.path("task_id").textValue())
                      .orElseGet(() -> data.path("workflow_id").asText())
                  + " is no longer in the list");
      default -> {} // counts and bookmarks
    }
  }
}
