/**
 * Faults against the packaged server: it is killed under load, finds its database damaged or its
 * disk full, and is called wrongly. Each test says what must hold afterwards (spec §8).
 */
package taskagent.acceptance.faults;
