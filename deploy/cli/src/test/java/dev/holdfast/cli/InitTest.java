package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class InitTest {
    private final StringWriter printed = new StringWriter();
    @TempDir Path folder;

    @BeforeEach
    void the_packs_lie_beside_the_launcher() {
        System.setProperty("holdfast.root", "../..");
    }

    @AfterEach
    void forget_the_launcher() {
        System.clearProperty("holdfast.root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-store", "azora", "africanmarket", "shop"})
    void a_new_pack_is_valid_at_once_and_only_observes(String like) throws IOException {
        Path pack = folder.resolve("bakery");
        assertThat(init(pack.toString(), "--from", like, "--system", "bakery", "--owner", "bakers"))
                .isEqualTo(Exit.DONE);
        assertThat(Files.readString(pack.resolve("pack.yml")))
                .contains("system: bakery", "owner: bakers");
        assertThat(Files.readString(pack.resolve("decisions.yml"))).contains("mode: observe");
        assertThat(Holdfast.commandLine().execute("check", pack.toString())).isEqualTo(Exit.DONE);
    }

    @Test
    void answers_become_variables() throws IOException {
        Path pack = folder.resolve("bakery");
        init(
                pack.toString(),
                "--kind",
                "compose",
                "--system",
                "bakery",
                "--set",
                "azora-home=/srv/b");
        assertThat(Files.readString(pack.resolve("pack.yml"))).contains("azora-home: \"/srv/b\"");
    }

    @Test
    void a_folder_that_is_there_is_not_touched() {
        assertThat(init(folder.toString(), "--kind", "pm2", "--system", "bakery"))
                .isEqualTo(Exit.USAGE);
    }

    private int init(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "init";
        System.arraycopy(words, 0, all, 1, words.length);
        return Holdfast.commandLine().setOut(new PrintWriter(printed)).execute(all);
    }
}
