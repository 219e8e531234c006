package taskagent.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An answer to an HTTP request; of its header only what the client needs. */
@SuppressWarnings("ArrayRecordComponent") // read once, compared never
record Response(int status, boolean keepAlive, byte[] body) {

  /** The answer was not the one that the measurement is about. */
  static final class Unexpected extends IOException {
    private static final long serialVersionUID = 1L;

    Unexpected(String message) {
      super(message);
    }
  }

  /**
   * Checks the status.
   *
   * @throws Unexpected if it is another
   */
  Response expect(int wanted) throws Unexpected {
    if (status != wanted) {
      throw new Unexpected("status " + status + " where " + wanted + " was expected");
    }
    return this;
  }

  /**
   * Checks that it is any 2xx.
   *
   * @throws Unexpected if it is not
   */
  Response expectSuccess() throws Unexpected {
    if (status / 100 != 2) {
      throw new Unexpected("status " + status + " where a success was expected");
    }
    return this;
  }

  /**
   * Checks that the body contains some ASCII text, without making a string of it.
   *
   * @throws Unexpected if it does not
   */
  Response expect(String text) throws Unexpected {
    if (!has(text)) {
      throw new Unexpected("an answer without " + text);
    }
    return this;
  }

  /** Whether the body contains some ASCII text. */
  boolean has(String text) {
    for (int start = 0; start + text.length() <= body.length; start++) {
      int i = 0;
      while (i < text.length() && body[start + i] == text.charAt(i)) {
        i++;
      }
      if (i == text.length()) {
        return true;
      }
    }
    return false;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
