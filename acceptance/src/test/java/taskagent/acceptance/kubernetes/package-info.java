/** Task Agent on a real Kubernetes, as its manifests deploy it. */
package taskagent.acceptance.kubernetes;
