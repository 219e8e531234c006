/**
 * Measures a running server over HTTP on loopback. README.md says what is measured, and how. Start
 * with {@link taskagent.bench.measure.Measurement}, which lists what can be measured, and {@link
 * taskagent.bench.load.ClosedLoop}, which does most of the measuring. This module knows the server
 * only by its HTTP API, its command line, and its process.
 */
@NullMarked
package taskagent.bench;

import org.jspecify.annotations.NullMarked;
