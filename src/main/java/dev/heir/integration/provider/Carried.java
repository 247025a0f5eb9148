package dev.heir.integration.provider;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The IPv4 addresses within an IPv6 address of a transition technique: on its way a packet to the one may become a packet
 * to the other, so both are judged.
 */
final class Carried {

    private Carried() {}

    static List<InetAddress> by(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return List.of();
        }
        byte[] bytes = address.getAddress();
        int first = word(bytes, 0);
        int second = word(bytes, 2);
        List<InetAddress> carried = new ArrayList<>();
        // Compatible (RFC 4291, section 2.5.5.1), mapped (2.5.5.2) and translated (RFC 2765, section 2.1).
        if (isZero(bytes, 0, 12)
                || (isZero(bytes, 0, 10) && word(bytes, 10) == 0xffff)
                || (isZero(bytes, 0, 8) && word(bytes, 8) == 0xffff && word(bytes, 10) == 0)) {
            carried.add(at(bytes, 12, 13, 14, 15));
        }
        if (isWellKnownNat64(bytes)) {
            carried.add(at(bytes, 12, 13, 14, 15));
        }
        // RFC 8215: of that room a network cuts prefixes of any length that RFC 6052, section 2.2 has.
        if (first == 0x0064 && second == 0xff9b && word(bytes, 4) == 1) {
            for (int length : List.of(48, 56, 64, 96)) {
                carried.add(behind(bytes, length));
            }
        }
        if (first == 0x2002) { // 6to4 (RFC 3056, section 2)
            carried.add(at(bytes, 2, 3, 4, 5));
        }
        if (first == 0x2001 && second == 0) { // Teredo (RFC 4380, section 4): the server, and the client inverted
            carried.add(at(bytes, 4, 5, 6, 7));
            byte[] client = new byte[16];
            for (int i = 12; i < 16; i++) {
                client[i] = (byte) ~bytes[i];
            }
            carried.add(at(client, 12, 13, 14, 15));
        }
        if ((bytes[8] & 0xfc) == 0 && bytes[9] == 0 && word(bytes, 10) == 0x5efe) { // ISATAP (RFC 5214, section 6.1)
            carried.add(at(bytes, 12, 13, 14, 15));
        }
        return carried;
    }

    /** {@code 64:ff9b::/96} (RFC 6052, section 2.1). */
    static boolean isWellKnownNat64(byte[] bytes) {
        return word(bytes, 0) == 0x0064 && word(bytes, 2) == 0xff9b && isZero(bytes, 4, 12);
    }

    /**
     * What stands behind a prefix of NAT64 (RFC 6052, section 2.2).
     *
     * @param length 32, 40, 48, 56, 64 or 96
     */
    static InetAddress behind(byte[] bytes, int length) {
        int[] places = new int[4];
        int at = length / 8;
        for (int i = 0; i < 4; i++) {
            at += at == 8 && length < 96 ? 1 : 0; // bits 64 to 71 are skipped
            places[i] = at++;
        }
        return at(bytes, places[0], places[1], places[2], places[3]);
    }

    private static InetAddress at(byte[] bytes, int a, int b, int c, int d) {
        try {
            return InetAddress.getByAddress(new byte[] {bytes[a], bytes[b], bytes[c], bytes[d]});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
