package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may enter a workload, as its sidecar's own configuration says it. */
class ServerDumpTest {
  @TempDir Path directory = Path.of("");

  @Test
  void aSidecarsDumpAloneSaysWhoMayEnter() throws IOException {
    String dump = dump("before.json", "/open");
    assertThat(entering(dump, "web", "/open/a").path("verdict").asText()).isEqualTo("forwarded");
    JsonNode refused = entering(dump, "web", "/shut");
    assertThat(refused.path("verdict").asText()).isEqualTo("rejected");
    assertThat(refused.path("reason").asText()).isEqualTo("rbac");
    assertThat(refused.at("/inbound/mtls").asText()).isEqualTo("PERMISSIVE");
    assertThat(entering(dump, "other", "/open/a").path("reason").asText()).isEqualTo("rbac");
  }

  @Test
  void aPolicyThatTheProxyDoesNotHaveYetIsTold() throws IOException {
    String mesh = mesh("/open");
    assertThat(entrances(mesh, dump("same.json", "/open"))).isEmpty();
    JsonNode difference = entrances(mesh, dump("older.json", "/opened")).getFirst();
    assertThat(difference.at("/class").asText()).contains("/open");
    assertThat(difference.at("/severity").asText()).isEqualTo("breaks");
    assertThat(difference.at("/cause").toString()).contains("ConfigDump shop/cart");
  }

  @Test
  void aFilterThatIsNotModelledMakesTheAnswerUnknown() throws IOException {
    String lua =
        """
        {"name": "own", "typed_config": {"@type":
          "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua"}},
        """;
    String text = text("/open").replace("\"http_filters\": [", "\"http_filters\": [" + lua);
    JsonNode answer = entering(write("lua.json", text), "web", "/open/a");
    assertThat(answer.path("verdict").asText()).isEqualTo("unknown");
    assertThat(answer.path("reason").asText()).contains("lua").contains("filter_chains[1]");
  }

  /** Differences in who may enter; this dump has no listeners for what its workload dials. */
  private static List<JsonNode> entrances(String mesh, String dump) {
    Ran ran = Ran.command("equiv", mesh, dump, "-o", "json");
    return StreamSupport.stream(ran.json().path("differences").spliterator(), false)
        .filter(difference -> difference.path("class").asText().contains("who may enter"))
        .toList();
  }

  private static JsonNode entering(String dump, String account, String path) {
    String line =
        """
        {"from":{"namespace":"shop","serviceAccount":"%s"},"url":"http://10.2.0.1:8080%s"}
        """
            .formatted(account, path);
    Ran ran = Ran.reading(line, "simulate", "--mesh", dump, "--requests", "-");
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran.lines().getFirst();
  }

  private String mesh(String path) throws IOException {
    Path file = directory.resolve("mesh.yaml");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: ''}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: cart
          namespace: shop
          labels: {app: cart, security.istio.io/tlsMode: istio}
          annotations: {sidecar.istio.io/status: '{}'}
        spec: {serviceAccountName: cart, containers: [{name: main, image: example.com/main}]}
        status: {podIP: 10.1.0.7, conditions: [{type: Ready, status: 'True'}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          namespace: front
          labels: {app: web}
          annotations: {sidecar.istio.io/status: '{}'}
        spec: {serviceAccountName: web, containers: [{name: main, image: example.com/main}]}
        status: {podIP: 10.1.0.8, conditions: [{type: Ready, status: 'True'}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: cart, namespace: shop}
        spec: {selector: {app: cart}, clusterIP: 10.2.0.1, ports: [{name: http, port: 8080}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: only, namespace: shop}
        spec:
          selector: {matchLabels: {app: cart}}
          rules:
          - from: [{source: {principals: ["*/sa/web"]}}]
            to: [{operation: {paths: ["%s*"]}}]
        """
            .formatted(path));
    return file.toString();
  }

  private String dump(String name, String path) throws IOException {
    return write(name, text(path));
  }

  private String write(String name, String text) throws IOException {
    return "envoy:" + Files.writeString(directory.resolve(name), text);
  }

  /** A sidecar's listeners as istiod writes them, for one port of requests. */
  private static String text(String path) {
    return """
    {"configs": [
      {"@type": "type.googleapis.com/envoy.admin.v3.BootstrapConfigDump",
       "bootstrap": {"node": {"id": "sidecar~10.1.0.7~cart.shop~shop.svc.cluster.local",
         "metadata": {"SERVICE_ACCOUNT": "cart",
           "LABELS": {"app": "cart", "security.istio.io/tlsMode": "istio"}}}}},
      {"@type": "type.googleapis.com/envoy.admin.v3.ClustersConfigDump",
       "dynamic_active_clusters": [%s, %s, %s, %s]},
      {"@type": "type.googleapis.com/envoy.admin.v3.ListenersConfigDump",
       "dynamic_listeners": [%s, %s, %s]},
      {"@type": "type.googleapis.com/envoy.admin.v3.EndpointsConfigDump",
       "dynamic_endpoint_configs": [{"endpoint_config": {"cluster_name": "outbound|8080||cart",
         "endpoints": [{"lb_endpoints": [{"endpoint": {"address": {"socket_address": {
           "address": "10.1.0.7", "port_value": 8080}}}}]}]}}]}
    ]}
    """
        .formatted(
            original("inbound|8080||"),
            original("InboundPassthroughCluster"),
            original("PassthroughCluster"),
            CART,
            active(toCart()),
            active(outbound()),
            active(inbound(path)));
  }

  /** The workload's own Service, spoken to in mutual TLS. */
  private static final String CART =
      """
      {"cluster": {"@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
        "name": "outbound|8080||cart", "type": "EDS", "transport_socket": {"name": "tls",
          "typed_config": {"@type":
            "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
            "sni": "outbound_.8080_._.cart", "common_tls_context": {
              "tls_certificate_sds_secret_configs": [{"name": "default"}],
              "combined_validation_context": {"default_validation_context": {},
                "validation_context_sds_secret_config": {"name": "ROOTCA"}}}}}}}
      """;

  private static String toCart() {
    return """
    {"@type": "type.googleapis.com/envoy.config.listener.v3.Listener", "name": "10.2.0.1_8080",
     "traffic_direction": "OUTBOUND",
     "address": {"socket_address": {"address": "10.2.0.1", "port_value": 8080}},
     "filter_chains": [{"name": "cart", "filters": [%s]}]}
    """
        .formatted(bytes("outbound|8080||cart"));
  }

  private static String original(String name) {
    return """
    {"cluster": {"@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster", "name": "%s",
      "type": "ORIGINAL_DST", "lb_policy": "CLUSTER_PROVIDED", "connect_timeout": "10s"}}
    """
        .formatted(name);
  }

  private static String active(String listener) {
    return "{\"active_state\": {\"listener\": " + listener + "}}";
  }

  private static String outbound() {
    return """
    {"@type": "type.googleapis.com/envoy.config.listener.v3.Listener", "name": "virtualOutbound",
     "traffic_direction": "OUTBOUND", "use_original_dst": true,
     "address": {"socket_address": {"address": "0.0.0.0", "port_value": 15001}},
     "filter_chains": [{"name": "pass", "filters": [%s]}]}
    """
        .formatted(bytes("PassthroughCluster"));
  }

  private static String inbound(String path) {
    return """
    {"@type": "type.googleapis.com/envoy.config.listener.v3.Listener", "name": "virtualInbound",
     "traffic_direction": "INBOUND",
     "address": {"socket_address": {"address": "0.0.0.0", "port_value": 15006}},
     "listener_filters": [
       {"name": "o", "typed_config": {"@type":
         "type.googleapis.com/envoy.extensions.filters.listener.original_dst.v3.OriginalDst"}},
       {"name": "t", "typed_config": {"@type":
         "type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector"}}],
     "filter_chains": [
       {"name": "virtualInbound-blackhole", "filter_chain_match": {"destination_port": 15006},
        "filters": [%1$s]},
       {"name": "0.0.0.0_8080", "filters": [%2$s], "filter_chain_match": {"destination_port": 8080,
         "transport_protocol": "tls", "application_protocols": ["istio", "istio-peer-exchange",
           "istio-http/1.0", "istio-http/1.1", "istio-h2"]}, "transport_socket": %3$s},
       {"name": "0.0.0.0_8080", "filters": [%2$s], "filter_chain_match": {"destination_port": 8080,
         "transport_protocol": "raw_buffer"}},
       {"name": "virtualInbound", "filters": [%4$s]}]}
    """
        .formatted(
            bytes("BlackHoleCluster"),
            requests(path),
            mutual(),
            bytes("InboundPassthroughCluster"));
  }

  private static String bytes(String cluster) {
    return """
    {"name": "tcp", "typed_config": {"@type":
      "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
      "stat_prefix": "x", "cluster": "%s"}}
    """
        .formatted(cluster);
  }

  private static String mutual() {
    return """
    {"name": "tls", "typed_config": {"@type":
      "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
      "require_client_certificate": true, "common_tls_context": {
        "tls_certificate_sds_secret_configs": [{"name": "default"}],
        "combined_validation_context": {
          "default_validation_context": {
            "match_subject_alt_names": [{"prefix": "spiffe://cluster.local/"}]},
          "validation_context_sds_secret_config": {"name": "ROOTCA"}}}}}
    """;
  }

  private static String requests(String path) {
    return """
    {"name": "http", "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters\
    .network.http_connection_manager.v3.HttpConnectionManager",
      "normalize_path": true, "use_remote_address": false,
      "upgrade_configs": [{"upgrade_type": "websocket"}],
      "route_config": {"name": "inbound|8080||", "virtual_hosts": [{"name": "inbound|http|8080",
        "domains": ["*"], "routes": [{"name": "default", "match": {"prefix": "/"},
          "route": {"cluster": "inbound|8080||", "timeout": "0s"}}]}]},
      "http_filters": [{"name": "envoy.filters.http.rbac", "typed_config": {"@type":
        "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC", "rules": {"policies": {
          "ns[shop]-policy[only]-rule[0]": {
            "permissions": [{"and_rules": {"rules": [{"or_rules": {"rules": [
              {"url_path": {"path": {"prefix": "%s"}}}]}}]}}],
            "principals": [{"and_ids": {"ids": [{"or_ids": {"ids": [{"authenticated": {
              "principal_name": {"suffix": "/sa/web"}}}]}}]}}]}}}}},
        {"name": "router", "typed_config": {"@type":
          "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}
    """
        .formatted(path);
  }
}
