package dev.heir.integration.provider;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * A network's own prefix for reaching IPv4 from IPv6 (RFC 6052): what is sent to an address below it goes to the IPv4
 * address that it carries. Nobody can tell such a prefix from another, so whoever runs the network names it.
 */
public final class Nat64 {

    private static final Set<Integer> LENGTHS = Set.of(32, 40, 48, 56, 64, 96);

    private final InetAddress prefix;
    private final int length;

    private Nat64(InetAddress prefix, int length) {
        this.prefix = prefix;
        this.length = length;
    }

    /**
     * @param text such as {@code 2001:db8:64::/96}
     * @throws IllegalArgumentException when it is no prefix
     */
    public static Nat64 parse(String text) {
        int slash = text.indexOf('/');
        if (slash > 0 && text.substring(slash + 1).matches("\\d{2}")) {
            int length = Integer.parseInt(text.substring(slash + 1));
            Optional<InetAddress> prefix = Addresses.literal(text.substring(0, slash));
            if (prefix.filter(Inet6Address.class::isInstance).isPresent() && LENGTHS.contains(length)) {
                return new Nat64(prefix.get(), length);
            }
        }
        throw new IllegalArgumentException(
                "a NAT64 prefix must be such as 2001:db8:64::/96, with 32, 40, 48, 56, 64 or 96 bits, was '" + text
                        + "'");
    }

    /** Where a packet to this address ends, if it goes by this prefix. */
    public Optional<InetAddress> behind(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] mine = prefix.getAddress();
        if (bytes.length != mine.length) {
            return Optional.empty();
        }
        for (int i = 0; i < length / 8; i++) {
            if (bytes[i] != mine[i]) {
                return Optional.empty();
            }
        }
        return Optional.of(Carried.behind(bytes, length));
    }
}
