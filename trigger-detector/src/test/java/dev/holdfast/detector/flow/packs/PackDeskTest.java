package dev.holdfast.detector.flow.packs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.LabPack;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.detector.flow.intake.Routes;
import dev.holdfast.detector.flow.samples.Addressed;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.samples.MemoryLog;
import dev.holdfast.detector.flow.samples.SampleLog;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class PackDeskTest {
    private final MemoryLog log = new MemoryLog();
    private final List<ActivePack> kept = new ArrayList<>();
    private final PackDesk desk =
            new PackDesk(log, kept::add, InstantSource.fixed(Instant.ofEpochMilli(5)));

    @Test
    void an_offered_pack_is_answered_and_changes_nothing_before_it_is_activated() {
        desk.caughtUp();
        desk.offered(3, pack("local"));
        assertThat(log.of(Arrival.PackAnswer.class).getFirst().problems()).isEmpty();
        assertThat(log.appended.getFirst().scope()).isEqualTo(Scope.pack("shop"));
        assertThat(desk.routes().scopes()).isEmpty();
    }

    @Test
    void nobody_is_matched_before_the_packs_are_read() {
        assertThatThrownBy(desk::routes).isInstanceOf(SampleLog.Unavailable.class);
    }

    @Test
    void variables_of_the_pack_are_filled_in_and_a_wrong_target_is_told_with_its_place() {
        String yaml =
                """
                system: shop
                variables: {host: 127.0.0.1, name: shop}
                environments:
                  local:
                    match: {system: "${name}-(a|b)", zone: "("}
                    scrape:
                      - url: "http://${host}:1/metrics"
                      - url: "${nowhere}/metrics"
                      - url: "ftp://x"
                """;
        assertThat(PackDesk.problems(PackFiles.of("shop", Map.of("pack.yml", yaml))))
                .hasSize(3)
                .anyMatch(p -> p.startsWith("pack.yml:5:44: '(' is no pattern for label zone"))
                .anyMatch(p -> p.startsWith("pack.yml:8:14: '${nowhere}' is not known"))
                .anyMatch(p -> p.startsWith("pack.yml:9:14: 'ftp://x' is no http"));
        String right =
                yaml.replace(", zone: \"(\"", "")
                        .replace("      - url: \"${nowhere}/metrics\"\n", "")
                        .replace("      - url: \"ftp://x\"\n", "");
        desk.caughtUp();
        activate(PackFiles.of("shop", Map.of("pack.yml", right)), 1);
        assertThat(desk.routes().targets())
                .singleElement()
                .satisfies(t -> assertThat(t.url()).isEqualTo("http://127.0.0.1:1/metrics"));
        assertThat(desk.routes().of(Map.of("system", "shop-a")))
                .containsExactly(Scope.of("shop", "local"));
    }

    @Test
    void a_watch_names_one_workload_of_a_component_and_what_is_wrong_is_told_with_its_place() {
        String yaml =
                """
                system: shop
                variables: {space: shop-1}
                secrets: {cluster: "file:/k"}
                environments:
                  local:
                    components: [backend]
                    watch:
                      - {component: backend, kubernetes: {namespace: "${space}", workload: deployment/web, kubeconfig: cluster}}
                      - {component: backnd, compose: {project: shop, service: "a b"}}
                      - {component: backend, kubernetes: {namespace: x, workload: pod/web, kubeconfig: clustr}}
                      - {component: backend}
                """;
        assertThat(PackDesk.problems(PackFiles.of("shop", Map.of("pack.yml", yaml))))
                .hasSize(5)
                .anyMatch(p -> p.startsWith("pack.yml:9:21: 'backnd' is none of the environment's"))
                .anyMatch(p -> p.startsWith("pack.yml:9:63: 'a b' is no name of a service"))
                .anyMatch(p -> p.startsWith("pack.yml:10:67: 'pod/web' is no name of a workload"))
                .anyMatch(p -> p.contains("'clustr' is none of the secrets of pack.yml, did you"))
                .anyMatch(p -> p.startsWith("pack.yml:11:9: a watch names one workload"));
        desk.caughtUp();
        String right = yaml.substring(0, yaml.indexOf("      - {component: backnd"));
        activate(PackFiles.of("shop", Map.of("pack.yml", right)), 1);
        assertThat(desk.routes().watched())
                .singleElement()
                .satisfies(
                        w -> assertThat(w.watch().place().toString()).contains("namespace=shop-1"));
    }

    @Test
    void an_activated_pack_is_switched_to_in_each_environment() {
        desk.caughtUp();
        var pack = pack("local", "production");
        desk.offered(3, pack);
        desk.activated("shop", pack.digest(), 1, 9);
        assertThat(log.appended.stream().filter(a -> a.arrival() instanceof Arrival.PackSwitch))
                .extracting(Addressed::scope)
                .containsExactlyInAnyOrder(
                        Scope.of("shop", "local"), Scope.of("shop", "production"));
        assertThat(desk.routes().knows(Scope.of("shop", "local"))).isTrue();
        assertThat(kept).hasSize(1);
    }

    @Test
    void an_activation_that_comes_before_its_pack_waits_for_it() {
        desk.caughtUp();
        desk.activated("shop", pack("local").digest(), 1, 9);
        assertThat(desk.active()).isEmpty();
        desk.offered(3, pack("local"));
        assertThat(desk.active()).hasSize(1);
    }

    @Test
    void an_environment_that_is_gone_gets_no_rules() {
        desk.caughtUp();
        activate(pack("local", "production"), 1);
        log.appended.clear();
        activate(pack("local"), 2);
        var retired =
                log.appended.stream()
                        .filter(a -> a.scope().equals(Scope.of("shop", "production")))
                        .map(a -> (Arrival.PackSwitch) a.arrival())
                        .toList();
        assertThat(retired).singleElement().satisfies(s -> assertThat(s.files()).isEmpty());
    }

    @Test
    void after_a_restart_only_the_newest_is_told() {
        desk.offered(1, pack("one"));
        desk.offered(2, pack("two"));
        desk.activated("shop", pack("one").digest(), 1, 9);
        desk.activated("shop", pack("two").digest(), 2, 10);
        assertThat(log.appended).isEmpty();
        desk.caughtUp();
        assertThat(log.of(Arrival.PackSwitch.class).stream().filter(s -> !s.files().isEmpty()))
                .extracting(Arrival.PackSwitch::version)
                .containsExactly(2L);
        assertThat(log.of(Arrival.PackAnswer.class)).hasSize(2);
    }

    @Test
    void a_current_pack_outlives_the_topic_that_offered_it() {
        desk.remembered(new ActivePack(4, pack("local"), 9));
        desk.offered(7, PackFiles.of("shop", Map.of("pack.yml", "nonsense: true")));
        desk.activated("shop", pack("local").digest(), 4, 9);
        desk.caughtUp();
        assertThat(desk.routes().knows(Scope.of("shop", "local"))).isTrue();
        assertThat(log.of(Arrival.PackAnswer.class).getFirst().problems()).isNotEmpty();
    }

    @Test
    void everything_wrong_is_told_at_once_with_its_place() {
        var problems =
                PackDesk.problems(
                        PackFiles.of(
                                "shop",
                                Map.of(
                                        "pack.yml",
                                        manifest("local"),
                                        "triggers.yml",
                                        """
                                        evry: 1s
                                        rule-files: [more.yml]
                                        groups:
                                          - name: g
                                            rules:
                                              - alert: A
                                                expr: sum(rate(x[5s])
                                        """)));
        assertThat(problems).hasSizeGreaterThanOrEqualTo(3);
        assertThat(problems.getFirst())
                .startsWith("triggers.yml:1:1: unknown key")
                .contains("evry", "every");
        assertThat(problems).anyMatch(p -> p.startsWith("triggers.yml:2:14: the pack has no file"));
        assertThat(problems).anyMatch(p -> p.startsWith("triggers.yml:7:"));
    }

    @Test
    void a_lab_that_cannot_be_filled_out_is_refused_when_the_pack_is_offered() {
        assertThat(PackDesk.problems(withLab("${nowhere}/metrics")))
                .singleElement()
                .asString()
                .startsWith("pack.yml:6:6: ")
                .contains("in the lab: '${nowhere}' is not known");
        assertThat(PackDesk.problems(withLab("http://127.0.0.1:1/metrics"))).isEmpty();
    }

    @Test
    void a_drill_that_cannot_be_scraped_keeps_nobodys_routes() {
        desk.remembered(new ActivePack(1, withLab("${nowhere}/metrics"), 9));
        desk.caughtUp();
        assertThat(desk.openDrill(new Scope("shop", "local", "friday"))).isTrue();

        desk.offered(2, other());
        desk.activated("other", other().digest(), 1, 9);

        assertThat(desk.routes().knows(Scope.of("other", "local"))).isTrue();
    }

    @Test
    void a_drill_whose_rules_were_not_written_is_opened_when_it_is_asked_again() {
        desk.caughtUp();
        activate(withLab("http://127.0.0.1:1/metrics"), 1);
        Scope drill = new Scope("shop", "local", "friday");
        log.away = true;
        assertThatThrownBy(() -> desk.openDrill(drill)).isInstanceOf(SampleLog.Unavailable.class);
        log.away = false;
        log.appended.clear();

        assertThat(desk.openDrill(drill)).isTrue();
        desk.endDrill(drill);
        assertThat(desk.openDrill(drill)).isTrue();

        assertThat(log.of(Arrival.PackSwitch.class))
                .extracting(Arrival.PackSwitch::version)
                .as("each counts after the one before")
                .hasSize(3)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    /// One instance takes the event, another may hold the key, and a third may have it after the next restart.
    @Test
    void whoever_holds_a_drills_key_scrapes_its_lab_until_the_drill_ends() {
        PackFiles pack = withLab("http://127.0.0.1:1/metrics");
        Scope drill = new Scope("shop", "local", "friday");
        Map<Scope, String> held = Map.of(drill, LabPack.of(pack).orElseThrow().digest());
        desk.caughtUp();
        assertThat(desk.routes(held).targets()).as("before the pack is known").isEmpty();
        activate(pack, 1);

        assertThat(desk.routes(held).targets()).extracting(Routes.Target::scope).contains(drill);
        assertThat(desk.routes(Map.of()).targets())
                .extracting(Routes.Target::scope)
                .doesNotContain(drill);
        assertThat(desk.routes(Map.of(drill, "another")).targets())
                .extracting(Routes.Target::scope)
                .doesNotContain(drill);
    }

    /// The drill of the older pack goes on under it.
    @Test
    void a_newer_pack_in_the_middle_of_a_drill_takes_no_scrapes_away_from_who_holds_its_key_next() {
        PackFiles old = withLab("http://127.0.0.1:1/metrics");
        Scope drill = new Scope("shop", "local", "friday");
        desk.caughtUp();
        activate(old, 1);
        activate(withLab("http://127.0.0.1:2/metrics"), 2);

        assertThat(desk.routes(Map.of(drill, LabPack.of(old).orElseThrow().digest())).targets())
                .filteredOn(t -> t.scope().equals(drill))
                .extracting(Routes.Target::url)
                .containsExactly("http://127.0.0.1:1/metrics");
    }

    /// Its key may lie elsewhere and have heard of an end there.
    @Test
    void a_drill_whose_key_is_held_elsewhere_is_told_its_rules_whenever_it_is_opened() {
        PackFiles pack = withLab("http://127.0.0.1:1/metrics");
        Scope drill = new Scope("shop", "local", "friday");
        desk.caughtUp();
        activate(pack, 1);
        log.appended.clear();
        desk.openDrill(drill);
        desk.openDrill(drill);
        assertThat(log.of(Arrival.PackSwitch.class)).hasSize(2);
        var _ = desk.routes(Map.of(drill, LabPack.of(pack).orElseThrow().digest()));
        desk.openDrill(drill);
        assertThat(log.of(Arrival.PackSwitch.class)).as("held here").hasSize(2);
    }

    /// Its key hears of it only when the stream has come so far.
    @Test
    void a_drill_that_was_just_opened_here_is_not_ended_because_its_key_has_not_heard_yet() {
        desk.caughtUp();
        activate(withLab("http://127.0.0.1:1/metrics"), 1);
        Scope drill = new Scope("shop", "local", "friday");
        desk.openDrill(drill);

        assertThat(desk.routes(Map.of()).targets())
                .extracting(Routes.Target::scope)
                .contains(drill);
    }

    private static PackFiles withLab(String url) {
        return PackFiles.of(
                "shop",
                Map.of(
                        "pack.yml",
                        manifest("local") + "lab: {scrape: [{url: \"%s\"}]}\n".formatted(url),
                        "triggers.yml",
                        "groups: []\n"));
    }

    private static PackFiles other() {
        return PackFiles.of(
                "other", Map.of("pack.yml", manifest("local").replace("shop", "other")));
    }

    private void activate(PackFiles pack, long version) {
        desk.offered(version, pack);
        desk.activated("shop", pack.digest(), version, 9);
    }

    private static PackFiles pack(String... environments) {
        return PackFiles.of(
                "shop", Map.of("pack.yml", manifest(environments), "triggers.yml", "groups: []\n"));
    }

    private static String manifest(String... environments) {
        var yaml = new StringBuilder("system: shop\nowner: me\nenvironments:\n");
        for (String e : environments) {
            yaml.append("  ").append(e).append(":\n    match: {system: shop}\n");
        }
        return yaml.toString();
    }
}
