package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Changes;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request does: an effect, and the request that it is applied to. Details are worked out
 * when they are asked for.
 *
 * @param effect what is done
 * @param request the request as the proxy sees it
 */
public record Verdict(Effect effect, Request request) {
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

  /** The kind. */
  public Kind kind() {
    return switch (effect) {
      case Effect.Forward forward when forward.answered() > 0 -> Kind.FORWARDED;
      case Effect.Forward forward -> forward.http() ? Kind.RESPONDED : Kind.UNREACHABLE;
      case Effect.Redirect _ -> Kind.REDIRECTED;
      case Effect.Respond _ -> Kind.RESPONDED;
      case Effect.Unreachable _ -> Kind.UNREACHABLE;
      case Effect.Passthrough _ -> Kind.PASSTHROUGH;
      case Effect.Unknown _ -> Kind.UNKNOWN;
    };
  }

  /** The shares of a forwarding rule; empty for anything else. */
  public List<Share> shares() {
    return effect instanceof Effect.Forward forward ? forward.shares() : List.of();
  }

  /** What the backend of a share receives; bytes pass unchanged. */
  public Request received(Share share) {
    boolean http = effect instanceof Effect.Forward forward && forward.http();
    return http ? Rewriting.apply(share.changes(), request) : request;
  }

  /** Changes of a share that a client can see. */
  public static boolean changesResponse(Share share) {
    return !share.changes().response().equals(Changes.NONE.response());
  }

  /** The status of an answer or a redirect; null where a backend answers, or shares differ. */
  public @Nullable Integer status() {
    return switch (effect) {
      case Effect.Respond respond -> respond.status();
      case Effect.Redirect redirect -> redirect.action().status();
      case Effect.Forward forward when kind() == Kind.RESPONDED -> {
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

  /** The Location of a redirect. */
  public @Nullable String location() {
    return effect instanceof Effect.Redirect redirect
        ? Redirection.location(redirect, request)
        : null;
  }

  /** Why, for what is unreachable or unknown. */
  public @Nullable String reason() {
    return switch (effect) {
      case Effect.Unreachable unreachable -> unreachable.reason();
      case Effect.Unknown unknown -> unknown.caveats().getFirst().reason();
      case Effect.Forward forward when kind() == Kind.UNREACHABLE -> firstFailure(forward).reason();
      case Effect _ -> null;
    };
  }

  /** Envoy's response flags, null for none. */
  public @Nullable String flags() {
    return switch (effect) {
      case Effect.Respond respond -> respond.flags();
      case Effect.Forward forward when kind() == Kind.RESPONDED -> firstFailure(forward).flags();
      case Effect _ -> null;
    };
  }

  private static Share.Failure firstFailure(Effect.Forward forward) {
    return forward.shares().stream()
        .map(Share::failure)
        .filter(failure -> failure != null)
        .findFirst()
        .orElseThrow();
  }
}
