package taskagent.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import taskagent.domain.view.Lists.Query;
import taskagent.domain.view.QueryRefused;
import taskagent.domain.view.QueryRefused.Reason;

/**
 * Where a page ends: the time by which the list is sorted, and the id of the last item. It has a
 * hash of the query, because it means nothing in another one.
 */
record Cursor(long key, String id) {

  private static final byte FORMAT = 1;
  private static final int HASH_BYTES = 8;
  private static final int LEAST_BYTES = 1 + HASH_BYTES + Long.BYTES + 1;

  /** Returns the text for clients. */
  String text(String list, Query<?> query) {
    var idBytes = id.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(LEAST_BYTES - 1 + idBytes.length);
    bytes.put(FORMAT).put(hash(list, query)).putLong(key).put(idBytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads the text.
   *
   * @throws QueryRefused if it is ill-formed, or belongs to another query
   */
  static Cursor read(String text, String list, Query<?> query) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new QueryRefused(Reason.NO_CURSOR);
    }
    if (bytes.length < LEAST_BYTES || bytes[0] != FORMAT) {
      throw new QueryRefused(Reason.NO_CURSOR);
    }
    var buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    var hash = new byte[HASH_BYTES];
    buffer.get(hash);
    if (!Arrays.equals(hash, hash(list, query))) {
      throw new QueryRefused(Reason.FOREIGN_CURSOR);
    }
    long key = buffer.getLong();
    return new Cursor(key, StandardCharsets.UTF_8.decode(buffer).toString());
  }

  private static byte[] hash(String list, Query<?> query) {
    var text = list + "\n" + query.sort().name() + "\n" + query.line();
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(hash, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
