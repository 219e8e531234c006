package taskagent.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.http.JsonBytes.Body;

/**
 * What a request is answered, before it is sent. A resource returns it, so that nothing is held
 * while a slow client takes it.
 */
@SuppressWarnings("ArrayRecordComponent") // sent once, compared never
record Answer(Status status, Optional<Header> contentType, byte[] body, List<Header> headers) {

  private static final Optional<Header> JSON = contentType("application/json");
  private static final byte[] NOTHING = {};

  /** An object with these fields. */
  static Answer json(Status status, Body fields) {
    return new Answer(status, JSON, JsonBytes.object(fields), List.of());
  }

  /** No body. */
  static Answer empty(Status status) {
    return new Answer(status, Optional.empty(), NOTHING, List.of());
  }

  /** A text that is there as bytes. */
  static Answer of(Status status, Optional<Header> contentType, byte[] body) {
    return new Answer(status, contentType, body, List.of());
  }

  /** The same with one more header. */
  Answer with(HeaderName name, String value) {
    return with(HeaderValues.create(name, value));
  }

  /** The same with one more header. */
  Answer with(Header header) {
    var all = new ArrayList<>(headers);
    all.add(header);
    return new Answer(status, contentType, body, all);
  }

  /** A content type, made once. */
  static Optional<Header> contentType(String value) {
    return Optional.of(HeaderValues.createCached(HeaderNames.CONTENT_TYPE, value));
  }
}
