/**
 * Invalid requests to the packaged server: bad fields and bodies in {@link
 * taskagent.acceptance.http.HttpBadInputIT}; bad paths, headers and HTTP in {@link
 * taskagent.acceptance.http.HttpBadRequestIT}.
 */
package taskagent.acceptance.http;
