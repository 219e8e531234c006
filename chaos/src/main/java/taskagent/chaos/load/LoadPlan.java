package taskagent.chaos.load;

import java.time.Duration;

/**
 * How many requests clients send, and for how long.
 *
 * @param clients the number of clients; each sends one request after the other
 * @param lasting how long they send requests
 * @param think the average pause of a client between two requests
 * @param callsAtMost the number of calls after which a client stops in any case
 * @param enough how many calls must be acknowledged; if it is fewer, clients continue for up to a
 *     minute more
 */
public record LoadPlan(
    int clients, Duration lasting, Duration think, int callsAtMost, int enough) {}
