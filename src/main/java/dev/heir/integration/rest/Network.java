package dev.heir.integration.rest;

import java.net.InetAddress;
import java.util.Optional;

/** Addresses that begin alike, such as {@code 10.0.0.0/8}; one alone is a network too. */
record Network(InetAddress first, int bits) {

    /** @throws IllegalArgumentException when it is none; nothing is looked up */
    static Network parse(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress first = InetAddress.ofLiteral(parts[0]);
        int all = first.getAddress().length * 8;
        int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException("a network's prefix must be from 0 to " + all + ", was " + bits);
        }
        return new Network(first, bits);
    }

    /** Empty where the text is no address. */
    static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text.strip()));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    boolean holds(InetAddress address) {
        byte[] own = first.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((own[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
