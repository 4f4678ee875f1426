package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.holdfast.backbone.drill.DrillsFile;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.cli.command.PackOptions;
import dev.holdfast.cli.drill.Canary;
import dev.holdfast.cli.drill.Held;
import dev.holdfast.cli.http.Services;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.Ports;
import dev.holdfast.local.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Silence of the heartbeat says what no service can say of itself. The kill switch within a second
/// is a promise for machines that do nothing else, so here only that it came on counts.
@ResourceLock("house")
class CanaryTest {
    private static final int LAB = 80;
    private static final int LAB_PORTS = 10;

    private final WholeHouse house = WholeHouse.shared();

    @Test
    void the_heartbeat_is_called_only_after_a_call_through_all_five_services() throws Exception {
        var beats = new AtomicInteger();
        HttpServer outside =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext(
                "/ping",
                exchange -> {
                    beats.incrementAndGet();
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        outside.start();
        URI heartbeat =
                URI.create("http://127.0.0.1:%d/ping".formatted(outside.getAddress().getPort()));
        try {
            Canary canary = canary();
            canary.settle();

            Held well = canary.call(heartbeat);
            assertThat(well.lines())
                    .as("%s", house.wire().heard("canary"))
                    .filteredOn(l -> !l.right())
                    .isEmpty();
            assertThat(beats).hasValue(1);

            house.kills(Service.VERIFIER);
            Held mute = canary.call(heartbeat);
            assertThat(mute.passed()).isFalse();
            assertThat(mute.lines())
                    .filteredOn(l -> l.what().equals("verdict"))
                    .singleElement()
                    .satisfies(l -> assertThat(l.right()).isFalse());
            assertThat(beats).hasValue(1);
        } finally {
            house.starts(Service.VERIFIER);
            outside.stop(0);
        }
    }

    private Canary canary() throws IOException {
        PackFiles pack = PackOptions.read(Path.of("..", "deploy", "packs", "canary"), Map.of());
        var problems = new Problems();
        DrillsFile file = DrillsFile.read(pack, problems);
        assertThat(problems.lines()).isEmpty();
        return new Canary(
                new HouseSettings(Path.of(".."), house.folder(), Ports.row(LAB_PORTS) - LAB, false),
                new Services(s -> house.url(s, "").toString(), () -> Optional.of(WholeHouse.ROOT)),
                pack,
                file);
    }
}
