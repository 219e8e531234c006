package taskagent.http.answer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Computes the first bytes of a SHA-256 digest, in the letters of addresses (Base64). */
public final class ShortDigest {

  private ShortDigest() {}

  /** Returns the digest of this content, cut to so many bytes. */
  public static String of(byte[] content, int bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
