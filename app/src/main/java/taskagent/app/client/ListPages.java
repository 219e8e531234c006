package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Items of a list of the server, from as many pages as were needed.
 *
 * @param last the page that was read last
 * @param next where the next page begins; empty if there is none
 */
record ListPages(List<JsonNode> items, JsonNode last, Optional<String> next) {

  /** The most items of one request. */
  private static final int PAGE = 500;

  /** The most items of one command. */
  static final int AT_MOST = 10_000;

  /**
   * Reads pages until there are enough items.
   *
   * @param what the items are, for messages
   * @param path with a question mark, and with all parameters but limit and after
   * @param after where to begin
   */
  static ListPages read(
      ServerApi api, String what, String path, int limit, Optional<String> after) {
    var items = new ArrayList<JsonNode>();
    var next = after;
    JsonNode page;
    do {
      var size = "limit=" + Math.min(PAGE, limit - items.size());
      var cursor = next.map(text -> "&after=" + ServerApi.encoded(text)).orElse("");
      var answer = api.get(path + size + cursor);
      if (answer.unknownPath()) {
        throw new ClientCommandFailed(
            ExitCode.FAILED, "this server cannot list " + what + "; it is older than this command");
      }
      page = answer.body();
      page.path("items").forEach(items::add);
      next = Optional.ofNullable(page.path("next").textValue());
    } while (items.size() < limit && next.isPresent());
    return new ListPages(items, page, next);
  }

  /** Says what the list does not show. */
  void report(Consumer<String> note) {
    if (last.path("stale").asBoolean()) {
      var lag = last.path("as_of").path("lag_ms").asLong();
      note.accept("the list is not up to date; it lags " + lag + " ms behind");
    }
    if (next.isPresent()) {
      var total = last.path("total");
      var least = total.path("relation").asText().equals("gte") ? "at least " : "";
      var of = total.has("value") ? " of " + least + total.path("value").asLong() : "";
      note.accept(
          items.size()
              + of
              + " are listed; the next page is --after "
              + PlainText.oneLine(next.get()));
    }
  }
}
