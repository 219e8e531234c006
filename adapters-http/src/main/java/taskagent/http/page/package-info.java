/** The page in the browser: its document and the files that it loads (specification §14). */
@NullMarked
package taskagent.http.page;

import org.jspecify.annotations.NullMarked;
