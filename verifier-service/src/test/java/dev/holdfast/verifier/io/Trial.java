package dev.holdfast.verifier.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.Packs;
import dev.holdfast.verifier.VerifierSettings;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.Evidence;
import dev.holdfast.verifier.domain.check.Finding;
import dev.holdfast.verifier.domain.check.Given;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.flow.Probes;
import dev.holdfast.verifier.io.probe.ParallelProbes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// One `checks.yml` as a user writes it, asked for real: read, put to the world, judged.
public final class Trial {
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> facts =
            new HashMap<>(
                    Map.of(
                            "system",
                            "shop",
                            "environment",
                            "production",
                            "component",
                            "backend",
                            "to",
                            "1.4.1"));
    private final Map<String, String> files = new java.util.TreeMap<>();
    private Map<String, String> before = Map.of();
    private String checks;
    private URI detector = URI.create("http://127.0.0.1:1");
    private VerifierSettings settings =
            new VerifierSettings(Set.of(), List.of(), List.of(), null, null);
    private InstantSource clock = InstantSource.system();
    private Duration timeout = Duration.ofSeconds(10);
    private String evidence = "";

    private Trial(String checks) {
        this.checks = checks;
    }

    /// Hosts are loopback unless the text names its own.
    public static Trial of(String checks) {
        return new Trial(
                checks.startsWith("hosts:")
                        ? checks
                        : "hosts: [\"127.0.0.1\", localhost]\n" + checks);
    }

    public Trial secret(String name, String value) {
        environment.put("SECRET_" + name.toUpperCase(java.util.Locale.ROOT), value);
        return this;
    }

    /// A secret that is the content of a file.
    public Trial secretFile(String name, Path file) {
        files.put(name, "  %s: file:%s\n".formatted(name, file));
        return this;
    }

    public Trial before(Map<String, String> values) {
        before = values;
        return this;
    }

    public Trial fact(String name, String value) {
        facts.put(name, value);
        return this;
    }

    public Trial detector(String url) {
        detector = URI.create(url);
        return this;
    }

    public Trial commands(String... programs) {
        settings =
                new VerifierSettings(
                        Set.of(programs),
                        settings.logs(),
                        settings.files(),
                        settings.docker(),
                        settings.token());
        return this;
    }

    public Trial files(Path folder) {
        settings =
                new VerifierSettings(
                        settings.commands(),
                        List.of(folder),
                        List.of(folder),
                        settings.docker(),
                        settings.token());
        return this;
    }

    public Trial docker(Path socket) {
        settings =
                new VerifierSettings(
                        settings.commands(),
                        settings.logs(),
                        settings.files(),
                        socket,
                        settings.token());
        return this;
    }

    public Trial token(Path file) {
        settings =
                new VerifierSettings(
                        settings.commands(),
                        settings.logs(),
                        settings.files(),
                        settings.docker(),
                        file);
        return this;
    }

    /// Asked at this time.
    public Trial at(Instant time) {
        clock = () -> time;
        return this;
    }

    public Trial timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    public Trial replace(String from, String to) {
        checks = checks.replace(from, to);
        return this;
    }

    /// Of the last asking.
    public String evidence() {
        return evidence;
    }

    public Rules rules() {
        return Rules.read(pack())
                .orElseThrow(() -> new AssertionError(Rules.problems(pack()).toString()));
    }

    public dev.holdfast.backbone.pack.PackFiles pack() {
        StringBuilder secrets = new StringBuilder(String.join("", files.values()));
        environment.keySet().stream()
                .filter(n -> n.startsWith("SECRET_"))
                .forEach(n ->
                        secrets.append("  ")
                                .append(n.substring(7).toLowerCase(java.util.Locale.ROOT))
                                .append(": env:")
                                .append(n)
                                .append('\n'));
        return dev.holdfast.backbone.pack.PackFiles.of(
                "shop", Map.of("pack.yml", Packs.MANIFEST + secrets, "checks.yml", checks));
    }

    /// The check named `it`.
    public Finding ask() {
        return ask("it");
    }

    public Finding ask(String name) {
        Rules rules = rules();
        CheckSpec spec = Objects.requireNonNull(rules.checks().checks().get(name));
        Given given = new Given(Map.of(), facts, before, before, Map.of()).and("run", "holdfast-1");
        return switch (spec.prepare(given)) {
            case CheckSpec.Settled(Finding finding) -> finding;
            case CheckSpec.Ask(Question q) -> {
                try (ParallelProbes probes =
                        new ParallelProbes(World.askers(detector, environment, settings, clock))) {
                    Probes.Probe probe =
                            new Probes.Probe(
                                    name,
                                    q,
                                    timeout,
                                    rules.reach("production"),
                                    rules.manifest().secrets());
                    List<Probes.Probed> answers =
                            probes.ask(List.of(probe), Instant.EPOCH, timeout.plusSeconds(2));
                    assertThat(answers).as("an answer of " + q.asks()).hasSize(1);
                    evidence = Evidence.of(q, answers.getFirst().answer());
                    yield spec.judge(answers.getFirst().answer(), given);
                }
            }
        };
    }

    public Trial passes() {
        return is(Verdict.PASSED);
    }

    public Trial fails(String says) {
        return is(Verdict.FAILED, says);
    }

    public Trial isInconclusive(String says) {
        return is(Verdict.INCONCLUSIVE, says);
    }

    private Trial is(Verdict verdict, String... says) {
        Finding finding = ask();
        assertThat(finding.verdict()).as(finding.says() + "\n" + evidence).isEqualTo(verdict);
        for (String part : says) {
            assertThat(finding.says()).contains(part);
        }
        return this;
    }

    public static Scope scope() {
        return Scope.of("shop", "production");
    }
}
