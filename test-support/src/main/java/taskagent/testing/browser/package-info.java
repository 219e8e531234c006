/** The browser in which tests and measurements open the page. */
package taskagent.testing.browser;
