package taskagent.http.answer;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.http.answer.JsonBytes.Body;

/**
 * The answer to a request, before it is sent. An operation returns it, so no limit or lock is held
 * while a slow client reads the answer.
 *
 * @param stream what follows the headers instead of the body; the connection ends with it
 */
@SuppressWarnings("ArrayRecordComponent") // sent once, never compared
public record Answer(
    Status status,
    Optional<Header> contentType,
    byte[] body,
    List<Header> headers,
    Optional<Streaming> stream) {

  private static final Optional<Header> JSON = contentType("application/json");
  private static final byte[] NOTHING = {};

  /** Returns an answer with a JSON object. */
  public static Answer json(Status status, Body fields) {
    return of(status, JSON, JsonBytes.object(fields));
  }

  /** Returns an answer without a body. */
  public static Answer empty(Status status) {
    return of(status, Optional.empty(), NOTHING);
  }

  /** Returns an answer with any body. */
  public static Answer of(Status status, Optional<Header> contentType, byte[] body) {
    return new Answer(status, contentType, body, List.of(), Optional.empty());
  }

  /** Returns an answer that is sent as it comes. */
  public static Answer stream(Header contentType, Streaming stream) {
    return new Answer(
            Status.OK_200, Optional.of(contentType), NOTHING, List.of(), Optional.of(stream))
        .with(HeaderValues.CONNECTION_CLOSE);
  }

  /** Returns this answer with one more header. */
  public Answer with(HeaderName name, String value) {
    return with(HeaderValues.create(name, value));
  }

  /** Returns this answer with one more header. */
  public Answer with(Header header) {
    var all = new ArrayList<>(headers);
    all.add(header);
    return new Answer(status, contentType, body, all, stream);
  }

  /** Returns this answer without what follows the headers. */
  public Answer withoutStream() {
    return new Answer(status, contentType, body, headers, Optional.empty());
  }

  /** Returns a header that is created once and used often. */
  public static Optional<Header> contentType(String value) {
    return Optional.of(HeaderValues.createCached(HeaderNames.CONTENT_TYPE, value));
  }
}
