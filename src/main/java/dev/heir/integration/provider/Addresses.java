package dev.heir.integration.provider;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The one place that knows which addresses belong to the open internet; all others need {@code internal: true}. */
public final class Addresses {

    // AWS and everybody who took its address, ECS and EKS on it; Alibaba, Azure, Google, Oracle, OpenStack, Scaleway,
    // Tencent. As text: a native binary carries what was worked out when it was built, and no InetAddress may be among
    // that.
    private static final Set<String> METADATA = Set.of(
            "169.254.169.254",
            "fd00:ec2:0:0:0:0:0:254",
            "169.254.170.2",
            "169.254.170.23",
            "fd00:ec2:0:0:0:0:0:23",
            "100.100.100.200",
            "168.63.129.16", // in public space
            "fd20:ce:0:0:0:0:0:254",
            "192.0.0.192",
            "fe80:0:0:0:0:0:a9fe:a9fe",
            "169.254.42.42",
            "fd00:42:0:0:0:0:0:42",
            "169.254.0.23");

    private static final Set<String> METADATA_NAMES = Set.of(
            "metadata",
            "metadata.google.internal",
            "metadata.goog",
            "metadata.azure.internal",
            "instance-data",
            "instance-data.ec2.internal",
            "metadata.tencentyun.com");

    private Addresses() {}

    /** Whether the address is a public unicast one, by the IANA registries of special-purpose addresses (RFC 6890). */
    public static boolean isPublic(InetAddress address) {
        return !isMetadata(address)
                && (address instanceof Inet6Address ? isPublic6(address) : isPublic4(address.getAddress()));
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
        String name = plain(host);
        return literal(name)
                .map(address -> !isPublic(address))
                .orElseGet(() -> name.equals("localhost")
                        || name.endsWith(".localhost")
                        || name.endsWith(".local")
                        || name.endsWith(".internal"));
    }

    /** Whether a cloud gives its machines their own credentials there: nobody's provider, whoever asks. */
    public static boolean isMetadata(InetAddress address) {
        return METADATA.contains(text(address))
                || Carried.by(address).stream().map(Addresses::text).anyMatch(METADATA::contains);
    }

    /** As a literal or a reserved name. */
    public static boolean isMetadata(String host) {
        String name = plain(host);
        return METADATA_NAMES.contains(name)
                || literal(name).filter(Addresses::isMetadata).isPresent();
    }

    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Without its zone. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
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

    private static boolean isPublic6(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        boolean globalUnicast = (first & 0xe000) == 0x2000;
        boolean special = (first == 0x2001 && (second < 0x0200 || second == 0x0db8))
                || (first == 0x3fff && second < 0x1000); // RFC 9637
        return ((globalUnicast && !special) || Carried.isWellKnownNat64(bytes))
                && Carried.by(address).stream().allMatch(carried -> isPublic4(carried.getAddress()));
    }
}
