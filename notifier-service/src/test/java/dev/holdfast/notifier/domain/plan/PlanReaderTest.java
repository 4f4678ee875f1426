package dev.holdfast.notifier.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.notifier.Packs;
import dev.holdfast.notifier.domain.plan.Address.WebhookAddress;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class PlanReaderTest {
    @Test
    void a_webhook_is_read_with_the_variables_of_its_environment() {
        PackFiles pack =
                Packs.shop(
                        """
                        channels:
                          terminal: {kind: log}
                          hook:
                            kind: webhook
                            url: ${hooks}/in
                            secret: hook-signing
                            timeout: 2s
                            give-up: 10m
                            fallback: terminal
                        route: {channels: [hook]}
                        """);
        assertThat(PlanReader.check(pack)).isEmpty();
        ChannelSpec spec = Objects.requireNonNull(PlanReader.read(pack, "staging").channel("hook"));
        assertThat(spec.giveUp()).isEqualTo(Duration.ofMinutes(10));
        assertThat(spec.address())
                .isInstanceOfSatisfying(
                        WebhookAddress.class,
                        a -> {
                            assertThat(a.url()).hasToString("http://127.0.0.1:7481/in");
                            assertThat(a.timeout()).isEqualTo(Duration.ofSeconds(2));
                        });
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_with_its_place_and_the_nearest_name() {
        PackFiles pack =
                Packs.shop(
                        """
                        chanels: {}
                        channels:
                          hook:
                            kind: webhok
                          folder: {kind: folder, path: ../etc}
                          post: {kind: webhook, url: "ftp://x/y", secret: hook-singing, fallback: post}
                        route:
                          channels: [hok]
                          routes:
                            - match: {severity: P9, event: resolvd}
                              audience: managment
                        silences:
                          - {until: tomorrow, by: dana, reason: x}
                        templates:
                          resolved: templates/r.peb
                          resolvd: templates/gone.peb
                        """,
                        Map.of("templates/r.peb", "fine\n{{ titel }}\n"));
        List<String> problems = PlanReader.check(pack).stream().map(Problem::toString).toList();
        assertThat(problems)
                .anyMatch(p ->
                        p.startsWith(
                                "notifications.yml:1:1: unknown key 'chanels', did you mean 'channels'?"))
                .anyMatch(p ->
                        p.startsWith(
                                "notifications.yml:4:11: 'webhok' is no kind of channel, did you mean 'webhook'?"))
                .anyMatch(p -> p.contains(":5:") && p.contains("'../etc' is no folder name"))
                .anyMatch(p -> p.contains("'ftp://x/y' is no http or https address"))
                .anyMatch(p ->
                        p.contains(
                                "'hook-singing' is no secret of pack.yml, did you mean 'hook-signing'?"))
                .anyMatch(p -> p.contains("cannot be its own fallback"))
                .anyMatch(p -> p.contains("'hok' is no channel, did you mean 'hook'?"))
                .anyMatch(p -> p.contains("'P9' is no severity"))
                .anyMatch(p -> p.contains("'resolvd' is no event, did you mean 'resolved'?"))
                .anyMatch(p -> p.contains("did you mean 'management'?"))
                .anyMatch(p -> p.contains("expected a time such as"))
                .anyMatch(p -> p.contains("templates/r.peb:2:"))
                .anyMatch(p -> p.contains("the pack has no file 'templates/gone.peb'"));
    }

    @Test
    void a_pack_without_the_file_tells_everything_to_the_log() {
        PackFiles pack = PackFiles.of("shop", Map.of("pack.yml", Packs.MANIFEST));
        assertThat(PlanReader.check(pack)).isEmpty();
        assertThat(PlanReader.read(pack, "production").channels()).containsOnlyKeys("log");
    }
}
