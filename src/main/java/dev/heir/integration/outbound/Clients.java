package dev.heir.integration.outbound;

import dev.heir.integration.credential.ClientCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;

/**
 * One client for all, and one for each certificate: a connection that was opened under a certificate must carry nobody
 * else's requests.
 */
final class Clients implements AutoCloseable {

    /** Each keeps connections open; beyond this, the one that was used longest ago goes. */
    private static final int MOST = 64;

    /** Longer than any request of a client that just went may still take. */
    private static final Duration LAST_REQUESTS = Duration.ofMinutes(15);

    /** To one address; how many WebSockets there are is bounded by who opens them. */
    private static final int MANY = 1_000_000;

    private final Vertx vertx;
    private final OutboundConfig config;
    private final HttpClient plain;
    private final HttpClient sockets;
    private final ReentrantLock choosing = new ReentrantLock();
    private final Map<ClientCertificate, HttpClient> certified = new LinkedHashMap<>(16, 0.75f, true);

    Clients(Vertx vertx, OutboundConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.plain = client(options(), pool());
        this.sockets = client(options(), new PoolOptions().setHttp1MaxSize(MANY));
    }

    HttpClient as(Optional<ClientCertificate> certificate) {
        if (certificate.isEmpty()) {
            return plain;
        }
        choosing.lock();
        try {
            HttpClient client = certified.computeIfAbsent(certificate.get(), this::make);
            if (certified.size() > MOST) {
                var eldest = certified.entrySet().iterator();
                HttpClient old = eldest.next().getValue();
                eldest.remove();
                vertx.setTimer(LAST_REQUESTS.toMillis(), _ -> {
                    var _ = old.close();
                });
            }
            return client;
        } finally {
            choosing.unlock();
        }
    }

    /** Connections that are not given back for hours: those of ordinary requests must not run out meanwhile. */
    HttpClient forSockets(Optional<ClientCertificate> certificate) {
        return certificate.isEmpty() ? sockets : as(certificate);
    }

    private HttpClient make(ClientCertificate certificate) {
        try {
            HttpClientOptions options = options().setKeyCertOptions(KeyCertOptions.wrap(keys(certificate)));
            if (!certificate.trust().isEmpty()) {
                options.setTrustOptions(TrustOptions.wrap(trust(certificate.trust())));
            }
            return client(options, pool());
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("certificates that were read can be used", impossible);
        }
    }

    private HttpClient client(HttpClientOptions options, PoolOptions pool) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(Clients::hearToTheEnd)
                .build();
    }

    /**
     * A server that refuses a large request answers and closes while we still write. Netty closes a channel on which a
     * write failed, with the answer unread in it; without this only our way to the server is closed.
     */
    private static void hearToTheEnd(HttpConnection connection) {
        ((ConnectionBase) connection).channel().config().setAutoClose(false);
    }

    private static X509KeyManager keys(ClientCertificate certificate) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry(
                "client",
                certificate.key().key(),
                new char[0],
                certificate.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return (X509KeyManager) factory.getKeyManagers()[0];
    }

    private static javax.net.ssl.TrustManager trust(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers()[0];
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private HttpClientOptions options() {
        return new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                // Less than the shortest patience of common servers (Node.js: 5 s): a request on a connection
                // that its server is just closing is lost, and one that is not safe cannot be sent again.
                .setKeepAliveTimeout(4)
                .setTcpNoDelay(true)
                .setMaxHeaderSize(64 * 1024);
    }

    private PoolOptions pool() {
        return new PoolOptions().setHttp1MaxSize(config.connectionsPerAddress());
    }

    @Override
    public void close() {
        var _ = plain.close();
        var _ = sockets.close();
        certified.values().forEach(HttpClient::close);
    }
}
