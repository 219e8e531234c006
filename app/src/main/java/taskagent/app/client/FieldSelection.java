package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields that {@code --json} names.
 *
 * @param chosen their names; empty for all fields
 */
record FieldSelection(List<String> chosen) {

  /** Fails if a field was chosen that no item has. */
  void check(List<JsonNode> items) {
    Set<String> known = new TreeSet<>();
    items.forEach(item -> item.fieldNames().forEachRemaining(known::add));
    var unknown = chosen.stream().filter(name -> !known.contains(name)).findFirst();
    if (!items.isEmpty() && unknown.isPresent()) {
      throw new ClientCommandFailed(
          ExitCode.USAGE,
          "--json: there is no field '"
              + unknown.get()
              + "'. The fields are "
              + String.join(", ", known)
              + ".");
    }
  }

  /** Returns the item with the chosen fields only. */
  JsonNode of(JsonNode item) {
    if (chosen.isEmpty()) {
      return item;
    }
    var some = ServerAnswer.JSON.createObjectNode();
    chosen.forEach(
        name -> some.set(name, item.path(name).isMissingNode() ? null : item.path(name)));
    return some;
  }

  /** Returns the names of the columns in CSV. */
  List<String> names(Columns columns) {
    return chosen.isEmpty() ? columns.all().stream().map(Column::field).toList() : chosen;
  }
}
