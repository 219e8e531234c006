package taskagent.outbound;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import java.util.Map;
import taskagent.domain.port.EventPublisher;

/**
 * Publishes to the log if there is no subscriber: one line for each conversation event, and at
 * level debug each event with its data. The text of the conversation is in the data only.
 */
public final class LogEventPublisher implements EventPublisher {

  private static final System.Logger LOG = System.getLogger(LogEventPublisher.class.getName());

  @Override
  public void publish(Event event) {
    if (event.topic().equals(CONVERSATION_EVENTS)) {
      LOG.log(
          INFO,
          "{0}",
          line("event " + event.type() + " " + event.id()),
          Map.of("user", line(event.subject())));
    }
    LOG.log(
        DEBUG, () -> event.topic() + ": " + event.type() + " " + event.id() + " " + event.data());
  }

  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
