package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Transport;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request does: an effect, and the request that it is applied to. Details are worked out
 * when they are asked for.
 *
 * @param effect what is done
 * @param request the request as the proxy sees it
 * @param added headers that the answer gets besides, by a CORS policy
 * @param transport how the connection was taken, null where no proxy took it
 * @param arrivals what the endpoints' own proxies make of it
 * @param first where the request stops first
 */
public record Verdict(
    Effect effect,
    Request request,
    HeaderChanges added,
    @Nullable Transport transport,
    Arrivals arrivals,
    Stop first) {
  /** The kinds of verdicts. */
  public enum Kind {
    /** At least a share is sent to somebody. */
    FORWARDED,
    /** Leaves as dialed: nothing in the mesh claims it. */
    PASSTHROUGH,
    /** Answered with a redirect. */
    REDIRECTED,
    /** Answered by a proxy. */
    RESPONDED,
    /** Refused by a policy. */
    REJECTED,
    /** No connection comes about. */
    UNREACHABLE,
    /** Depends on something that is not modelled. */
    UNKNOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the first stop does, whatever the endpoints' own proxies make of it. */
  public Verdict sentOn() {
    return new Verdict(effect, request, added, transport, Arrivals.NONE, first);
  }

  /** The kind. */
  public Kind kind() {
    return switch (effect) {
      case Effect.Forward _ when arrivals.refused() -> Kind.REJECTED;
      case Effect.Forward forward when forward.answered() > 0 -> Kind.FORWARDED;
      case Effect.Forward forward ->
          forward.http() && !closed(forward) ? Kind.RESPONDED : Kind.UNREACHABLE;
      case Effect.Redirect _ -> Kind.REDIRECTED;
      case Effect.Respond _ -> Kind.RESPONDED;
      case Effect.Reject _ -> Kind.REJECTED;
      case Effect.Unreachable _ -> Kind.UNREACHABLE;
      case Effect.Passthrough _ -> Kind.PASSTHROUGH;
      case Effect.Unknown _ -> Kind.UNKNOWN;
    };
  }

  /** The shares of a forwarding rule; empty for anything else. */
  public List<Share> shares() {
    return effect instanceof Effect.Forward forward ? forward.shares() : List.of();
  }

  /**
   * What the backend of a share receives; bytes pass unchanged. Where endpoints' own proxies change
   * it differently, without these changes.
   */
  public Request received(Share share) {
    Changes told = arrivals.told(share, shares());
    return told == null ? sent(share) : told(told, sent(share));
  }

  /** What one endpoint of a share receives. */
  public Request received(Share share, Endpoint endpoint) {
    return arrivals
        .of(share, shares())
        .filter(arrival -> arrival.endpoint().equals(endpoint))
        .findFirst()
        .map(arrival -> told(arrival.told(), sent(share)))
        .orElseGet(() -> sent(share));
  }

  private Request sent(Share share) {
    boolean http = effect instanceof Effect.Forward forward && forward.http();
    return http ? Rewriting.apply(share.changes(), request) : request;
  }

  private static Request told(Changes told, Request request) {
    return told.equals(Changes.NONE) ? request : Rewriting.apply(told, request);
  }

  /** Changes to the answer of a share. */
  public HeaderChanges response(Share share) {
    return share.changes().response().then(added);
  }

  /** Changes to the answer that all shares have in common; of an answer of the proxy's, its own. */
  public HeaderChanges response() {
    return switch (effect) {
      case Effect.Redirect redirect -> redirect.action().response();
      case Effect.Respond respond -> respond.response();
      case Effect.Forward forward -> {
        List<HeaderChanges> all =
            forward.shares().stream()
                .filter(share -> share.failure() == null)
                .map(this::response)
                .distinct()
                .toList();
        yield all.size() == 1 ? all.getFirst() : added;
      }
      case Effect _ -> HeaderChanges.NONE;
    };
  }

  /** The part of the requests that the proxies of endpoints refuse, 0 to 1. */
  public double refused() {
    double refused = 0;
    for (Share share : shares()) {
      List<Endpoint> by =
          arrivals
              .of(share, shares())
              .filter(arrival -> arrival.outcome() instanceof Arrival.Outcome.Refused)
              .map(Arrival::endpoint)
              .toList();
      if (!by.isEmpty()) {
        refused += share.weight() * Endpoint.weight(by) / Endpoint.weight(share.endpoints());
      }
    }
    return refused;
  }

  /** Who gets copies: nobody, where the request is sent to nobody. */
  public List<Copy> copies() {
    boolean sent = kind() == Kind.FORWARDED || kind() == Kind.REJECTED;
    return sent && effect instanceof Effect.Forward forward && forward.handling().passed() > 0
        ? forward.handling().copies()
        : List.of();
  }

  /** The gRPC status of an answer that a proxy makes; null for anything else. */
  public @Nullable Integer grpcStatus() {
    Integer status = status();
    if (status == null || isPreflight(status) || !request.isGrpc()) {
      return null;
    }
    return GrpcStatus.of(status);
  }

  /** Envoy's cors filter answers in the words of HTTP, whoever asks. */
  private boolean isPreflight(int status) {
    return status == 200
        && request.method().equals("OPTIONS")
        && request.headers().values().containsKey("origin");
  }

  /** What a gRPC client is told by an endpoint's proxy that answers with a status of HTTP. */
  public static int grpcStatus(int status) {
    return GrpcStatus.of(status);
  }

  /** The gRPC status of a share that nobody answers; null where no gRPC client asks. */
  public @Nullable Integer grpcStatus(Share.Failure failure) {
    boolean http = effect instanceof Effect.Forward forward && forward.http();
    return http && request.isGrpc() ? (Integer) GrpcStatus.of(failure.status()) : null;
  }

  /** The status of an answer or a redirect; null where a backend answers, or shares differ. */
  public @Nullable Integer status() {
    return switch (effect) {
      case Effect.Respond respond -> respond.status();
      case Effect.Redirect redirect -> redirect.action().status();
      case Effect.Reject reject -> reject.status();
      case Effect.Forward _ when kind() == Kind.REJECTED -> refusedStatus();
      case Effect.Forward forward when forward.http() && forward.answered() == 0 -> {
        List<Integer> statuses =
            forward.shares().stream()
                .map(Share::failure)
                .filter(failure -> failure != null)
                .map(Share.Failure::status)
                .distinct()
                .toList();
        yield statuses.size() == 1 ? statuses.getFirst() : null;
      }
      case Effect _ -> null;
    };
  }

  /** What a client is answered that no endpoint takes; null where they differ, or none answers. */
  private @Nullable Integer refusedStatus() {
    List<Arrival.Outcome.Refused> refusals = arrivals.refusals();
    boolean same = refusals.stream().map(Arrival.Outcome.Refused::status).distinct().count() == 1;
    boolean refused = shares().stream().allMatch(share -> share.failure() == null);
    return same && refused ? refusals.getFirst().status() : null;
  }

  /** The Location of a redirect. */
  public @Nullable String location() {
    return effect instanceof Effect.Redirect redirect
        ? Redirection.location(redirect, request)
        : null;
  }

  /** Why, for what is unreachable, rejected or unknown. */
  public @Nullable String reason() {
    return switch (effect) {
      case Effect.Unreachable unreachable -> unreachable.reason();
      case Effect.Reject reject -> reject.reason();
      case Effect.Unknown unknown -> unknown.caveats().getFirst().reason();
      case Effect.Forward _ when kind() == Kind.REJECTED -> arrivals.refusals().getFirst().reason();
      case Effect.Forward forward when kind() == Kind.UNREACHABLE -> firstFailure(forward).reason();
      case Effect _ -> null;
    };
  }

  /** Envoy's response flags, null for none. */
  public @Nullable String flags() {
    return switch (effect) {
      case Effect.Respond respond -> respond.flags();
      case Effect.Reject reject -> reject.flags();
      case Effect.Forward forward when forward.http() && forward.answered() == 0 ->
          firstFailure(forward).flags();
      case Effect _ -> null;
    };
  }

  /** Whether the network lets nothing through: the proxy waits, and then answers in its stead. */
  private static boolean closed(Effect.Forward forward) {
    return forward.shares().stream()
        .map(Share::failure)
        .allMatch(failure -> failure != null && failure.reason().equals(Network.CLOSED));
  }

  private static Share.Failure firstFailure(Effect.Forward forward) {
    return forward.shares().stream()
        .map(Share::failure)
        .filter(failure -> failure != null)
        .findFirst()
        .orElseThrow();
  }
}
