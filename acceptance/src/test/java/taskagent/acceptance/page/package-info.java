/** The page in a real browser: what a person sees and does. Starts with {@code PageIT}. */
package taskagent.acceptance.page;
