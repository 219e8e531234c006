package taskagent.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.engine.Journal;
import taskagent.domain.engine.JournaledRuntime;
import taskagent.domain.memory.InMemoryJournal;
import taskagent.domain.run.Run;
import taskagent.domain.saga.SagaState;

/**
 * A recorded history: the input of a run, its journal, and its end. The JSON is:
 *
 * <pre>{@code
 * {"format": 1,
 *  "about": "what happens, in a sentence",
 *  "run": …,                                   as KindsJson writes it
 *  "journal": [{"key": "run …", "entry": …}],  each entry as JournalJson writes it
 *  "state": …,                                 as SagaStateJson writes it
 *  "message": "…"}                             for clients; missing if the run goes on
 * }</pre>
 */
record History(
    String about, Run run, List<Journal.Entry> journal, SagaState state, Optional<String> message) {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Replays the run from its journal, or from the first entries, and executes nothing else. */
  SagaState replay(int entries) {
    var runtime =
        new JournaledRuntime(
            new InMemoryJournal(journal.subList(0, entries)),
            run.acceptedAt(),
            run::acceptedAt,
            true,
            _ -> Optional.empty());
    var at = Samples.ALL_KINDS.loop(run).drive(run.id().value(), runtime);
    runtime.checkDriven();
    return at.state();
  }

  SagaState replay() {
    return replay(journal.size());
  }

  /** Returns the history with another run. */
  History of(Run another) {
    return new History(about, another, journal, state, message);
  }

  static History read(Path file) {
    try {
      var tree = MAPPER.readTree(Files.readString(file));
      if (tree.path("format").asInt() != 1) {
        throw new UnreadableDocument(file + " has another format");
      }
      var journal = new ArrayList<Journal.Entry>();
      for (var entry : tree.path("journal")) {
        journal.add(
            new Journal.Entry(
                entry.path("key").asText(), JournalJson.read(entry.path("entry").toString())));
      }
      return new History(
          tree.path("about").asText(),
          KindsJson.read(Samples.ALL_KINDS, tree.path("run").toString()),
          journal,
          SagaStateJson.read(tree.path("state").toString()),
          Optional.ofNullable(tree.get("message")).map(JsonNode::asText));
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }

  void write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text());
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be written", e);
    }
  }

  /** Returns the history as it is written. */
  String text() {
    try {
      var tree = MAPPER.createObjectNode();
      tree.put("format", 1);
      tree.put("about", about);
      tree.set("run", MAPPER.readTree(KindsJson.write(Samples.ALL_KINDS, run)));
      var entries = tree.putArray("journal");
      for (var entry : journal) {
        var node = entries.addObject();
        node.put("key", entry.key());
        node.set("entry", MAPPER.readTree(JournalJson.write(entry.inputs())));
      }
      tree.set("state", MAPPER.readTree(SagaStateJson.write(state)));
      message.ifPresent(text -> tree.put("message", text));
      return MAPPER.writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("the history is not JSON", e);
    }
  }
}
