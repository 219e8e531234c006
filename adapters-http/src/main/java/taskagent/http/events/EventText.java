package taskagent.http.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import taskagent.domain.view.Feed.Position;
import taskagent.http.answer.JsonBytes;

/** Writes events in the format of server-sent events. The data is one line of JSON. */
final class EventText {

  private static final byte[] END = "\n\n".getBytes(UTF_8);

  private EventText() {}

  /** Returns an event by whose id a client can continue. */
  static byte[] of(EventType type, Position id, JsonBytes.Body data) {
    return of("id: " + id.text() + "\nevent: " + type.wireName() + "\ndata: ", data);
  }

  /** Returns an event that is no place to continue at. */
  static byte[] of(EventType type, JsonBytes.Body data) {
    return of("event: " + type.wireName() + "\ndata: ", data);
  }

  private static byte[] of(String head, JsonBytes.Body data) {
    var bytes = new ByteArrayOutputStream(512);
    bytes.writeBytes(head.getBytes(UTF_8));
    bytes.writeBytes(JsonBytes.object(data));
    bytes.writeBytes(END);
    return bytes.toByteArray();
  }
}
