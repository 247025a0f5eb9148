package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Addresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are outside, by the IANA special-purpose registries. */
class WallTest {

    private static final Wall WALL = new Wall(InetAddress::getAllByName, List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.19.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "192.88.99.1",
                "::1",
                "::",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "2001:db8::1",
                "2001::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "3fff::1",
                "100::1"
            })
    void special_addresses_are_not_public(String address) throws UnknownHostException {
        assertThat(Addresses.isPublic(InetAddress.getByName(address))).isFalse();
        assertThat(WALL.look(address.contains(":") ? "[" + address + "]" : address, false))
                .isInstanceOf(Wall.Verdict.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.1.1.1", "100.63.0.1", "100.128.0.1", "172.15.0.1", "172.32.0.1", "198.20.0.1", "169.253.0.1"})
    void ordinary_addresses_are_public(String address) throws UnknownHostException {
        assertThat(Addresses.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2606:4700::1111", "64:ff9b::101:101", "2002:101:101::1"})
    void ordinary_addresses_of_version_6_are_public(String address) throws UnknownHostException {
        assertThat(Addresses.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "127.1", "0x7f000001", "localhost"})
    void other_spellings_of_loopback_do_not_get_past(String host) {
        assertThat(WALL.look(host, false)).isInstanceOf(Wall.Verdict.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "169.254.170.2", "fd00:ec2::254", "::ffff:169.254.169.254"})
    void a_clouds_metadata_is_not_let_out_to_even_by_an_internal_provider(String address) {
        assertThat(WALL.look(address, true)).isInstanceOf(Wall.Verdict.Refused.class);
    }
}
