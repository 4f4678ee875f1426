package dev.holdfast.verifier.domain.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// A corpus of ways to make a server ask what it should not.
class ReachTest {
    private static final Reach REACH =
            new Reach(
                    List.of(
                            Reach.entry("shop.example.com"),
                            Reach.entry("api.example.com:8443"),
                            Reach.entry("*.internal"),
                            Reach.entry("10.1.2.3"),
                            Reach.entry("localhost")),
                    List.of(Network.of("192.168.7.0/24")));

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.com",
                "shop.example.com.evil.com",
                "evilshop.example.com",
                "shop.example.com.",
                "example.com",
                "internal",
                "169.254.169.254",
                "127.0.0.1",
                "127.1",
                "2130706433",
                "0x7f000001",
                "017700000001",
                "0",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:10.1.2.3]",
                "10.1.2.3.nip.io",
                "metadata.google.internal.evil.com",
                "ⓢhop.example.com",
                "shop。example.com"
            })
    void a_host_that_is_not_listed_is_refused(String host) {
        assertThat(REACH.refusal(host, 80)).isPresent();
    }

    @Test
    void listed_hosts_and_ports_are_allowed() {
        assertThat(REACH.refusal("shop.example.com", 80)).isEmpty();
        assertThat(REACH.refusal("SHOP.example.COM", 443)).isEmpty();
        assertThat(REACH.refusal("api.example.com", 8443)).isEmpty();
        assertThat(REACH.refusal("api.example.com", 443)).isPresent();
        assertThat(REACH.refusal("db.internal", 5432)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.8.1",
                "100.64.0.1",
                "::1",
                "fc00::1",
                "fd12::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "::10.0.0.1",
                "198.18.0.1"
            })
    void a_listed_name_that_leads_inside_is_refused(String address) {
        assertThat(REACH.refusal("shop.example.com", address(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "255.255.255.255",
                "240.0.0.1",
                "::",
                "fe80::1",
                "ff02::1",
                "fd00:ec2::254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::",
                "::ffff:169.254.169.254",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192"
            })
    void some_addresses_are_never_reached_whatever_is_listed(String address) {
        Reach everything =
                new Reach(
                        List.of(Reach.entry("x"), Reach.entry("169.254.169.254")),
                        List.of(Network.of("0.0.0.0/0"), Network.of("::/0")));
        assertThat(everything.refusal("x", address(address))).isPresent();
        assertThat(everything.refusal("169.254.169.254", address("169.254.169.254"))).isPresent();
    }

    @Test
    void what_is_meant_is_reached() {
        assertThat(REACH.refusal("shop.example.com", address("93.184.216.34"))).isEmpty();
        assertThat(REACH.refusal("shop.example.com", address("2606:4700::1"))).isEmpty();
        assertThat(REACH.refusal("db.internal", address("192.168.7.255"))).isEmpty();
        assertThat(REACH.refusal("db.internal", address("192.168.8.0"))).isPresent();
        assertThat(REACH.refusal("10.1.2.3", address("10.1.2.3"))).isEmpty();
        assertThat(REACH.refusal("localhost", address("127.0.0.1"))).isEmpty();
        assertThat(REACH.refusal("localhost", address("10.0.0.1"))).isPresent();
    }
}
