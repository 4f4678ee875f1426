package dev.holdfast.executor.domain.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.executor.io.Workshop;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

class RunbookFileTest {
    private static final Vocabulary WORDS = Workshop.vocabulary();
    private static final String PACK =
            """
            system: shop
            environments: {production: {components: [backend], variables: {port: "7480"}}}
            variables: {home: /opt/shop}
            secrets: {token: "env:SHOP_TOKEN"}
            """;

    private final Problems problems = new Problems();

    private Runbooks read(String text) {
        return RunbookFile.read(
                PackFiles.of("shop", Map.of("pack.yml", PACK, "runbooks.yml", text)),
                WORDS,
                problems);
    }

    @Test
    void a_whole_runbook_is_read() {
        Runbooks all =
                read(
                        """
                        allow: {folders: ["${home}"], hosts: ["127.0.0.1:${port}"]}
                        runbooks:
                          back:
                            deadline: 3m
                            on-failure: undo
                            parameters: {drain: {type: duration, default: 2s}}
                            steps:
                              - name: switch
                                action: link.switch
                                with: {link: "${home}/current", to: "${home}/releases/${to}"}
                                timeout: 5s
                                retry: {attempts: 2, pause: 1s}
                                undo: true
                                when: "${component} == backend"
                              - name: drain
                                action: wait
                                with: {for: "${drain}"}
                                else: [{action: ask, with: {question: "go on?"}}]
                        """);

        assertThat(problems.lines()).isEmpty();
        Runbook back = all.named("back").orElseThrow();
        assertThat(back.pace().deadline()).isEqualTo(Duration.ofMinutes(3));
        assertThat(back.onFailure()).isEqualTo(Afterwards.UNDO);
        assertThat(back.steps().getFirst().retry().attempts()).isEqualTo(2);
        assertThat(back.step("drain").orElseThrow().ways()).hasSize(2);
    }

    @Test
    void every_mistake_is_told_at_once_with_its_place_and_the_nearest_name() {
        read(
                """
                allow: {program: []}
                runbooks:
                  back:
                    deadlin: 3m
                    parameters: {n: {type: hole}}
                    steps:
                      - name: Switch
                        action: link.swich
                      - name: second
                        action: link.switch
                        with: {link: "${hom}/current", too: x}
                        timeout: soon
                      - name: second
                        action: http.request
                        with: {url: "ftp://x", method: FETCH, every: 1s}
                        retry: {attempts: 0}
                        undo: true
                        when: maybe
                """);

        assertThat(problems.lines())
                .anySatisfy(
                        l -> assertThat(l).startsWith("runbooks.yml:1:9: unknown key 'program'"))
                .anySatisfy(l ->
                        assertThat(l)
                                .contains(":4:5: unknown key 'deadlin', did you mean 'deadline'"))
                .anySatisfy(
                        l -> assertThat(l).contains(":5:28: 'hole' is none of").contains("whole"))
                .anySatisfy(l -> assertThat(l).contains(":7:15: 'Switch' is no name of a step"))
                .anySatisfy(l ->
                        assertThat(l)
                                .contains(
                                        ":8:17: there is no action 'link.swich', did you mean 'link.switch'?"))
                .anySatisfy(l ->
                        assertThat(l)
                                .contains(":11:23: '${hom}' is not known, did you mean 'home'?"))
                .anySatisfy(l ->
                        assertThat(l).contains(":11:40: unknown key 'too', did you mean 'to'?"))
                .anySatisfy(l -> assertThat(l).contains(":11:15: link.switch needs 'to'"))
                .anySatisfy(l -> assertThat(l).contains(":12:18: expected a duration"))
                .anySatisfy(
                        l -> assertThat(l).contains(":13:15: there are two steps named 'second'"))
                .anySatisfy(l ->
                        assertThat(l).contains(":15:21: 'ftp://x' is no http or https address"))
                .anySatisfy(l -> assertThat(l).contains(":15:40: 'FETCH' is none of"))
                .anySatisfy(l -> assertThat(l).contains("expected a whole number from 1 to 1000"))
                .anySatisfy(l -> assertThat(l).contains("this action cannot be undone"))
                .anySatisfy(l -> assertThat(l).contains("'maybe' is no condition"));
    }

    @Test
    void a_shell_with_a_command_text_is_refused_where_it_stands() {
        read(
                """
                runbooks:
                  back:
                    steps:
                      - name: run
                        action: process.run
                        with: {program: /bin/sh, args: [-c, "rm -rf /"]}
                """);

        assertThat(problems.lines())
                .containsExactly(
                        "runbooks.yml:6:25: '/bin/sh' would run whatever text it is given; name the"
                                + " program itself");
    }

    @Test
    void an_output_is_known_only_after_its_step() {
        read(
                """
                runbooks:
                  back:
                    steps:
                      - {name: a, action: ask, with: {question: "${steps.b.file}"}}
                """);

        assertThat(problems.lines().getFirst()).contains("'${steps.b.file}' is not known");
    }

    @Test
    void a_pack_without_the_file_has_no_runbooks() {
        Runbooks none =
                RunbookFile.read(PackFiles.of("shop", Map.of("pack.yml", PACK)), WORDS, problems);

        assertThat(none.byName()).isEmpty();
        assertThat(none.unknown("back")).isEqualTo("the pack has no runbook 'back'");
    }

    @Test
    void the_packs_that_we_ship_are_right() throws IOException {
        Path packs = Path.of("..", "deploy", "packs");
        assertThat(packs).isDirectory();
        try (var folders = Files.list(packs)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                PackFiles pack = PackFiles.read(folder.getFileName().toString(), folder);
                RunbookFile.read(pack, WORDS, problems);
            }
        }
        assertThat(problems.lines()).isEmpty();
    }
}
