/** Tests of what only a real Kubernetes shows. */
package taskagent.acceptance.kubernetes;
