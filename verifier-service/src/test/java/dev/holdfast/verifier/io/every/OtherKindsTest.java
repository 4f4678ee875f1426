package dev.holdfast.verifier.io.every;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.Given;
import dev.holdfast.verifier.domain.check.Told;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;
import dev.holdfast.verifier.io.dns.NameServer;
import dev.holdfast.verifier.io.docker.FakeEngine;
import dev.holdfast.verifier.io.docker.FakeEngine.Reply;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The same table as in [EveryKindTest] for kinds that ask no server over TCP, or ask it only whether
/// it is there. A cell that is empty says why.
class OtherKindsTest {
    private static final Duration SOON = Duration.ofMillis(600);

    @TempDir Path folder = Path.of("");

    private static Trial trial(String check) {
        return Trial.of("checks: { it: { %s } }".formatted(check));
    }

    /// Lying and half-broken: whoever accepts a connection does all that it asks. Too slow by its own
    /// limit: LimitsTest, since a connection of loopback cannot be held back.
    @Test
    void tcp() throws Exception {
        String check = "tcp: { address: \"127.0.0.1:%d\", within: 5s }";
        try (RawServer server = RawServer.saying("")) {
            trial(check.formatted(server.port())).passes();
        }
        trial(check.formatted(Silence.nobody())).isInconclusive("cannot be reached");
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 8; i++) {
                SocketChannel one = SocketChannel.open();
                one.configureBlocking(false);
                one.connect(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), full.getLocalPort()));
                waiting.add(one);
            }
            trial(check.formatted(full.getLocalPort())).timeout(SOON).isInconclusive("600 ms");
        } finally {
            for (SocketChannel one : waiting) {
                one.close();
            }
        }
    }

    @Test
    void dns() throws Exception {
        String check = "dns: { name: shop.example, server: \"127.0.0.1:%d\" }";
        try (NameServer server = new NameServer(NameServer.Answer.of("192.0.2.1"))) {
            Trial it = trial(check.formatted(server.port())).timeout(SOON);
            it.passes();
            server.answers(NameServer.Answer.code(3));
            it.fails("no such name");
            server.answers(new NameServer.Answer(0, List.of(), true, false));
            it.isInconclusive("600 ms");
            server.answers(NameServer.Answer.code(2));
            it.isInconclusive("answers");
            server.answers(new NameServer.Answer(0, List.of("192.0.2.1"), false, true));
            it.isInconclusive("");
        }
        trial(check.formatted(Silence.nobody())).timeout(SOON).isInconclusive("");
    }

    @Test
    void docker() throws Exception {
        String running =
                "{\"Id\":\"c\",\"Name\":\"/c\",\"Config\":{},\"State\":{\"Status\":\"running\"}}";
        engine(running).passes();
        engine(running.replace("running", "exited")).fails("is exited");
        trial("docker: { container: c }")
                .docker(folder.resolve("no.sock"))
                .isInconclusive("cannot be reached");
        engine(null).isInconclusive("600 ms");
        engine("<html>502 Bad Gateway</html>").isInconclusive("no JSON");
        engine(running.substring(0, 40)).isInconclusive("no JSON");
    }

    private Trial engine(@Nullable String says) throws Exception {
        Path own = Files.createTempDirectory(folder, "engine");
        FakeEngine engine = new FakeEngine(own, _ -> says == null ? null : Reply.json(says));
        return trial("docker: { container: c }").docker(engine.socket()).timeout(SOON);
    }

    /// Lying and half-broken: its exit code and its output are all that there is.
    @Test
    void command() {
        command("/bin/true").passes();
        command("/bin/false").fails("exit code is 1");
        command("/bin/none-of-this-name").isInconclusive("cannot be run");
        command("/bin/sleep", "60").timeout(SOON).isInconclusive("600 ms");
        trial("command: { run: [/bin/echo, Error], contains: fine }")
                .commands("/bin/echo")
                .fails("lacks 'fine'");
    }

    private static Trial command(String... run) {
        return trial("command: { run: [%s] }".formatted(String.join(", ", run))).commands(run[0]);
    }

    /// Slow: a file is there or it is not; what unpacks it ends with the check's time.
    @Test
    void backup() throws Exception {
        Trial it =
                trial(
                                "backup: { folder: \"%s\", name: \"shop_*\", younger-than: 1h }"
                                        .formatted(folder))
                        .files(folder);
        it.fails("there is no shop_*");
        String dump =
                "-- PostgreSQL database dump\nCOPY public.a (id) FROM stdin;\n1\n\\.\n-- PostgreSQL database dump complete\n";
        Path file = Files.writeString(folder.resolve("shop_1.sql"), dump);
        it.passes();
        Files.writeString(file, "<html>502 Bad Gateway</html>");
        it.fails("a page of HTML");
        Files.writeString(file, dump.substring(0, dump.length() / 2));
        it.fails("");
        it.replace(folder.toString(), folder + "/gone").isInconclusive("is not there");
    }

    /// Slow: as a backup.
    @Test
    void environment() throws Exception {
        Path file = folder.resolve("shop.pid");
        Trial it =
                trial(
                                "environment: { pid-file: \"%s\", variables: { RELEASE: 1.4.1 } }"
                                        .formatted(file))
                        .files(folder);
        it.isInconclusive("is not there");
        for (String release : List.of("1.4.1", "1.5.0")) {
            ProcessBuilder builder = new ProcessBuilder("sleep", "60");
            builder.environment().put("RELEASE", release);
            Process process = builder.start();
            try {
                Files.writeString(file, process.pid() + "\n");
                assertThat(it.ask().verdict())
                        .isEqualTo(release.equals("1.4.1") ? Verdict.PASSED : Verdict.FAILED);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        it.isInconclusive("does not run");
        Files.writeString(file, "<html>");
        it.isInconclusive("holds no number");
        Files.writeString(file, "");
        it.isInconclusive("holds no number");
    }

    /// Its target is a person: gone and slow are one, and who lies is believed.
    @Test
    void attested() {
        String check = "attested: { question: \"Are there customer reports?\" }";
        assertThat(told(check, true, "none")).isEqualTo(Verdict.PASSED);
        assertThat(told(check, false, "three")).isEqualTo(Verdict.FAILED);
        assertThat(told(check, null, "")).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void callback() {
        String check = "callback: { json: { $.state: paid } }";
        assertThat(told(check, true, "{\"state\":\"paid\"}")).isEqualTo(Verdict.PASSED);
        assertThat(told(check, true, "{\"state\":\"open\"}")).isEqualTo(Verdict.FAILED);
        assertThat(told(check, null, "")).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(told(check, true, "<html>error</html>")).isNotEqualTo(Verdict.PASSED);
        assertThat(told(check, true, "{\"state\":\"pa")).isNotEqualTo(Verdict.PASSED);
    }

    private static Verdict told(String check, @Nullable Boolean good, String text) {
        CheckSpec spec = Objects.requireNonNull(trial(check).rules().checks().checks().get("it"));
        Given given = new Given(Map.of(), Map.of(), Map.of()).and("run", "r");
        Given heard =
                good == null
                        ? given.hearing(Map.of())
                        : given.hearing(
                                Map.of("it", new Told.Word(good, "ada", text, Instant.EPOCH)));
        return ((CheckSpec.Settled) spec.prepare(heard)).finding().verdict();
    }
}
