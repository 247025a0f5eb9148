package dev.heir.integration.outbound;

import dev.heir.integration.provider.Addresses;
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

        /** @param nowhere whether there is no such host */
        record Refused(String reason, boolean nowhere) implements Verdict {
            Refused(String reason) {
                this(reason, false);
            }
        }
    }

    static Verdict look(String host, boolean internal) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException nobody) {
            return new Verdict.Refused("host '" + host + "' has no address", true);
        }
        for (InetAddress address : addresses) {
            if (Addresses.isMetadata(address)) {
                return new Verdict.Refused("host '" + host + "' has the address " + address.getHostAddress()
                        + ", which gives machines of a cloud their credentials; no provider lives there");
            }
        }
        if (!internal) {
            // One forbidden address among several is reason enough: names that mix them are made for rebinding.
            for (InetAddress address : addresses) {
                if (!Addresses.isPublic(address)) {
                    return new Verdict.Refused("host '" + host + "' has the address " + address.getHostAddress()
                            + ", which is not public; only a provider with 'internal: true' may live there");
                }
            }
        }
        return new Verdict.Admitted(addresses[0]);
    }
}
