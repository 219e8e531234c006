package taskagent.embedded;

import java.nio.file.Path;

/**
 * What the embedded engine needs to be told.
 *
 * @param folder where the database is or will be
 * @param exchangesKept how many exchanges of each conversation are kept
 */
public record EmbeddedSettings(Path folder, int exchangesKept) {}
