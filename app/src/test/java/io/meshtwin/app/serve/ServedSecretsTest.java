package io.meshtwin.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.secret.Authorities;
import io.meshtwin.ingest.source.ManifestSecrets;
import io.meshtwin.testkit.tls.Authority;
import io.meshtwin.twin.event.ResourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What proxies get of Secrets and ConfigMaps. */
class ServedSecretsTest {
  private static final ResourceKey KEY =
      new ResourceKey(ResourceKey.LOCAL, "", "Secret", "shop", "clients");

  private final Authority authority = Authority.named("clients");
  private final String list = authority.revoking(authority.issue("gone"));

  @TempDir private Path directory;

  @Test
  void theListBesideTheAuthoritiesIsHandedOn() throws IOException {
    Optional<Authorities> served = served(line("ca.crt", authority.pem()) + line("ca.crl", list));
    assertThat(served).contains(new Authorities(authority.pem(), list));
  }

  @Test
  void withoutAListThereIsNone() throws IOException {
    String authorities = line("ca.crt", authority.pem());
    for (String beside : List.of("", "  ca.crl: ''\n", "  ca.crl: ' '\n")) {
      assertThat(served(authorities + beside)).contains(new Authorities(authority.pem()));
    }
  }

  @Test
  void aListAloneServesNobody() throws IOException {
    assertThat(served(line("ca.crl", list))).isEmpty();
  }

  private Optional<Authorities> served(String data) throws IOException {
    String object =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: clients, namespace: shop}\nstringData:\n";
    Files.writeString(directory.resolve("secret.yaml"), object + data);
    var secrets = new ServedSecrets();
    secrets.readFrom(new ManifestSecrets(List.of(directory.toString())));
    return secrets.authorities(KEY);
  }

  private static String line(String key, String pem) {
    return "  " + key + ": |\n" + pem.indent(4);
  }
}
