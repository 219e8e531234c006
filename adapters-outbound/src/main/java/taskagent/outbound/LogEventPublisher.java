package taskagent.outbound;

import taskagent.domain.port.EventPublisher;

/** Publishes to the log, for whoever has no subscriber: a line an event, at level debug. */
public final class LogEventPublisher implements EventPublisher {

  private static final System.Logger LOG = System.getLogger(LogEventPublisher.class.getName());

  @Override
  public void publish(Event event) {
    LOG.log(
        System.Logger.Level.DEBUG,
        () -> event.topic() + ": " + event.type() + " " + event.id() + " " + event.data());
  }
}
