package taskagent.http.page;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import taskagent.http.answer.Answer;
import taskagent.http.answer.ShortDigest;
import taskagent.http.route.ApiRequest;

/**
 * One file of the page, as it is sent.
 *
 * <p>A browser must ask again before it uses its copy ({@code no-cache}, as for all answers). An
 * unchanged file is then answered with 304. So after an upgrade, no page mixes old and new files.
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record PageFile(byte[] content, Header type, String tag) {

  /**
   * Only this server's files are loaded, and no script can make HTML out of text, except lit-html.
   */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types lit-html";

  private static final Header POLICY =
      HeaderValues.createCached("Content-Security-Policy", CONTENT_SECURITY_POLICY);

  private static final Map<String, Header> TYPES =
      Map.of(
          "html", type("text/html; charset=utf-8"),
          "js", type("text/javascript; charset=utf-8"),
          "css", type("text/css; charset=utf-8"),
          "svg", type("image/svg+xml"));

  /** Bytes of a digest that are used: enough that two files never have the same tag. */
  private static final int DIGEST = 18;

  private static Header type(String value) {
    return HeaderValues.createCached(HeaderNames.CONTENT_TYPE, value);
  }

  /**
   * Creates a file.
   *
   * @param name its name, which ends in html, js, css or svg
   */
  static PageFile of(String name, byte[] content) {
    var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalArgumentException("the page has no files like " + name);
    }
    return new PageFile(content, type, '"' + ShortDigest.of(content, DIGEST) + '"');
  }

  /** Returns the answer to a request for this file. */
  Answer answer(ApiRequest call) {
    var answer =
        matches(call.header(HeaderNames.IF_NONE_MATCH))
            ? Answer.empty(Status.NOT_MODIFIED_304)
            : Answer.of(Status.OK_200, Optional.of(type), content);
    return answer.with(HeaderNames.ETAG, tag).with(POLICY);
  }

  /** Returns true if {@code If-None-Match} has this tag, weak or strong, or is {@code *}. */
  private boolean matches(List<String> header) {
    return Arrays.stream(String.join(",", header).split(",", -1))
        .map(String::strip)
        .anyMatch(given -> given.equals("*") || given.equals(tag) || given.equals("W/" + tag));
  }
}
