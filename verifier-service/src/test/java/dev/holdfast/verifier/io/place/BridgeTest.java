package dev.holdfast.verifier.io.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.verifier.domain.file.Reach;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A port that stands open for an instant leads nobody else anywhere, and is closed again.
class BridgeTest {
    @TempDir Path folder = Path.of("");

    private static Terms terms() {
        return Terms.of(Reach.NOTHING, Map.of(), Duration.ofSeconds(10));
    }

    @Test
    void a_connection_of_our_own_is_led_through_the_program() throws Exception {
        try (Bridge bridge = Bridge.open(List.of("/bin/cat"), terms());
                Socket us = new Socket(InetAddress.getLoopbackAddress(), bridge.port())) {
            us.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
            us.shutdownOutput();
            assertThat(us.getInputStream().readAllBytes()).asString().isEqualTo("hello\n");
        }
    }

    @Test
    void another_user_s_connection_is_closed_and_nothing_of_it_goes_through() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/net/tcp")), "this is no Linux");
        Path another =
                Files.writeString(folder.resolve("status"), "Uid:\t4242\t4242\t4242\t4242\n");
        Neighbours strangers = new Neighbours(Neighbours.ofThisMachine().tables(), another);
        try (Bridge bridge = Bridge.open(List.of("/bin/cat"), terms(), strangers);
                Socket first = new Socket(InetAddress.getLoopbackAddress(), bridge.port());
                Socket second = new Socket(InetAddress.getLoopbackAddress(), bridge.port())) {
            assertThat(first.getInputStream().read()).isEqualTo(-1);
            assertThat(second.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void where_nobody_tells_whose_connections_are_the_first_is_taken() throws IOException {
        Neighbours untold = new Neighbours(List.of(folder.resolve("none")), folder.resolve("none"));
        assertThat(untold.ours(1, 2)).isTrue();
    }

    @Test
    void a_program_that_is_gone_leaves_no_port_open() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isReadable(descriptors), "this is no Linux");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> Bridge.open(List.of("/no/such/ssh"), terms()))
                    .isInstanceOf(Unusable.class);
        }
        long before = open(descriptors);
        for (int i = 0; i < 40; i++) {
            assertThatThrownBy(() -> Bridge.open(List.of("/no/such/ssh"), terms()))
                    .isInstanceOf(Unusable.class);
        }
        assertThat(open(descriptors)).isLessThan(before + 20);
    }

    private static long open(Path descriptors) throws IOException {
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.count();
        }
    }
}
