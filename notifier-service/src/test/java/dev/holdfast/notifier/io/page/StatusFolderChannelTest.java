package dev.holdfast.notifier.io.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.notifier.domain.plan.Address.StatusFolderAddress;
import dev.holdfast.notifier.io.Letters;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class StatusFolderChannelTest {
    @Test
    void a_page_and_its_json_say_the_same_and_show_each_notice_once(@TempDir Path root)
            throws IOException {
        StatusFolderChannel channel = new StatusFolderChannel(root);
        StatusFolderAddress address = new StatusFolderAddress("shop", "Shop <status>");
        Letters letters = new Letters();
        channel.send(address, letters.next("incident-started"));
        channel.send(address, letters.again("incident-started"));

        StatusPage open =
                Json.read(Files.readString(root.resolve("shop/status.json")), StatusPage.class);
        assertThat(open.incidents().getFirst().updates()).hasSize(1);
        assertThat(open.status()).isEqualTo("We are working on a problem");
        String html = Files.readString(root.resolve("shop/index.html"));
        assertThat(html)
                .contains("Shop &lt;status&gt;", "&lt;b&gt;one in five&lt;/b&gt;")
                .doesNotContain("<b>");

        channel.send(address, letters.next("resolved"));
        assertThat(Files.readString(root.resolve("shop/index.html")))
                .contains("All systems operational");
    }
}
