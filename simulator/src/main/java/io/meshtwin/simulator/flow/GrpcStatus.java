package io.meshtwin.simulator.flow;

/**
 * What a gRPC client gets where a proxy answers by itself: Envoy turns its own answers to gRPC
 * requests into trailers, the status by {@code Grpc::Utility::httpToGrpcStatus}.
 */
final class GrpcStatus {
  private static final int UNKNOWN = 2;
  private static final int PERMISSION_DENIED = 7;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  private GrpcStatus() {}

  static int of(int http) {
    return switch (http) {
      case 400 -> INTERNAL;
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404 -> UNIMPLEMENTED;
      case 429, 502, 503, 504 -> UNAVAILABLE;
      default -> UNKNOWN;
    };
  }
}
