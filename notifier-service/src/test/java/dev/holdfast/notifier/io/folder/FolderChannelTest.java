package dev.holdfast.notifier.io.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.plan.Address.FolderAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

class FolderChannelTest {
    private static final Instant AT = Instant.parse("2026-11-20T14:00:00Z");

    @Test
    void a_notice_becomes_one_file_however_often_it_is_sent(@TempDir Path root) throws IOException {
        FolderChannel channel = new FolderChannel(root);
        channel.send(new FolderAddress("shop"), letter("shop-1", "first"));
        channel.send(new FolderAddress("shop"), letter("shop-1", "first"));
        assertThat(files(root))
                .containsExactly("shop/shop-1/20261120T140000Z-resolved-12345678.md");
        assertThat(root.resolve(files(root).getFirst())).hasContent("first\n");
    }

    @Test
    void an_incident_cannot_lead_out_of_the_folder(@TempDir Path top) throws IOException {
        Path root = top.resolve("a/b/c/d");
        Outcome outcome =
                new FolderChannel(root.resolve("in"))
                        .send(new FolderAddress("shop"), letter("../../../x", "text"));
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(files(top)).isNotEmpty().allMatch(f -> f.startsWith("a/b/c/d/in/shop/"));
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(p -> root.relativize(p).toString())
                    .toList();
        }
    }

    private static Letter letter(String incident, String text) {
        return new Letter(
                "12345678-90ab",
                "record",
                "resolved",
                "shop/production",
                incident,
                "P1",
                AT,
                text,
                text,
                1,
                AT,
                java.util.Map.of(),
                java.util.Map.of());
    }
}
