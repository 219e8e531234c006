/**
 * Measures a running server over HTTP on loopback (README.md says what and how). Start with {@link
 * taskagent.bench.Part}, which lists what can be measured, and {@link taskagent.bench.Load}, which
 * does most of the measuring. Knows the server only by its HTTP API, its command line, and its
 * process.
 */
@NullMarked
package taskagent.bench;

import org.jspecify.annotations.NullMarked;
