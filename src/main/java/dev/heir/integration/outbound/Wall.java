package dev.heir.integration.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Lets requests out to public addresses only, unless their provider was registered as internal. What it admits is the
 * address to connect to: the name is not looked up again, so a second answer of the DNS changes nothing.
 */
final class Wall {

    private Wall() {}

    /** What the wall says. */
    sealed interface Verdict {
        record Admitted(InetAddress address) implements Verdict {}

        record Refused(String reason) implements Verdict {}
    }

    static Verdict look(String host, boolean internal) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException nobody) {
            return new Verdict.Refused("host '" + host + "' has no address");
        }
        if (!internal) {
            // One forbidden address among several is reason enough: names that mix them are made for rebinding.
            for (InetAddress address : addresses) {
                if (!isPublic(address)) {
                    return new Verdict.Refused("host '" + host + "' has the address " + address.getHostAddress()
                            + ", which is not public; only a provider with 'internal: true' may live there");
                }
            }
        }
        return new Verdict.Admitted(addresses[0]);
    }

    /** Whether an address is globally reachable by the IANA special-purpose registries (RFC 6890 and its updates). */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address four -> isPublic(four.getAddress());
            case Inet6Address six -> isPublicSix(six.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic(byte[] four) {
        int a = four[0] & 0xFF;
        int b = four[1] & 0xFF;
        int c = four[2] & 0xFF;
        return switch (a) {
            case 0, 10, 127 -> false;
            case 100 -> b < 64 || b > 127; // shared address space, RFC 6598
            case 169 -> b != 254; // link local and cloud metadata
            case 172 -> b < 16 || b > 31;
            case 192 -> b != 168 && !(b == 0 && (c == 0 || c == 2)) && !(b == 88 && c == 99);
            case 198 -> b != 18 && b != 19 && !(b == 51 && c == 100);
            case 203 -> !(b == 0 && c == 113);
            default -> a < 224;
        };
    }

    private static boolean isPublicSix(byte[] six) {
        int first = ((six[0] & 0xFF) << 8) | (six[1] & 0xFF);
        int second = ((six[2] & 0xFF) << 8) | (six[3] & 0xFF);
        if (first == 0x0064 && second == 0xFF9B) {
            return isPublic(last(six)); // NAT64, RFC 6052
        }
        if (first == 0x2002) {
            return isPublic(new byte[] {six[2], six[3], six[4], six[5]}); // 6to4, RFC 3056
        }
        // Only 2000::/3 is given out; of it Teredo (2001::/32), ORCHID, benchmarking and documentation are not hosts.
        boolean special = (first == 0x2001 && (second < 0x0200 || second == 0x0DB8)) || first == 0x3FFF;
        return (first & 0xE000) == 0x2000 && !special;
    }

    private static byte[] last(byte[] six) {
        return new byte[] {six[12], six[13], six[14], six[15]};
    }
}
