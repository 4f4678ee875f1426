package dev.holdfast.detector.domain.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class SupportTableTest {

    /// If not: the page itself says how to write it again.
    @Test
    void the_page_says_what_the_engine_does() throws IOException {
        assertThat(Files.readString(Path.of("../docs/promql.md"))).isEqualTo(SupportTable.text());
    }
}
