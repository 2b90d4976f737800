package io.meshtwin.twin.resource;

import io.meshtwin.twin.resource.VirtualRule.Action;
import io.meshtwin.twin.resource.VirtualRule.RetryRules;
import io.meshtwin.twin.resource.VirtualRule.Rewrite;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a VirtualService's rule for requests, with what istiod's webhook demands of it. */
final class VirtualRuleReader {
  private static final int MOST_PORT = 65_535;
  private static final int MOST_BODY = 1 << 20;
  private static final Set<String> CONDITIONS =
      Set.of(
          "5xx",
          "gateway-error",
          "reset",
          "reset-before-request",
          "connect-failure",
          "retriable-4xx",
          "refused-stream",
          "retriable-status-codes",
          "retriable-headers",
          "envoy-ratelimited",
          "http3-post-connect-failure",
          "cancelled",
          "deadline-exceeded",
          "internal",
          "resource-exhausted",
          "unavailable");

  private VirtualRuleReader() {}

  /**
   * @param namespace the VirtualService's
   */
  static VirtualRule read(Fields rule, String namespace) {
    HeaderOperations headers = HeaderOperations.read(rule);
    Rewrite rewrite = rule.has("rewrite") ? rewrite(rule.object("rewrite"), headers) : null;
    var result =
        new VirtualRule(
            rule.text("name", ""),
            rule.list("match", VirtualMatch::read),
            action(rule, namespace),
            rewrite,
            headers,
            IstioDuration.read(rule, "timeout"),
            rule.has("retries") ? retries(rule.object("retries")) : null,
            rule.has("fault") ? FaultRules.read(rule.object("fault")) : null,
            MirrorRules.read(rule),
            rule.has("corsPolicy") ? VirtualCors.read(rule.object("corsPolicy")) : null,
            rule.path());
    rule.ignore("rewrite", "retries", "fault", "corsPolicy");
    rule.done();
    return result;
  }

  private static Action action(Fields rule, String namespace) {
    List<VirtualRule.Target> targets = VirtualTargets.read(rule, true);
    Action.Redirect redirect = rule.has("redirect") ? redirect(rule) : null;
    Action.Respond respond = rule.has("directResponse") ? respond(rule) : null;
    Fields delegate = rule.object("delegate");
    var other =
        new Action.Delegate(
            delegate.text("name", ""), delegate.text("namespace", namespace), respond);
    delegate.done();
    rule.ignore("redirect", "directResponse");
    exclusive(rule);
    if (rule.has("delegate")) {
      return other;
    }
    if (redirect != null) {
      return redirect;
    }
    return respond != null ? respond : new Action.Send(targets);
  }

  /** What may stand beside what (validateHTTPRouteConflict). */
  private static void exclusive(Fields rule) {
    if (rule.has("delegate")) {
      without(rule, "delegate", "redirect", "route");
      return;
    }
    if (rule.has("redirect")) {
      without(rule, "redirect", "route", "fault", "rewrite", "directResponse");
    } else if (rule.has("directResponse")) {
      without(rule, "directResponse", "route", "fault", "rewrite");
    } else if (rule.raw("route").isEmpty()) {
      rule.invalid("route", "or redirect or directResponse must be given");
    }
    if (rule.has("mirror")) {
      without(rule, "mirror", "mirrors");
    }
  }

  private static void without(Fields rule, String one, String... others) {
    Stream.of(others)
        .filter(rule::has)
        .forEach(other -> rule.invalid(other, "must not be given beside " + one));
  }

  private static Action.Redirect redirect(Fields rule) {
    Fields redirect = rule.object("redirect");
    String derived =
        redirect.word("derivePort", null, List.of("FROM_PROTOCOL_DEFAULT", "FROM_REQUEST_PORT"));
    Integer status = redirect.optionalInteger("redirectCode", 0, 999);
    if (status != null && status != 0 && (status < 300 || status > 399)) {
      redirect.invalid("redirectCode", "must be from 300 to 399");
    }
    var result =
        new Action.Redirect(
            redirect.text("uri", ""),
            redirect.text("prefixRewrite", ""),
            redirect.text("authority", ""),
            redirect.optionalInteger("port", 0, MOST_PORT),
            "FROM_REQUEST_PORT".equals(derived),
            "FROM_PROTOCOL_DEFAULT".equals(derived),
            redirect.text("scheme", ""),
            status == null || status == 0 ? 301 : status);
    check(rule, redirect, result);
    redirect.done();
    return result;
  }

  private static void check(Fields rule, Fields redirect, Action.Redirect read) {
    if (!read.uri().isEmpty() && !read.prefixRewrite().isEmpty()) {
      redirect.invalid("prefixRewrite", "must not be given beside uri");
    }
    boolean ports = redirect.has("port") || redirect.has("derivePort");
    if (redirect.has("port") && redirect.has("derivePort")) {
      redirect.invalid("derivePort", "must not be given beside port");
    }
    if (Stream.of(read.uri(), read.prefixRewrite(), read.authority(), read.scheme())
            .allMatch(String::isEmpty)
        && !ports) {
      redirect.invalid("uri", "or authority, scheme or port must be given");
    }
    if (!Set.of("", "http", "https").contains(read.scheme())) {
      redirect.invalid("scheme", "must be http or https");
    }
    if (!read.prefixRewrite().isEmpty()) {
      rule.raw("match")
          .forEach(match -> {
            if (match.has("uri") && !match.path("uri").has("prefix")) {
              redirect.invalid("prefixRewrite", "needs matches of the path by prefix");
            }
          });
    }
  }

  private static Action.Respond respond(Fields rule) {
    Fields respond = rule.object("directResponse");
    Integer status = respond.optionalInteger("status", 200, 600);
    if (!respond.has("status")) {
      respond.invalid("status", "is required");
    }
    Fields body = respond.object("body");
    String text = body.optionalText("string");
    String bytes = body.optionalText("bytes");
    if (text != null && bytes != null) {
      body.invalid("bytes", "must not be given beside string");
    }
    String decoded = bytes == null ? null : decoded(body, bytes);
    body.done();
    String given = text == null ? decoded : text;
    if (given != null && given.getBytes(StandardCharsets.UTF_8).length > MOST_BODY) {
      respond.invalid("body", "must be smaller than 1MB");
    }
    respond.done();
    return new Action.Respond(
        status == null ? 200 : status, given, bytes == null || decoded != null);
  }

  /** Null where the bytes are no text. */
  private static @Nullable String decoded(Fields body, String bytes) {
    try {
      byte[] raw = Base64.getDecoder().decode(bytes);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      return null;
    } catch (IllegalArgumentException e) {
      body.invalid("bytes", "must be in base64");
      return null;
    }
  }

  private static Rewrite rewrite(Fields rewrite, HeaderOperations headers) {
    Fields regex = rewrite.object("uriRegexRewrite");
    var result =
        new Rewrite(
            rewrite.text("uri", ""),
            regex.text("match", ""),
            regex.text("rewrite", ""),
            rewrite.text("authority", ""));
    if (rewrite.has("uriRegexRewrite")) {
      if (!result.uri().isEmpty()) {
        rewrite.invalid("uriRegexRewrite", "must not be given beside uri");
      }
      if (result.substitution().isEmpty()) {
        regex.invalid("rewrite", "is required");
      }
      TextMatch.checkExpression(regex, "match", result.expression());
    } else if (result.uri().isEmpty() && result.authority().isEmpty()) {
      rewrite.invalid("uri", "or uriRegexRewrite or authority must be given");
    }
    boolean twice =
        Stream.of(headers.request().set(), headers.request().add())
            .flatMap(map -> map.keySet().stream())
            .anyMatch(HeaderOperations::isAuthority);
    if (twice && !result.authority().isEmpty()) {
      rewrite.invalid("authority", "must not be given beside a header Host");
    }
    regex.done();
    rewrite.done();
    return result;
  }

  static RetryRules retries(Fields retries) {
    var result =
        new RetryRules(
            retries.integer("attempts", 0, 0, Integer.MAX_VALUE),
            IstioDuration.read(retries, "perTryTimeout"),
            retries.text("retryOn", ""),
            IstioDuration.read(retries, "backoff"),
            retries.has("retryIgnorePreviousHosts")
                ? retries.flag("retryIgnorePreviousHosts", false)
                : null,
            retries.flag("retryRemoteLocalities", false));
    retries.ignore("retryIgnorePreviousHosts");
    boolean said =
        retries.has("perTryTimeout")
            || !result.retryOn().isEmpty()
            || retries.has("retryRemoteLocalities");
    if (result.attempts() == 0 && said) {
      retries.invalid("attempts", "must be above 0 where more is said");
    }
    for (String condition :
        result.retryOn().isEmpty() ? new String[0] : result.retryOn().split(",", -1)) {
      if (!CONDITIONS.contains(condition) && !condition.matches("[1-5][0-9]{2}")) {
        retries.invalid(
            "retryOn", "must be conditions of Envoy or statuses, found \"" + condition + '"');
      }
    }
    retries.done();
    return result;
  }
}
