package taskagent.dapr;

import java.time.Duration;
import java.util.Optional;

/**
 * What the engine is told.
 *
 * @param callbackHost where the sidecar calls in; never a public address
 * @param callbackPort the sidecar's app-port; 0 takes a free one
 * @param callbackToken what the sidecar must send as {@code dapr-api-token}, if anything
 * @param sidecarPort the sidecar's gRPC port; without it, what {@code DAPR_GRPC_PORT} says
 * @param stateStore the name of the component that keeps the state
 * @param pubsub the name of the component that carries the events
 * @param idleTimeout how long an actor is kept that nobody asks for
 * @param exchangesKept how many exchanges of each conversation are kept
 * @param consumesEvents whether events are also taken from the topics, and handed to the publisher
 */
public record DaprSettings(
    String callbackHost,
    int callbackPort,
    Optional<String> callbackToken,
    Optional<Integer> sidecarPort,
    String stateStore,
    String pubsub,
    Duration idleTimeout,
    int exchangesKept,
    boolean consumesEvents) {}
