package dev.holdfast.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A page that is written from the code.
final class Page {
    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private Page() {}

    /// Fails where the page says something else; `-Ddocs.apply=true` writes it.
    static void is(String file, String text) throws IOException {
        Path page = ROOT.resolve(file);
        if (Boolean.getBoolean("docs.apply")) {
            Files.writeString(page, text);
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as(
                        "%s is stale: mvn -pl deploy/cli -am test -Dtest='*PageTest' "
                                + "-Dsurefire.failIfNoSpecifiedTests=false -Ddocs.apply=true",
                        file)
                .isEqualTo(text);
    }
}
