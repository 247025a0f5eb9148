package dev.heir.integration.outbound;

import dev.heir.integration.provider.Addresses;
import dev.heir.integration.provider.Nat64;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Lets requests out to public addresses only, unless their provider was registered as internal. What it admits is the
 * address to connect to: the name is not looked up again, so a second answer of the DNS changes nothing.
 */
public final class Wall {

    private final Resolver resolver;
    private final List<Nat64> prefixes;

    /** @param prefixes by which this network translates IPv6 to IPv4 */
    public Wall(Resolver resolver, List<Nat64> prefixes) {
        this.resolver = resolver;
        this.prefixes = prefixes;
    }

    /** As the system's resolver knows names, with the prefixes that were configured. */
    public static Wall of(OutboundConfig config) {
        return new Wall(
                InetAddress::getAllByName,
                config.nat64Prefixes().orElse(List.of()).stream()
                        .map(Nat64::parse)
                        .toList());
    }

    /** What knows the addresses of a name. */
    public interface Resolver {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    /** What the wall says. */
    public sealed interface Verdict {
        /** @param addresses to connect to, in the order of the DNS; at least one */
        record Admitted(List<InetAddress> addresses) implements Verdict {
            Admitted(InetAddress only) {
                this(List.of(only));
            }
        }

        /** @param nowhere whether there is no such host */
        record Refused(String reason, boolean nowhere) implements Verdict {
            Refused(String reason) {
                this(reason, false);
            }
        }
    }

    public Verdict look(String host, boolean internal) {
        InetAddress[] addresses;
        try {
            addresses = resolver.all(host);
        } catch (UnknownHostException nobody) {
            return new Verdict.Refused("host '" + host + "' has no address", true);
        }
        // What one resolver reads as decimal is octal to another: 0177.0.0.1 is refused for both.
        if (Character.digit(host.charAt(0), 10) >= 0
                && !internal
                && Addresses.literal(host)
                        .filter(read -> !Addresses.isPublic(read))
                        .isPresent()) {
            return new Verdict.Refused("host '" + host + "' spells an address that is not public; only a provider with"
                    + " 'internal: true' may live there");
        }
        // One forbidden address among several is reason enough: names that mix them are made for rebinding.
        for (InetAddress address : addresses) {
            InetAddress end = end(address);
            if (Addresses.isMetadata(address) || Addresses.isMetadata(end)) {
                return new Verdict.Refused("host '" + host + "' has the address " + address.getHostAddress()
                        + ", which gives machines of a cloud their credentials; no provider lives there");
            }
            if (!internal && !Addresses.isPublic(end)) {
                return new Verdict.Refused("host '" + host + "' has the address " + address.getHostAddress()
                        + ", which is not public; only a provider with 'internal: true' may live there");
            }
        }
        return new Verdict.Admitted(List.of(addresses));
    }

    /** Where what is sent to the address arrives. */
    private InetAddress end(InetAddress address) {
        return prefixes.stream()
                .map(prefix -> prefix.behind(address))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(address);
    }
}
