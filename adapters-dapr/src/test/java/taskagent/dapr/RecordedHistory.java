package taskagent.dapr;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The recorded history of a workflow: a file with an event in Base64 on each line. */
final class RecordedHistory {

  private RecordedHistory() {}

  /** Reads the events. */
  static List<HistoryEvent> read(Path folder, String name) {
    try {
      var events = new ArrayList<HistoryEvent>();
      for (var line : Files.readAllLines(folder.resolve(name + ".base64"))) {
        events.add(HistoryEvent.parseFrom(Base64.getDecoder().decode(line)));
      }
      return List.copyOf(events);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
