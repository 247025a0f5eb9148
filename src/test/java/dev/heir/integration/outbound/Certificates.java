package dev.heir.integration.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Real certificates, made by the JDK's own keytool in a folder of the test's. */
final class Certificates {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path store;

    Certificates(Path folder) {
        this.store = folder.resolve("certificates.p12");
    }

    /** An authority that signs its own certificate. */
    void authority(String name) {
        genkeypair(name, "EC", List.of("-ext", "bc:c"));
    }

    /** @param further such as {@code -startdate} or a subject's alternative names */
    void signed(String name, String by, String algorithm, String... further) {
        List<String> options = new ArrayList<>(List.of("-signer", by));
        options.addAll(List.of(further));
        genkeypair(name, algorithm, options);
    }

    /** The first certificate of a chain, or an authority's own, in PEM. */
    String certificate(String name) throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", load().getCertificate(name).getEncoded());
    }

    String privateKey(String name) throws IOException, GeneralSecurityException {
        return pem("PRIVATE KEY", load().getKey(name, PASSWORD).getEncoded());
    }

    /** A server of this name, which knows clients of this authority. */
    SSLContext server(String name, String clientsBy) throws IOException, GeneralSecurityException {
        KeyStore own = empty();
        own.setKeyEntry(name, load().getKey(name, PASSWORD), PASSWORD, load().getCertificateChain(name));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        KeyStore known = empty();
        known.setCertificateEntry(clientsBy, load().getCertificate(clientsBy));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            all.load(bytes, PASSWORD);
        }
        return all;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore none = KeyStore.getInstance("PKCS12");
        none.load(null, null);
        return none;
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }

    private void genkeypair(String name, String algorithm, List<String> further) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                algorithm,
                "-validity",
                "30"));
        command.addAll(algorithm.equals("EC") ? List.of("-groupname", "secp256r1") : List.of("-keysize", "2048"));
        command.addAll(further);
        command.addAll(
                List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + said);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
