package dev.heir.integration.provider;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The one place that knows which addresses belong to the open internet; all others need {@code internal: true}. */
public final class Addresses {

    // AWS (and, but for the last two, everybody else), ECS and EKS on it, Alibaba. As text: a native binary carries
    // what
    // was worked out when it was built, and no InetAddress may be among that.
    private static final Set<String> METADATA =
            Set.of("169.254.169.254", "100.100.100.200", "fd00:ec2:0:0:0:0:0:254", "169.254.170.2", "169.254.170.23");

    private Addresses() {}

    /** Whether the address is a public unicast one, by the IANA registries of special-purpose addresses (RFC 6890). */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            return isPublic6(bytes);
        }
        return isPublic4(bytes);
    }

    /** The address that a URL's host spells, in any form that some resolver takes: {@code 0x7f.1}, {@code [::1]}. */
    public static Optional<InetAddress> literal(String host) {
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        int zone = plain.indexOf('%');
        plain = zone >= 0 ? plain.substring(0, zone) : plain;
        try {
            // Octal and hexadecimal parts and fewer than four of them, as inet_aton and so many a client reads them.
            return Optional.of(plain.contains(":") ? InetAddress.ofLiteral(plain) : Inet4Address.ofPosixLiteral(plain));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    /** Whether the host is a literal or a reserved name that can only be private (RFC 6761, RFC 6762, RFC 9476). */
    public static boolean isPrivate(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return literal(name)
                .map(address -> !isPublic(address))
                .orElseGet(() -> name.equals("localhost")
                        || name.endsWith(".localhost")
                        || name.endsWith(".local")
                        || name.endsWith(".internal"));
    }

    /** Whether a cloud gives its machines their own credentials there: nobody's provider, whoever asks. */
    public static boolean isMetadata(InetAddress address) {
        return METADATA.contains(address.getHostAddress().replaceFirst("%.*$", ""));
    }

    /** As a literal or a reserved name. */
    public static boolean isMetadata(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "").equals("metadata.google.internal")
                || literal(host).filter(Addresses::isMetadata).isPresent();
    }

    private static boolean isPublic4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        return !(a == 0
                || a == 10
                || a == 127
                || (a == 100 && b >= 64 && b < 128) // carrier-grade NAT
                || (a == 169 && b == 254) // link-local, and the metadata services of clouds
                || (a == 172 && b >= 16 && b < 32)
                || (a == 192 && b == 0 && (c == 0 || c == 2))
                || (a == 192 && b == 88 && c == 99)
                || (a == 192 && b == 168)
                || (a == 198 && (b == 18 || b == 19))
                || (a == 198 && b == 51 && c == 100)
                || (a == 203 && b == 0 && c == 113)
                || a >= 224);
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        if (first == 0x0064 && second == 0xff9b) { // NAT64 carries an IPv4 address at its end
            return bytes[4] == 0 && bytes[5] == 0 && isPublic4(Arrays.copyOfRange(bytes, 12, 16));
        }
        if (first == 0x2002) { // 6to4 carries one in its middle
            return isPublic4(Arrays.copyOfRange(bytes, 2, 6));
        }
        boolean globalUnicast = (first & 0xe000) == 0x2000;
        boolean special = first == 0x2001 && (second < 0x0200 || second == 0x0db8);
        return globalUnicast && !special && first != 0x3fff;
    }
}
