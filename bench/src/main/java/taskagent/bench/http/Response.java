package taskagent.bench.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An HTTP response, with only the part of the header that the client needs. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Response(int status, boolean keepAlive, byte[] body) {

  /** The response is not the expected one. */
  public static final class Unexpected extends IOException {
    private static final long serialVersionUID = 1L;

    Unexpected(String message) {
      super(message);
    }
  }

  /**
   * Checks the status.
   *
   * @throws Unexpected if it is not the expected one
   */
  public Response expect(int wanted) throws Unexpected {
    if (status != wanted) {
      throw new Unexpected("status " + status + " where " + wanted + " was expected");
    }
    return this;
  }

  /**
   * Checks that the status is 2xx.
   *
   * @throws Unexpected if it is not
   */
  public Response expectSuccess() throws Unexpected {
    if (status / 100 != 2) {
      throw new Unexpected("status " + status + " where a success was expected");
    }
    return this;
  }

  /**
   * Checks that the body contains an ASCII text, without decoding the body.
   *
   * @throws Unexpected if it does not
   */
  public Response expect(String text) throws Unexpected {
    if (!has(text)) {
      throw new Unexpected("an answer without " + text);
    }
    return this;
  }

  /** Returns true if the body contains an ASCII text. */
  public boolean has(String text) {
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

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
