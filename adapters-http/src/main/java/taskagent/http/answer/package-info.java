/** Answers: their form, problem details (RFC 9457), and the JSON in them. */
@NullMarked
package taskagent.http.answer;

import org.jspecify.annotations.NullMarked;
