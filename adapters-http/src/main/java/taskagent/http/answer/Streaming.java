package taskagent.http.answer;

/** The body of an answer that is sent piece by piece, and does not end by itself. */
@FunctionalInterface
public interface Streaming {

  /** Sends to one client. */
  @FunctionalInterface
  interface Sink {

    /** Sends at once. Throws an exception if the client has disconnected, or is too slow. */
    void write(byte[] bytes);
  }

  /**
   * Sends until there is nothing more to say.
   *
   * @throws InterruptedException if the client has disconnected, or the server closes
   */
  void send(Sink client) throws InterruptedException;
}
