package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.SourcedMetadata;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.matcher.v3.ListMatcher;
import io.envoyproxy.envoy.type.matcher.v3.MetadataMatcher;
import io.envoyproxy.envoy.type.matcher.v3.OrMatcher;
import io.envoyproxy.envoy.type.matcher.v3.PathMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ValueMatcher;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AddressRange;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.List;

/** {@code Permission} and {@code Principal}: the conditions of RBAC filters. */
final class AccessConditions {
  private AccessConditions() {}

  /** What is asked for. */
  static Permission permission(AccessCondition condition) {
    return switch (condition) {
      case AccessCondition.All all when all.of().isEmpty() ->
          Permission.newBuilder().setAny(true).build();
      case AccessCondition.All all ->
          Permission.newBuilder()
              .setAndRules(Permission.Set.newBuilder().addAllRules(permissions(all.of())))
              .build();
      case AccessCondition.OneOf oneOf when oneOf.of().isEmpty() ->
          permission(new AccessCondition.Not(AccessCondition.ALWAYS));
      case AccessCondition.OneOf oneOf ->
          Permission.newBuilder()
              .setOrRules(Permission.Set.newBuilder().addAllRules(permissions(oneOf.of())))
              .build();
      case AccessCondition.Not not ->
          Permission.newBuilder().setNotRule(permission(not.of())).build();
      case AccessCondition.Permission one -> one(one);
      case AccessCondition.Principal wrong -> throw new IllegalArgumentException(wrong.toString());
    };
  }

  private static List<Permission> permissions(List<AccessCondition> conditions) {
    return conditions.stream().map(AccessConditions::permission).toList();
  }

  private static Permission one(AccessCondition.Permission condition) {
    Permission.Builder builder = Permission.newBuilder();
    return switch (condition) {
      case AccessCondition.Path path ->
          builder.setUrlPath(PathMatcher.newBuilder().setPath(text(path.match()))).build();
      case AccessCondition.PathTemplate template ->
          builder
              .setUriTemplate(
                  TypedExtensionConfig.newBuilder()
                      .setName("uri-template")
                      .setTypedConfig(
                          Any.pack(
                              UriTemplateMatchConfig.newBuilder()
                                  .setPathTemplate(template.template())
                                  .build())))
              .build();
      case AccessCondition.Method method ->
          builder.setHeader(header(":method", method.match())).build();
      case AccessCondition.Host host ->
          builder.setHeader(header(":authority", host.match())).build();
      case AccessCondition.DestinationIp ip -> builder.setDestinationIp(range(ip.range())).build();
      case AccessCondition.DestinationPort port -> builder.setDestinationPort(port.port()).build();
      case AccessCondition.ServerName name ->
          builder.setRequestedServerName(text(name.match())).build();
      case AccessCondition.FilterMetadata metadata ->
          builder
              .setSourcedMetadata(
                  SourcedMetadata.newBuilder()
                      .setMetadataMatcher(
                          MetadataMatcher.newBuilder()
                              .setFilter(metadata.filter())
                              .addPath(key(metadata.key()))
                              .setValue(ValueMatcher.newBuilder().setPresentMatch(true))))
              .build();
    };
  }

  /** Who asks. */
  static Principal principal(AccessCondition condition) {
    return switch (condition) {
      case AccessCondition.All all when all.of().isEmpty() ->
          Principal.newBuilder().setAny(true).build();
      case AccessCondition.All all ->
          Principal.newBuilder()
              .setAndIds(Principal.Set.newBuilder().addAllIds(principals(all.of())))
              .build();
      case AccessCondition.OneOf oneOf when oneOf.of().isEmpty() ->
          principal(new AccessCondition.Not(AccessCondition.ALWAYS));
      case AccessCondition.OneOf oneOf ->
          Principal.newBuilder()
              .setOrIds(Principal.Set.newBuilder().addAllIds(principals(oneOf.of())))
              .build();
      case AccessCondition.Not not -> Principal.newBuilder().setNotId(principal(not.of())).build();
      case AccessCondition.Principal one -> one(one);
      case AccessCondition.Permission wrong -> throw new IllegalArgumentException(wrong.toString());
    };
  }

  private static List<Principal> principals(List<AccessCondition> conditions) {
    return conditions.stream().map(AccessConditions::principal).toList();
  }

  private static Principal one(AccessCondition.Principal condition) {
    Principal.Builder builder = Principal.newBuilder();
    return switch (condition) {
      case AccessCondition.Header header ->
          builder.setHeader(header(header.name(), header.match())).build();
      case AccessCondition.Peer peer ->
          builder
              .setAuthenticated(
                  Principal.Authenticated.newBuilder().setPrincipalName(text(peer.match())))
              .build();
      case AccessCondition.SourceIp ip -> builder.setDirectRemoteIp(range(ip.range())).build();
      case AccessCondition.RemoteIp ip -> builder.setRemoteIp(range(ip.range())).build();
      case AccessCondition.Claim claim ->
          builder
              .setSourcedMetadata(SourcedMetadata.newBuilder().setMetadataMatcher(claim(claim)))
              .build();
    };
  }

  /** A claim of a token that the JWT filter accepted. */
  static MetadataMatcher claim(AccessCondition.Claim claim) {
    MetadataMatcher.Builder builder =
        MetadataMatcher.newBuilder().setFilter(TokenChecks.NAME).addPath(key(TokenChecks.PAYLOAD));
    claim.path().forEach(name -> builder.addPath(key(name)));
    List<ValueMatcher> texts =
        claim.values().stream()
            .map(match -> ValueMatcher.newBuilder().setStringMatch(text(match)).build())
            .toList();
    ValueMatcher one = texts.size() == 1 ? texts.getFirst() : or(texts);
    return builder
        .setValue(
            claim.list()
                ? or(
                    List.of(
                        ValueMatcher.newBuilder()
                            .setListMatch(ListMatcher.newBuilder().setOneOf(one))
                            .build(),
                        one))
                : one)
        .build();
  }

  private static ValueMatcher or(List<ValueMatcher> values) {
    return ValueMatcher.newBuilder()
        .setOrMatch(OrMatcher.newBuilder().addAllValueMatchers(values))
        .build();
  }

  private static MetadataMatcher.PathSegment key(String name) {
    return MetadataMatcher.PathSegment.newBuilder().setKey(name).build();
  }

  private static HeaderMatcher header(String name, StringMatch match) {
    HeaderMatcher.Builder builder = HeaderMatcher.newBuilder().setName(name);
    return match instanceof StringMatch.Present
        ? builder.setPresentMatch(true).build()
        : builder.setStringMatch(text(match)).build();
  }

  static StringMatcher text(StringMatch match) {
    StringMatcher.Builder builder = StringMatcher.newBuilder();
    return switch (match) {
      case StringMatch.Exact exact ->
          builder.setExact(exact.value()).setIgnoreCase(exact.ignoreCase()).build();
      case StringMatch.Prefix prefix ->
          builder.setPrefix(prefix.value()).setIgnoreCase(prefix.ignoreCase()).build();
      case StringMatch.Suffix suffix ->
          builder.setSuffix(suffix.value()).setIgnoreCase(suffix.ignoreCase()).build();
      case StringMatch.Regex regex ->
          builder.setSafeRegex(RegexMatcher.newBuilder().setRegex(regex.value())).build();
      case StringMatch.Present _ ->
          builder.setSafeRegex(RegexMatcher.newBuilder().setRegex(".*")).build();
    };
  }

  private static CidrRange range(AddressRange range) {
    return CidrRange.newBuilder()
        .setAddressPrefix(range.address())
        .setPrefixLen(UInt32Value.of(range.prefix()))
        .build();
  }
}
