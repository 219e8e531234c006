package taskagent.bench;

/**
 * What bounded a measurement.
 *
 * @param client cores that the client used
 * @param server cores that the server used
 * @param writer cores that the server's thread used that writes to the database
 * @param other cores that others used; if they are many, the measurement is not worth much
 * @param idle cores that had nothing to do
 * @param commitsPerSecond the server's commits
 * @param writesPerCommit how many pieces of work shared a commit
 */
record Spent(
    double client,
    double server,
    double writer,
    double other,
    double idle,
    double commitsPerSecond,
    double writesPerCommit) {}
