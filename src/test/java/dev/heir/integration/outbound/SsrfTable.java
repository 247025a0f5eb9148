package dev.heir.integration.outbound;

import dev.heir.integration.provider.Addresses;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Every form of an address that somebody may write to get inside: {@code ssrf.csv}, a row each. */
public final class SsrfTable {

    private static final List<Row> ROWS = read();

    private SsrfTable() {}

    /** Who stops a request there. */
    public enum Verdict {
        /** Nobody. */
        ADMITTED,
        /** The wall, once the name was looked up; a document with it is accepted. */
        WALL,
        /** Already the reader of the document. */
        REFUSED
    }

    /**
     * @param form what it is an example of
     * @param host as it stands in a URL, with its port if it has one
     * @param resolves what a resolver answers, if it is a name
     * @param open the verdict on a provider that is not internal
     * @param internal the verdict on one that is
     */
    public record Row(String form, String host, List<String> resolves, Verdict open, Verdict internal, String why) {

        public Verdict verdict(boolean internalProvider) {
            return internalProvider ? internal : open;
        }

        @Override
        public String toString() {
            return form + ": " + host.replaceAll("\\p{Cntrl}", "?");
        }
    }

    public static List<Row> rows() {
        return ROWS;
    }

    private static List<Row> read() {
        try (InputStream table = Objects.requireNonNull(SsrfTable.class.getResourceAsStream("/ssrf.csv"))) {
            List<Row> rows = new ArrayList<>();
            for (String line : new String(table.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] cells = line.split(";", -1);
                if (!cells[0].equals("form")) {
                    rows.add(new Row(
                            cells[0],
                            unescaped(cells[1]),
                            cells[2].isEmpty() ? List.of() : List.of(cells[2].split(" ")),
                            Verdict.valueOf(cells[3].toUpperCase(Locale.ROOT)),
                            Verdict.valueOf(cells[4].toUpperCase(Locale.ROOT)),
                            cells[5]));
                }
            }
            return List.copyOf(rows);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String unescaped(String cell) {
        return cell.replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\0", "\0")
                .replace("\\\\", "\\");
    }

    /** Answers as the table says, and reads a literal in every form that any resolver reads. */
    static InetAddress[] resolve(String host) throws UnknownHostException {
        Optional<InetAddress> literal = Addresses.literal(host);
        if (literal.isPresent()) {
            return new InetAddress[] {literal.get()};
        }
        List<InetAddress> found = new ArrayList<>();
        for (Row row : ROWS) {
            if (row.host().equalsIgnoreCase(host)) {
                for (String address : row.resolves()) {
                    found.add(InetAddress.ofLiteral(address));
                }
                break;
            }
        }
        if (found.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return found.toArray(InetAddress[]::new);
    }
}
