/**
 * Faults of the packaged server: it is killed under load, its database is damaged, its disk is
 * full, or its command line is wrong. Each test states what must hold afterwards (specification
 * §8).
 */
package taskagent.acceptance.faults;
