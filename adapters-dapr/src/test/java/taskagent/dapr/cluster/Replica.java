package taskagent.dapr.cluster;

/**
 * The ports of an app and its sidecar.
 *
 * @param app where the app serves
 * @param callback where the sidecar calls it
 * @param http where the sidecar serves HTTP
 * @param grpc where the sidecar serves gRPC
 * @param internal where the sidecar serves other sidecars
 */
record Replica(int index, int app, int callback, int http, int grpc, int internal) {}
