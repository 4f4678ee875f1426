package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/// The pack of the demo, read as every service reads it.
class ShopPackTest {
    private static final Path SHOP = Path.of("../packs/shop");

    @TempDir Path folder;

    @Test
    void nothing_is_wrong_with_it() {
        assertThat(check(SHOP)).contains("nothing wrong");
    }

    @Test
    void mistakes_in_several_files_are_told_at_once_with_their_places() throws IOException {
        try (var files = Files.list(SHOP)) {
            for (Path file : files.toList()) {
                String text =
                        Files.readString(file)
                                .replace("sum(rate(", "summ(rate(")
                                .replace("action: link.switch", "action: link.swich")
                                .replace("action: watch", "action: wach");
                Files.writeString(folder.resolve(file.getFileName()), text);
            }
        }
        assertThat(check(folder))
                .containsPattern("triggers.yml:\\d+:\\d+: ")
                .containsPattern("runbooks.yml:\\d+:\\d+: .*link.switch")
                .containsPattern("decisions.yml:\\d+:\\d+: .*watch");
    }

    private static String check(Path pack) {
        var out = new StringWriter();
        Holdfast.commandLine().setOut(new PrintWriter(out)).execute("check", pack.toString());
        return out.toString();
    }
}
