package taskagent.embedded;

import java.nio.file.Path;

/**
 * The settings of the embedded engine.
 *
 * @param folder the folder of the database, which is created if necessary
 * @param exchangesKept the number of exchanges of each conversation that are kept
 */
public record EmbeddedSettings(Path folder, int exchangesKept) {}
