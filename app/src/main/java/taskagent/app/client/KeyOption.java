package taskagent.app.client;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for the key of a change. */
final class KeyOption {

  @Option(
      names = "--key",
      paramLabel = "<key>",
      description =
          "The Idempotency-Key of the change. The same command with the same key changes nothing"
              + " again. Default: a new one.")
  private @Nullable String given;

  /** Returns the key, the same at every call. */
  String key() {
    if (given == null) {
      given = newKey();
    }
    return given;
  }

  /** Returns a key that no other change has. */
  static String newKey() {
    return UUID.randomUUID().toString();
  }
}
