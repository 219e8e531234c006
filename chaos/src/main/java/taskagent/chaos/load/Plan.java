package taskagent.chaos.load;

import java.time.Duration;

/**
 * How much is asked for, and for how long.
 *
 * @param clients how many there are, each of which does one thing after the other
 * @param lasting for how long
 * @param think how long each waits between two things, on average
 * @param callsAtMost after how many calls a client ends in any case
 * @param enough how many calls are to be acknowledged; for that they go on for up to a minute more
 */
public record Plan(int clients, Duration lasting, Duration think, int callsAtMost, int enough) {}
